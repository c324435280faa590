"""One side of a comparison: what a set of resources declares, as a landscape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from esremote.access.landscape.landscape import Cluster, Connection, Landscape
from esremote.model.connection.security_model import SecurityModel
from esremote.sources.attributes import Attributes, Notes
from esremote.sources.merging import bare
from esremote.sources.provenance import aliases_of
from esremote.sources.resource_types import RESOURCE_TYPES, not_understood
from esremote.sources.resource_types.declared import (
    Declared,
    DeclaredConnection,
    DeclaredKey,
    DeclaredRole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.roles import Role
    from esremote.sources.problems import Problem
    from esremote.sources.provenance import Provenance


Endpoints: TypeAlias = Mapping[tuple[str, str], tuple[str, ...]]
"""`host:port` of the remote cluster of each connection, by local cluster and alias."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is declared at one time.

    Attributes:
        declared: the resources, each as a value of the model.
        landscape: the same, combined by cluster.
        unknown: paths of attributes that are known only after apply. The landscape assumes their widest
            value.
        resources: the same resources with all their attributes.
        endpoints: the addresses of each connection's remote cluster, as far as they are known.
    """

    declared: tuple[Declared, ...] = ()
    landscape: Landscape = field(default_factory=Landscape)
    unknown: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    endpoints: Endpoints = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource as a document describes it: address, type and attributes, and the stack that it is in."""

    address: str
    type: str
    attributes: Mapping[str, Any]
    stack: str = ""


def snapshot(
    parts: Iterable[tuple[Iterable[Resource], Provenance]], base: Landscape, problems: list[Problem]
) -> Snapshot:
    """Combine resources into a landscape, on top of what is already known; note what cannot be read.

    Args:
        parts: the resources of each stack, with what is known about them beside their attributes.
        base: facts that no resource states.
        problems: the list that receives what is wrong.
    """
    notes = Notes(problems=problems)
    aliases = aliases_of(base)
    read = [
        (tuple(resources), replace(provenance, aliases={**aliases, **provenance.aliases}))
        for resources, provenance in parts
    ]
    declared = tuple(
        value for resources, provenance in read for value in _declared(resources, provenance, notes)
    )
    every = tuple(resource for resources, _ in read for resource in resources)
    return Snapshot(
        declared=declared,
        landscape=_landscape(declared, base),
        unknown=tuple(dict.fromkeys(notes.unknown)),
        resources=every,
        endpoints={
            (value.local_cluster, value.connection.alias): value.endpoints
            for value in declared
            if isinstance(value, DeclaredConnection)
        },
    )


def _declared(resources: Iterable[Resource], provenance: Provenance, notes: Notes) -> tuple[Declared, ...]:
    return tuple(_resolved(tuple(_read(resources, provenance, notes))))


def _read(resources: Iterable[Resource], provenance: Provenance, notes: Notes) -> Iterator[Declared]:
    for resource in resources:
        if problem := not_understood(resource.type, resource.address):
            notes.problems.append(problem)
            continue
        attributes = Attributes(resource.attributes, resource.address, notes)
        read = RESOURCE_TYPES[resource.type].read(attributes, resource.address, provenance)
        yield from read if isinstance(read, tuple) else (read,)


def _resolved(declared: tuple[Declared, ...]) -> Iterable[Declared]:
    """Point the connections that use the key of another resource at that key, and at the cluster it is on."""
    keys = {value.address: value for value in declared if isinstance(value, DeclaredKey)}
    for value in declared:
        match value:
            case DeclaredConnection(key=None, key_addresses=addresses) if addresses:
                yield _with_key(value, [keys[address] for address in addresses if address in keys])
            case _:
                yield value


def _with_key(value: DeclaredConnection, usable: Sequence[DeclaredKey]) -> DeclaredConnection:
    """Point a connection at its key; at all the keys together if it is not known which of them it is."""
    connection = replace(value.connection, security_model=SecurityModel.API_KEY)
    if len({made.on_cluster for made in usable}) != 1:
        return replace(value, connection=connection)
    key = usable[0].key if len(usable) == 1 else _any_of([made.key for made in usable])
    connection = replace(connection, remote_cluster=usable[0].on_cluster, cross_cluster_api_key=key.id)
    return replace(value, connection=connection, key=key if len(usable) > 1 else None)


def _any_of(keys: Sequence[CrossClusterApiKey]) -> CrossClusterApiKey:
    """Make the key that allows what any of several allows: no source says which one an alias uses."""
    replication = tuple(entry for key in keys for entry in key.replication)
    search = tuple(entry for key in keys for entry in key.search)
    if replication:  # a real key with both would be refused; one of these without a query is not
        search = tuple(replace(entry, query=None, field_security=None) for entry in search)
    label = f"one of {', '.join(sorted(key.name or key.id for key in keys))}"
    return replace(
        keys[0],
        id=label,
        name=label,
        search=search,
        replication=replication,
        certificate_identity=None,
        expiration=None,
        invalidated=False,
    )


@dataclass(slots=True)
class _Parts:
    """What is collected for one cluster."""

    roles: dict[str, Role] = field(default_factory=dict)
    keys: dict[str, CrossClusterApiKey] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)


def _landscape(declared: tuple[Declared, ...], base: Landscape) -> Landscape:
    parts: dict[str, _Parts] = {cluster.name: _Parts() for cluster in base.clusters}

    def of(name: str) -> _Parts:
        return parts.setdefault(name, _Parts())

    for value in declared:
        match value:
            case DeclaredConnection(local_cluster=local, connection=connection, key=key):
                of(local).connections[connection.alias] = connection
                of(connection.remote_cluster)
                if key is not None:
                    of(connection.remote_cluster).keys[key.id] = key
            case DeclaredKey(on_cluster=name, key=key):
                of(name).keys[key.id] = key
            case DeclaredRole(on_cluster=name, role=role):
                of(name).roles[role.name] = role
    _add_wandering(declared, parts)
    known = base.cluster_by_name
    return Landscape(
        tuple(_merged(known.get(name) or bare(name), part) for name, part in sorted(parts.items()))
    )


def _add_wandering(declared: tuple[Declared, ...], parts: dict[str, _Parts]) -> None:
    """Put roles of which it is not known where they are on every cluster that certificates lead to.

    Such a cluster gives the users of others what its role of the same name grants, and it may be this one.
    """
    reached = {
        connection.remote_cluster
        for part in parts.values()
        for connection in part.connections.values()
        if connection.security_model is SecurityModel.TLS_CERTIFICATE
    }
    for value in declared:
        if isinstance(value, DeclaredRole) and not value.cluster_known and value.role.indices:
            for name in reached:
                roles = parts[name].roles
                had = roles[value.role.name].indices if value.role.name in roles else ()
                roles[value.role.name] = replace(
                    roles.get(value.role.name, replace(value.role, remote_indices=(), remote_cluster=())),
                    indices=(*had, *value.role.indices),
                )


def _with_known_key(connection: Connection, known: Connection | None) -> Connection:
    """Take the key of a connection from the facts if no resource says which one it is."""
    if known is None or connection.cross_cluster_api_key is not None:
        return connection
    if (connection.remote_cluster, connection.security_model) != (known.remote_cluster, known.security_model):
        return connection
    return replace(connection, cross_cluster_api_key=known.cross_cluster_api_key)


def _merged(cluster: Cluster, parts: _Parts) -> Cluster:
    known = cluster.connection_by_alias
    connections = {
        alias: _with_known_key(connection, known.get(alias))
        for alias, connection in parts.connections.items()
    }
    return replace(
        cluster,
        roles=tuple({**cluster.role_by_name, **parts.roles}.values()),
        cross_cluster_api_keys=tuple({**cluster.key_by_id, **parts.keys}.values()),
        connections=tuple({**known, **connections}.values()),
    )
