"""`esremote_connection` in plans, states and stacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from esremote.access.landscape.landscape import Connection
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.sources.attributes import LATER, Attributes
from esremote.sources.resource_types._keys import read_key
from esremote.sources.resource_types.declared import DeclaredConnection, Target
from esremote.sources.resource_types.resource_type import Comparison, Part, ResourceType

if TYPE_CHECKING:
    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.sources.jsonlike import JsonObject
    from esremote.sources.provenance import Provenance

CONNECTION = "esremote_connection"
OWN_KEY = "cross_cluster_api_key"


def _read(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredConnection:
    """Read an `esremote_connection`."""
    alias, local = attributes.required("alias"), attributes.required("local_cluster")
    sniff = attributes.inner("sniff")
    own_key = attributes.inner(OWN_KEY)
    key = _connection_key(attributes, own_key, f"{local}-{alias}", address, provenance)
    remote = (own_key and own_key.computed("remote_cluster")) or provenance.remote_clusters.get(address)
    return DeclaredConnection(
        address=address,
        local_cluster=local,
        connection=Connection(
            alias=alias,
            remote_cluster=remote or provenance.leads_to(local, alias),
            security_model=_model(attributes, address, provenance),
            cross_cluster_api_key=key.id if key else None,
            mode=ModeName.SNIFF if sniff else ModeName.PROXY,
            skip_unavailable=attributes.flag("skip_unavailable"),
            source=provenance.of(address, address),
        ),
        key=key,
        key_addresses=provenance.key_addresses.get(address, ()),
        endpoints=_endpoints(attributes.inner("proxy"), sniff),
        target=_target(attributes.values),
    )


def _model(attributes: Attributes, address: str, provenance: Provenance) -> SecurityModel:
    told = provenance.models.get(address) or attributes.computed("security_model")
    if told in set(SecurityModel):
        return SecurityModel(told)
    with_key = any(attributes.values.get(name) is not None for name in (OWN_KEY, "credentials_wo_version"))
    return SecurityModel.API_KEY if with_key else SecurityModel.TLS_CERTIFICATE


def _connection_key(
    attributes: Attributes, own: Attributes | None, default_name: str, address: str, provenance: Provenance
) -> CrossClusterApiKey | None:
    """Return the key that a connection creates for itself, or what is known of one created elsewhere."""
    if own is not None:
        return read_key(own, default_name, address, provenance)
    if access := provenance.key_access.get(address):
        elsewhere = Attributes({"access": access}, f"{address}.credentials_wo", attributes.notes)
        return read_key(elsewhere, f"{default_name} (made elsewhere)", address, provenance)
    return None


def _endpoints(proxy: Attributes | None, sniff: Attributes | None) -> tuple[str, ...]:
    if proxy is not None:
        return (proxy.required("proxy_address"),)
    return sniff.texts("seeds", unknown=(LATER,)) if sniff is not None else ()


def _target(values: JsonObject) -> Target:
    """Take the settings as they are written, so that an expression of Terraform equals itself."""
    proxy, sniff, version = (values.get(name) for name in ("proxy", "sniff", "credentials_wo_version"))
    settings = proxy if isinstance(proxy, Mapping) else {}
    seeds = sniff.get("seeds") if isinstance(sniff, Mapping) else sniff
    addresses = [settings.get("proxy_address", proxy)] if proxy is not None else seeds
    server_name = settings.get("server_name")
    return Target(
        mode=ModeName.PROXY if proxy is not None else ModeName.SNIFF,
        addresses=frozenset(map(str, addresses if isinstance(addresses, list) else [addresses])),
        server_name=None if server_name is None else str(server_name),
        credentials=None if version is None else str(version),
    )


def _name(values: JsonObject) -> str:
    return f"{values.get('local_cluster')}/{values.get('alias')}"


def _name_of_key(values: JsonObject, key: JsonObject) -> str:
    name = key.get("name") or f"{values.get('local_cluster')}-{values.get('alias')}"
    return f"{name} on {key.get('remote_cluster', values.get('alias'))}"


ROW = ResourceType(
    type=CONNECTION,
    noun="connection",
    read=_read,
    name=_name,
    parts=(Part(attribute=OWN_KEY, noun="key", name=_name_of_key),),
    comparison=Comparison(
        computed=frozenset({"id", "expires_at", "connected", "security_model", "wait_for", "wait_timeout"}),
        identity=frozenset({"alias", "local_cluster", "name", "remote_cluster"}),
        secret=frozenset(
            {"credentials_wo", "secure_key_passphrase_wo", "secure_key_password_wo", "secure_password_wo"}
        ),
        true_by_default=frozenset({"skip_unavailable"}),
    ),
)
