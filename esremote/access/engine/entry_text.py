"""How steps write lists of names, and what an entry grants."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.access.permissions.permissions import Entry

_MOST_NAMES = 5


def listed(names: Iterable[str]) -> str:
    """Write a list of names, shortened if it is long.

    >>> listed(["logs-1", "logs-2"])
    '[logs-1, logs-2]'
    """
    some = list(names)
    shown = ", ".join(some[:_MOST_NAMES])
    return f"[{shown}{', ...' if len(some) > _MOST_NAMES else ''}]"


def entry_text(entry: Entry) -> str:
    """Write what an entry grants, in the terms of Elasticsearch's API."""
    says = entry.says
    parts = [f"{entry.place} names [{', '.join(says.names)}]"]
    if not entry.of_key:
        parts.append(f"privileges [{', '.join(says.privileges)}]")
    if says.query is not None:
        parts.append(f"query {says.query}")
    if says.field_security is not None:
        grant, except_ = says.field_security.grant, says.field_security.except_
        parts.append(f"fields [{', '.join(grant)}]" + (f" except [{', '.join(except_)}]" if except_ else ""))
    if says.allow_restricted_indices:
        parts.append("allow_restricted_indices")
    return " ".join(parts)
