"""A connection: its security model, its mode and its settings."""
