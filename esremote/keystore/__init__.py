"""How a secure setting reaches the keystore of a cluster."""
