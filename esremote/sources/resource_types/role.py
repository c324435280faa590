"""`esremote_role` in plans, states and stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.access.landscape.roles import IndicesEntry, RemoteClusterEntry, RemoteIndicesEntry, Role
from esremote.sources.resource_types._documents import field_security, query
from esremote.sources.resource_types.declared import DeclaredRole
from esremote.sources.resource_types.resource_type import Comparison, ResourceType, name_on_cluster

if TYPE_CHECKING:
    from esremote.sources.attributes import Attributes
    from esremote.sources.provenance import Provenance

ROLE = "esremote_role"


def read_role(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredRole:
    """Read the attributes of an `esremote_role`."""
    return DeclaredRole(
        address,
        attributes.required("on_cluster"),
        Role(
            name=attributes.required("name"),
            cluster=attributes.texts("cluster"),
            run_as=attributes.texts("run_as"),
            indices=tuple(
                IndicesEntry(**_entry(entry), source=provenance.of(entry.path, address))
                for entry in attributes.each("indices")
            ),
            remote_indices=tuple(
                RemoteIndicesEntry(
                    clusters=entry.patterns("clusters"),
                    **_entry(entry),
                    source=provenance.of(entry.path, address),
                )
                for entry in attributes.each("remote_indices")
            ),
            remote_cluster=tuple(
                RemoteClusterEntry(
                    clusters=entry.patterns("clusters"),
                    privileges=entry.texts("privileges", unknown=("monitor_enrich", "monitor_stats")),
                    source=provenance.of(entry.path, address),
                )
                for entry in attributes.each("remote_cluster")
            ),
            source=provenance.of(address, address),
        ),
    )


def _entry(attributes: Attributes) -> dict[str, Any]:
    return {
        "names": attributes.patterns("names"),
        "privileges": attributes.texts("privileges", unknown=("all",)),
        "query": query(attributes),
        "field_security": field_security(attributes),
        "allow_restricted_indices": attributes.flag("allow_restricted_indices") or False,
    }


ROW = ResourceType(
    type=ROLE,
    noun="role",
    read=read_role,
    name=name_on_cluster,
    comparison=Comparison(
        computed=frozenset({"id"}),
        identity=frozenset({"name", "on_cluster"}),
    ),
)
