"""The facts that decisions are made from: clusters with their roles, keys, indices and connections."""
