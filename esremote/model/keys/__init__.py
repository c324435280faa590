"""API keys: the cross-cluster ones that bound a connection, what they permit, whose they are."""
