"""Text for people and tools out of what a synthesised stack says: node settings and openings in firewalls."""
