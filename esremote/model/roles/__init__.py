"""Roles: as they are stored, as they are sent, and what their privileges allow."""
