"""Text for people and tools about what connections need of nodes and networks: settings and openings."""
