"""Constructs for Elasticsearch remote clusters."""
