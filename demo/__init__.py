"""The demonstration: connects two real clusters, proves what can be read, and disconnects them again."""
