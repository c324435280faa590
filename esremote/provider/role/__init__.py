"""`esremote_role`: a role, including its privileges on remote clusters."""
