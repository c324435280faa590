"""One file for each topology that a user would copy."""
