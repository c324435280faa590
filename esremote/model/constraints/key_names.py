"""The name of an API key."""

from __future__ import annotations

_LONGEST = 256


def key_name_problem(name: str) -> str | None:
    """Return why this cannot be the name of an API key, or None.

    Source: the messages of Elasticsearch's `BaseBulkUpdateApiKeyRequest` and `AbstractCreateApiKeyRequest`.

    >>> key_name_problem("frankfurt-dublin") is None
    True
    """
    if not 1 <= len(name) <= _LONGEST:
        return f"must have 1 to {_LONGEST} characters, but has {len(name)}"
    if name != name.strip():
        return "must not begin or end with a blank: Elasticsearch rejects that in a key's name"
    if name.startswith("_"):
        return "must not begin with an underscore: Elasticsearch rejects that in a key's name"
    return None
