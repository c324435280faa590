"""The entries of a role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from esremote.model.constraints.field_security import field_security_problems
from esremote.model.constraints.names import known, list_problems, pattern_problems
from esremote.model.constraints.problem import ValueProblem
from esremote.model.roles.privileges import REMOTE_CLUSTER_PRIVILEGES

_ONLY_LOCAL = frozenset({"read_failure_store"})
"""Index privileges that `remote_indices` rejects (seen on 9.5.3)."""


def role_problems(role: Mapping[str, Any]) -> Iterator[ValueProblem]:
    """Find everything that is wrong in the known parts of a role's entries, except in their queries."""
    for kind in _RULES:
        for position, entry in enumerate(role.get(kind) or ()):
            if isinstance(entry, Mapping):
                for problem in role_entry_problems(kind, entry):
                    yield ValueProblem((kind, position, *problem.path), problem.message)


def role_entry_problems(kind: str, entry: Mapping[str, Any]) -> Iterator[ValueProblem]:
    """Find what is wrong in one entry, except in its query.

    Args:
        kind: the attribute that has the entry: `indices`, `remote_indices`, `remote_cluster` or
            `applications`.
        entry: its members by the names of Elasticsearch's API.

    >>> [found.path for found in role_entry_problems("indices", {"names": ["/a|/"], "privileges": []})]
    [('privileges',), ('names', 0)]
    """
    return _RULES[kind](entry)


def _indices(entry: Mapping[str, Any]) -> Iterator[ValueProblem]:
    # `[""]` covers no index. Elasticsearch accepts it, and ES|QL across clusters needs a local entry.
    yield from list_problems(entry.get("names"), ("names",), "logs-*", blank=True)
    yield from list_problems(entry.get("privileges"), ("privileges",), "read")
    yield from pattern_problems(entry.get("names"), ("names",))
    yield from field_security_problems(entry.get("field_security"), ("field_security",))


def _remote_indices(entry: Mapping[str, Any]) -> Iterator[ValueProblem]:
    yield from list_problems(entry.get("clusters"), ("clusters",), "dublin")
    yield from _indices(entry)
    for position, privilege in known(entry.get("privileges")):
        if privilege.lower() in _ONLY_LOCAL:
            yield ValueProblem(
                ("privileges", position), f"{privilege!r} cannot be granted on remote indices; remove it"
            )


def _remote_cluster(entry: Mapping[str, Any]) -> Iterator[ValueProblem]:
    yield from list_problems(entry.get("clusters"), ("clusters",), "dublin")
    yield from list_problems(entry.get("privileges"), ("privileges",), "monitor_enrich")
    for position, privilege in known(entry.get("privileges")):
        if privilege.strip() and privilege.lower() not in REMOTE_CLUSTER_PRIVILEGES:
            yield ValueProblem(
                ("privileges", position),
                f"{privilege!r} cannot be granted on a remote cluster; allowed are "
                f"{' and '.join(REMOTE_CLUSTER_PRIVILEGES)}",
            )


def _applications(entry: Mapping[str, Any]) -> Iterator[ValueProblem]:
    yield from list_problems(entry.get("privileges"), ("privileges",), "all", blank=True)
    yield from list_problems(entry.get("resources"), ("resources",), "*", blank=True)


_RULES = {
    "indices": _indices,
    "remote_indices": _remote_indices,
    "remote_cluster": _remote_cluster,
    "applications": _applications,
}
