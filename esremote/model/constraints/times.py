"""Time values, and when a key is rotated."""

from __future__ import annotations

from esremote.model.times import parse_time


def time_problem(text: str) -> str | None:
    """Return why this is not a positive time value, or None.

    >>> time_problem("90d") is None, time_problem("0s") is None
    (True, False)
    """
    if parse_time(text):
        return None
    return 'must be a positive whole number with a unit (d, h, m, s, ms), for example "30s"'


def rotation_problem(expiration: str | None, rotate_before: str | None) -> str | None:
    """Return why a key cannot be rotated so long before it expires, or None.

    What is not a time value (or not known yet) is left to `time_problem`.

    >>> rotation_problem("7d", "14d")
    "must be shorter than the expiration '7d', or every apply would replace the key"
    """
    if rotate_before is None:
        return None
    if expiration is None:
        return "must not be set without `expiration`: a key that never expires is never rotated"
    lifetime, lead = parse_time(expiration), parse_time(rotate_before)
    if lifetime and lead and lead >= lifetime:
        return f"must be shorter than the expiration {expiration!r}, or every apply would replace the key"
    return None
