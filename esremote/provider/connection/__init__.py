"""`esremote_connection`: one alias with its key, its keystore entry and its signature."""
