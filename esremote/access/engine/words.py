"""Lists and entries in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.access.permissions.permissions import Entry

_MOST_NAMES = 5


def listed(names: Iterable[str]) -> str:
    """List a few names.

    >>> listed(["logs-1", "logs-2"])
    '[logs-1, logs-2]'
    """
    some = list(names)
    shown = ", ".join(some[:_MOST_NAMES])
    return f"[{shown}{', ...' if len(some) > _MOST_NAMES else ''}]"


def entry_text(entry: Entry) -> str:
    """Say what an entry grants, in Elasticsearch's words."""
    says = entry.says
    told = [f"{entry.place} names [{', '.join(says.names)}]"]
    if not entry.of_key:
        told.append(f"privileges [{', '.join(says.privileges)}]")
    if says.query is not None:
        told.append(f"query {says.query}")
    if says.field_security is not None:
        grant, except_ = says.field_security.grant, says.field_security.except_
        told.append(f"fields [{', '.join(grant)}]" + (f" except [{', '.join(except_)}]" if except_ else ""))
    if says.allow_restricted_indices:
        told.append("allow_restricted_indices")
    return " ".join(told)
