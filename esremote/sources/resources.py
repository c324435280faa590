"""The attributes of `esremote_*` resources as values of the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
from esremote.access.landscape.landscape import Connection
from esremote.access.landscape.roles import (
    FieldSecurity,
    IndicesEntry,
    RemoteClusterEntry,
    RemoteIndicesEntry,
    Role,
)
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.model.queries import canonical
from esremote.sources.attributes import LATER, Attributes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from esremote.model.source import Source
    from esremote.sources.provenance import Provenance

CONNECTION, API_KEY, ROLE = "esremote_connection", "esremote_cross_cluster_api_key", "esremote_role"


@dataclass(frozen=True, slots=True)
class DeclaredConnection:
    """One `esremote_connection`: the alias, how it gets there, and the key that it makes for itself."""

    address: str
    local_cluster: str
    connection: Connection
    key: CrossClusterApiKey | None
    key_address: str | None
    endpoints: tuple[str, ...]

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.connection.source


@dataclass(frozen=True, slots=True)
class DeclaredKey:
    """One `esremote_cross_cluster_api_key`."""

    address: str
    on_cluster: str
    key: CrossClusterApiKey

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.key.source


@dataclass(frozen=True, slots=True)
class DeclaredRole:
    """One `esremote_role`."""

    address: str
    on_cluster: str
    role: Role

    @property
    def source(self) -> Source:
        """Where it is written."""
        return self.role.source


Declared = DeclaredConnection | DeclaredKey | DeclaredRole


def connection(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredConnection:
    """Read an `esremote_connection`."""
    alias, local = attributes.required("alias"), attributes.required("local_cluster")
    sniff = attributes.inner("sniff")
    own_key = attributes.inner("cross_cluster_api_key")
    key = _connection_key(attributes, own_key, f"{local}-{alias}", address, provenance)
    skip = attributes.flag("skip_unavailable")
    remote = own_key.computed("remote_cluster") if own_key else None
    return DeclaredConnection(
        address=address,
        local_cluster=local,
        connection=Connection(
            alias=alias,
            remote_cluster=remote or provenance.remote_clusters.get(address, alias),
            security_model=_model(attributes, address, provenance),
            cross_cluster_api_key=key.id if key else None,
            mode=ModeName.SNIFF if sniff else ModeName.PROXY,
            skip_unavailable=True if skip is None else skip,
            source=provenance.of(address, address),
        ),
        key=key,
        key_address=provenance.key_addresses.get(address),
        endpoints=_endpoints(attributes.inner("proxy"), sniff),
    )


def _model(attributes: Attributes, address: str, provenance: Provenance) -> SecurityModel:
    told = provenance.models.get(address) or attributes.computed("security_model")
    if told in set(SecurityModel):
        return SecurityModel(told)
    with_key = any(
        attributes.values.get(name) is not None
        for name in ("cross_cluster_api_key", "credentials_wo_version")
    )
    return SecurityModel.API_KEY if with_key else SecurityModel.TLS_CERTIFICATE


def _connection_key(
    attributes: Attributes, own: Attributes | None, default_name: str, address: str, provenance: Provenance
) -> CrossClusterApiKey | None:
    """Return the key that a connection makes for itself, or what is told about one made elsewhere."""
    if own is not None:
        return _key(own, default_name, address, provenance)
    if access := provenance.key_access.get(address):
        elsewhere = Attributes({"access": access}, f"{address}.credentials_wo", attributes.notes)
        return _key(elsewhere, f"{default_name} (made elsewhere)", address, provenance)
    return None


def _endpoints(proxy: Attributes | None, sniff: Attributes | None) -> tuple[str, ...]:
    if proxy is not None:
        return (proxy.required("proxy_address"),)
    return sniff.texts("seeds", unknown=(LATER,)) if sniff is not None else ()


def api_key(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredKey:
    """Read an `esremote_cross_cluster_api_key`."""
    key = _key(attributes, attributes.required("name"), address, provenance)
    return DeclaredKey(address, attributes.required("on_cluster"), key)


def role(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredRole:
    """Read an `esremote_role`."""
    return DeclaredRole(
        address,
        attributes.required("on_cluster"),
        Role(
            name=attributes.required("name"),
            cluster=attributes.texts("cluster"),
            run_as=attributes.texts("run_as"),
            indices=tuple(
                IndicesEntry(**_entry(one), source=provenance.of(one.path, address))
                for one in attributes.each("indices")
            ),
            remote_indices=tuple(
                RemoteIndicesEntry(
                    clusters=one.patterns("clusters"), **_entry(one), source=provenance.of(one.path, address)
                )
                for one in attributes.each("remote_indices")
            ),
            remote_cluster=tuple(
                RemoteClusterEntry(
                    clusters=one.patterns("clusters"),
                    privileges=one.texts("privileges", unknown=("monitor_enrich", "monitor_stats")),
                    source=provenance.of(one.path, address),
                )
                for one in attributes.each("remote_cluster")
            ),
            source=provenance.of(address, address),
        ),
    )


READERS: Mapping[str, Callable[[Attributes, str, Provenance], Declared]] = {
    CONNECTION: connection,
    API_KEY: api_key,
    ROLE: role,
}


def _key(
    attributes: Attributes, default_name: str, address: str, provenance: Provenance
) -> CrossClusterApiKey:
    access = attributes.inner("access") or Attributes({}, attributes.at("access"), attributes.notes)
    name = attributes.text("name") or default_name
    return CrossClusterApiKey(
        id=attributes.computed("key_id") or attributes.computed("id") or name,
        name=name,
        search=tuple(
            SearchAccess(
                names=one.patterns("names"),
                query=query(one),
                field_security=_field_security(one),
                allow_restricted_indices=one.flag("allow_restricted_indices") or False,
                source=provenance.of(one.path, address),
            )
            for one in access.each("search")
        ),
        replication=tuple(
            ReplicationAccess(
                names=one.patterns("names"),
                allow_restricted_indices=one.flag("allow_restricted_indices") or False,
                source=provenance.of(one.path, address),
            )
            for one in access.each("replication")
        ),
        certificate_identity=attributes.text("certificate_identity"),
        expiration=_instant(attributes.computed("expires_at")),
        source=provenance.of(attributes.path, address),
    )


def _entry(attributes: Attributes) -> dict[str, Any]:
    return {
        "names": attributes.patterns("names"),
        "privileges": attributes.texts("privileges", unknown=("all",)),
        "query": query(attributes),
        "field_security": _field_security(attributes),
        "allow_restricted_indices": attributes.flag("allow_restricted_indices") or False,
    }


def query(attributes: Attributes) -> str | None:
    """Return a document-level query in one spelling, so that the same query always reads the same."""
    text = attributes.text("query")
    return None if text is None else canonical(text)


def _field_security(attributes: Attributes) -> FieldSecurity | None:
    inner = attributes.inner("field_security")
    if inner is None or not inner.known:
        return None
    return FieldSecurity(grant=inner.texts("grant") or ("*",), except_=inner.texts("except", unknown=()))


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
