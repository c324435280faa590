"""Numbers that count something."""

from __future__ import annotations

_LARGEST = 2**31 - 1
_MOST_RETRIES = 20


def count_problem(number: float) -> str | None:
    """Return why this cannot be a number of sockets or nodes, or None. Elasticsearch's are Java's `int`.

    >>> count_problem(0)
    'must be a whole number from 1 to 2147483647'
    """
    return _within(number, 1, _LARGEST)


def retries_problem(number: float) -> str | None:
    """Return why a request cannot be retried this many times, or None."""
    return _within(number, 0, _MOST_RETRIES)


def _within(number: float, least: int, most: int) -> str | None:
    if number == int(number) and least <= number <= most:
        return None
    return f"must be a whole number from {least} to {most}"
