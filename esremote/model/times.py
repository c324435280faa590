"""Time values (`30s`, `90d`) and points in time, as Elasticsearch and Terraform write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_UNITS = {"nanos": 1e-9, "micros": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_TIME = re.compile(rf"(\d+)({'|'.join(_UNITS)})")


def parse_time(text: str) -> timedelta | None:
    """Read an Elasticsearch time value; None if it is not one.

    Example:
        >>> parse_time("90d")
        datetime.timedelta(days=90)
    """
    found = _TIME.fullmatch(text)
    try:
        return timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found else None
    except (OverflowError, ValueError):  # more than a million years, or more digits than Python reads
        return None


def from_milliseconds(milliseconds: object) -> datetime | None:
    """Read a point in time as Elasticsearch's APIs return it; None where they return none.

    Example:
        >>> from_milliseconds(1767225600000)
        datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if isinstance(milliseconds, int) else None


def rfc3339(moment: datetime | None) -> str | None:
    """Write a point in time in UTC as Terraform's state and functions have it; None stays None.

    Example:
        >>> rfc3339(datetime(2026, 1, 20, tzinfo=UTC))
        '2026-01-20T00:00:00Z'
    """
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
