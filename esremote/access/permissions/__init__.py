"""What each party to a request allows on a cluster: roles, REST API keys, cross-cluster API keys."""
