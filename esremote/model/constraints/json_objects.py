"""JSON texts: queries and metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from esremote.model.keys.owner_mark import MARK

if TYPE_CHECKING:
    from collections.abc import Collection


def json_object_problem(text: str) -> str | None:
    """Return why a text is not a JSON object, or None.

    As the query of a role or a key, Elasticsearch accepts any text, and then fails every search with 400.

    >>> json_object_problem("[]")
    'must be a JSON object, such as {"match_all": {}}'
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        return f"must be a JSON object, but is not JSON: {error}"
    except RecursionError:
        return "must be a JSON object, but is nested too deeply to be read"
    return None if isinstance(value, dict) else 'must be a JSON object, such as {"match_all": {}}'


def role_metadata_problem(text: str) -> str | None:
    """Return why a text cannot be the metadata of a role, or None.

    >>> role_metadata_problem('{"_reserved": true}')
    "the name '_reserved' begins with an underscore, which Elasticsearch reserves for itself"
    """
    return _metadata_problem(text, ())


def key_metadata_problem(text: str) -> str | None:
    """Return why a text cannot be the metadata of a key, or None.

    >>> key_metadata_problem('{"esremote": 1}')
    "the name 'esremote' is this provider's mark on the keys that it creates; choose another"
    """
    return _metadata_problem(text, (MARK,))


def _metadata_problem(text: str, own: Collection[str]) -> str | None:
    problem = json_object_problem(text)
    if problem is not None:
        return problem
    for name in json.loads(text):
        if name.startswith("_"):
            return f"the name {name!r} begins with an underscore, which Elasticsearch reserves for itself"
        if name in own:
            return f"the name {name!r} is this provider's mark on the keys that it creates; choose another"
    return None
