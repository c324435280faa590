"""`esremote_connection`: a remote cluster with its key, its keystore entry and its signing settings."""
