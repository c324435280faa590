"""Time values in Elasticsearch's notation: `30s`, `90d`."""

from __future__ import annotations

import re
from datetime import timedelta

from esremote.model.errors import ConfigurationError
from esremote.model.references import is_reference

_UNITS = {"nanos": 1e-9, "micros": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_TIME = re.compile(rf"(\d+)({'|'.join(_UNITS)})")


def parse_time(text: str) -> timedelta | None:
    """Read an Elasticsearch time value; None if it is not one.

    Example:
        >>> parse_time("90d")
        datetime.timedelta(days=90)
    """
    found = _TIME.fullmatch(text)
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found else None


def require_time(path: str, text: str | None) -> None:
    """Check that `text`, unless it is None or a Terraform reference, is a positive time value.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    if text is not None and not is_reference(text) and not parse_time(text):
        raise ConfigurationError(
            path,
            f"must be a whole number and a unit ({', '.join(_UNITS)}), got {text!r}",
            remedy="for example '90d'",
        )
