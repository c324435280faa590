"""When a key has to be replaced because it is about to expire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.model.times import parse_time

if TYPE_CHECKING:
    from collections.abc import Mapping


def rotation_is_due(key: Mapping[str, Any], expires_at: str | None, now: datetime) -> bool:
    """Tell whether a key expires within the time that `rotate_before` allows.

    Args:
        key: The planned attributes of the key; `rotate_before` may be null or unknown.
        expires_at: When the present key expires (RFC 3339); None if it never does.
        now: The current time.

    >>> rotation_is_due({"rotate_before": "14d"}, "2026-01-20T00:00:00Z", datetime(2026, 1, 10, tzinfo=UTC))
    True
    """
    before = key["rotate_before"]
    window = parse_time(before) if isinstance(before, str) else None
    if window is None or expires_at is None:
        return False
    return datetime.fromisoformat(expires_at).astimezone(UTC) - now <= window
