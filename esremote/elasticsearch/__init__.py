"""The async client: the Elasticsearch calls that remote clusters need."""
