"""Elasticsearch remote clusters as code."""
