"""`esremote_role`: a role, with what it may do on remote clusters."""
