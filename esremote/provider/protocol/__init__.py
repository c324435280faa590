"""Terraform plugin protocol 6 for Python; knows nothing of Elasticsearch."""
