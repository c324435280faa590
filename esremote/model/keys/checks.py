"""What the constructs check of a key beside its access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.constraints.json_objects import key_metadata_problem
from esremote.model.constraints.raising import require
from esremote.model.constraints.times import rotation_problem, time_problem
from esremote.model.keys.entries import query_json

if TYPE_CHECKING:
    from esremote.model.keys.entries import JsonObject


def require_rotation(path: str, expiration: str | None, rotate_before: str | None) -> None:
    """Check that a key is replaced before it expires, but not by every apply.

    Raises:
        ConfigurationError: a value is not a time, or `rotate_before` is not within the key's life.
    """
    require(f"{path}.expiration", expiration, time_problem)
    require(f"{path}.rotate_before", rotate_before, time_problem)
    require(f"{path}.rotate_before", rotate_before, lambda before: rotation_problem(expiration, before))


def require_metadata(path: str, metadata: JsonObject | None) -> None:
    """Check that metadata is a JSON object without names that Elasticsearch or the provider reserves.

    Raises:
        ConfigurationError: with `path` as its place.
    """
    require(path, query_json(path, metadata), key_metadata_problem)
