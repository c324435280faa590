"""The data sources: what is so, without changing anything."""
