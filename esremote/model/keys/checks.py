"""What the cross-cluster API key endpoint accepts, checked before anything is sent."""

from __future__ import annotations

from esremote.model.errors import ConfigurationError
from esremote.model.keys.access import metadata_problem
from esremote.model.keys.entries import JsonObject, query_json
from esremote.model.times import parse_time, require_time


def require_key_name(path: str, name: str | None) -> None:
    """Check a key's name: 1 to 256 characters, no blank at either end, no leading underscore.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    longest = 256
    if name is not None and (not 1 <= len(name) <= longest or name != name.strip() or name.startswith("_")):
        raise ConfigurationError(
            path,
            f"must have 1 to 256 characters, no blank at either end and no leading underscore, got {name!r}",
        )


def require_rotation(path: str, expiration: str | None, rotate_before: str | None) -> None:
    """Check a key's life and that it is replaced within it.

    Raises:
        ConfigurationError: a value is not a time, or the rotation would come before the key is made.
    """
    require_time(f"{path}.expiration", expiration)
    require_time(f"{path}.rotate_before", rotate_before)
    if rotate_before is None:
        return
    if expiration is None:
        raise ConfigurationError(
            f"{path}.rotate_before",
            f"needs an expiration, got {rotate_before!r} without one",
            remedy="set expiration='90d'",
        )
    life, lead = parse_time(expiration), parse_time(rotate_before)
    if life and lead and lead >= life:
        raise ConfigurationError(
            f"{path}.rotate_before", f"must be shorter than expiration {expiration!r}, got {rotate_before!r}"
        )


def require_metadata(path: str, metadata: JsonObject | None) -> None:
    """Check metadata: a JSON object whose names do not start with an underscore.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    text = query_json(path, metadata)
    problem = metadata_problem(text) if text else None
    if problem:
        raise ConfigurationError(path, problem)
