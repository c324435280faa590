"""`esremote_cross_cluster_api_key`: a key for a cluster that somebody else administers."""
