"""Versions of Elasticsearch, and what came or changed with each."""
