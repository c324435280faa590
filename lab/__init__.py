"""Real Elasticsearch clusters on loopback, built from Maven Central jars."""
