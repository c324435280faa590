"""The roles that every cluster has although no facts list them, with their privileges by version.

`esremote/model/roles/built_in_roles.json` holds what `GET /_security/role` of a real node returned for each
reserved role, without what has no bearing on access.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from esremote.access.landscape.roles import (
    FieldSecurity,
    IndicesEntry,
    RemoteClusterEntry,
    RemoteIndicesEntry,
    Role,
)
from esremote.model.queries import canonical
from esremote.model.roles import reserved
from esremote.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.landscape.landscape import Cluster
    from esremote.model.releases.versions import Version

_BUILT_IN = Source(address="built in")


def role_of(cluster: Cluster, name: str) -> Role | None:
    """Look up a role of a cluster by its name, built-in roles included.

    Returns:
        the role, None if it is not among the cluster's known roles.

    >>> from esremote.access.landscape.landscape import Cluster
    >>> from esremote.model.releases.versions import Version
    >>> role_of(Cluster("frankfurt", Version(9, 5, 3)), "viewer").indices[0].privileges
    ('read', 'view_index_metadata')
    """
    return cluster.role_by_name.get(name) or built_in_roles(cluster.version).get(name)


def built_in_roles(version: Version) -> Mapping[str, Role]:
    """Give the built-in roles of a version, by name: those of the newest known version that is not newer."""
    known = reserved.documents()
    at_most = [each for each in known if each <= version]
    return _read(max(at_most, default=min(known)))


@lru_cache(maxsize=8)
def _read(version: Version) -> Mapping[str, Role]:
    return {name: _role(name, body) for name, body in reserved.documents()[version].items()}


def _role(name: str, body: Mapping[str, Any]) -> Role:
    return Role(
        name,
        cluster=tuple(body.get("cluster", ())),
        indices=tuple(IndicesEntry(**_entry(entry)) for entry in body.get("indices", ())),
        remote_indices=tuple(
            RemoteIndicesEntry(clusters=tuple(entry["clusters"]), **_entry(entry))
            for entry in body.get("remote_indices", ())
        ),
        remote_cluster=tuple(
            RemoteClusterEntry(tuple(entry["clusters"]), tuple(entry["privileges"]), _BUILT_IN)
            for entry in body.get("remote_cluster", ())
        ),
        run_as=tuple(body.get("run_as", ())),
        source=_BUILT_IN,
    )


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    fields = entry.get("field_security")
    return {
        "names": tuple(entry["names"]),
        "privileges": tuple(entry["privileges"]),
        "query": canonical(entry["query"]) if "query" in entry else None,
        "field_security": FieldSecurity(tuple(fields.get("grant", ("*",))), tuple(fields.get("except", ())))
        if fields
        else None,
        "allow_restricted_indices": entry.get("allow_restricted_indices", False),
        "source": _BUILT_IN,
    }
