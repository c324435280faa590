"""The facts that decisions are based on: clusters with their roles, keys, indices and connections."""
