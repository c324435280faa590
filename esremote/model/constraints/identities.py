"""The `certificate_identity` of a key."""

from __future__ import annotations


def identity_problem(identity: str) -> str | None:
    """Return why this cannot be a `certificate_identity`, or None.

    It is a regular expression of Java, which cannot be checked here.
    """
    return None if identity else "must not be empty"
