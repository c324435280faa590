"""The `access` of a cross-cluster API key.

The rules are those of Elasticsearch's `CrossClusterApiKeyRoleDescriptorBuilder`, checked against 8.19.21 and
9.5.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.constraints.field_security import field_security_problems
from esremote.model.constraints.names import list_problems, pattern_problems
from esremote.model.constraints.problem import ValueProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RESTRICTING = ("query", "field_security")


def access_problems(access: Mapping[str, Any]) -> Iterator[ValueProblem]:
    """Find everything that is wrong in the known parts of an `access`, except in its queries.

    >>> [found.message for found in access_problems({})]
    ['a key without `search` and `replication` allows nothing; give at least one of them an entry']
    """
    search, replication = access.get("search") or (), access.get("replication") or ()
    if not search and not replication:
        yield ValueProblem(
            (), "a key without `search` and `replication` allows nothing; give at least one of them an entry"
        )
    for kind, entries in (("search", search), ("replication", replication)):
        for position, entry in enumerate(entries):
            for problem in key_entry_problems(entry):
                yield ValueProblem((kind, position, *problem.path), problem.message)
    for position, entry in enumerate(search if replication else ()):
        for name in _RESTRICTING:
            if entry.get(name) is not None:
                yield ValueProblem(
                    ("search", position, name),
                    f"`search` cannot have `{name}` while the same key allows replication, which would "
                    "bypass it; create two keys for two aliases, or remove one of the two",
                )


def key_entry_problems(entry: Mapping[str, Any]) -> Iterator[ValueProblem]:
    """Find what is wrong in one entry of `search` or `replication`, except in its query."""
    yield from list_problems(entry.get("names"), ("names",), "logs-*")
    yield from pattern_problems(entry.get("names"), ("names",))
    yield from field_security_problems(entry.get("field_security"), ("field_security",))
