"""One connection: its security model, its mode, and the settings that make it up."""
