"""Resources of the provider `elasticstack` that carry remote access: roles, cross-cluster keys, settings.

Blocks of that provider are lists of one in some of its versions and objects in others; both are read.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.access.landscape.landscape import Connection
from esremote.model.connection.modes import ModeName
from esremote.sources.attributes import LATER, Attributes
from esremote.sources.resource_types import api_key, role
from esremote.sources.resource_types.declared import DeclaredConnection, Target
from esremote.sources.resource_types.resource_type import Comparison, ResourceType
from esremote.sources.unknown import UNKNOWN, is_unknown

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json, JsonObject
    from esremote.sources.provenance import Provenance
    from esremote.sources.resource_types.declared import DeclaredKey, DeclaredRole

_PREFIX = "elasticstack_"
STACK_API_KEY = f"{_PREFIX}elasticsearch_security_api_key"
UNKNOWN_CLUSTER = "(a cluster of provider "
"""How the name of a cluster begins that a provider manages and that no source names."""

_SOME_CLUSTER = f"{UNKNOWN_CLUSTER}elasticstack)"
_REMOTE = "cluster.remote."
_NOT_COMPARED = frozenset(
    {"id", "key_id", "expiration_timestamp", "elasticsearch_connection", "kibana_connection"}
)
_SECRET = frozenset({"api_key", "encoded"})


def _role(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredRole:
    """Read an `elasticstack_elasticsearch_security_role`."""
    return _as_role(attributes, attributes.values, address, provenance)


def _kibana_role(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredRole:
    """Read an `elasticstack_kibana_security_role`: what counts is below `elasticsearch`."""
    below = _block(attributes.values.get("elasticsearch"))
    members = ("cluster", "run_as", "indices", "remote_indices")
    inner = dict.fromkeys(members, UNKNOWN) if is_unknown(below) else below or {}
    return _as_role(attributes, {**inner, "name": attributes.values.get("name")}, address, provenance)


def _as_role(
    attributes: Attributes, values: JsonObject, address: str, provenance: Provenance
) -> DeclaredRole:
    entries = {name: _entries(values.get(name)) for name in ("indices", "remote_indices", "remote_cluster")}
    cluster = provenance.clusters.get(address, _SOME_CLUSTER)
    ours = {**values, **entries, "on_cluster": cluster}
    declared = role.read_role(Attributes(ours, attributes.path, attributes.notes), address, provenance)
    return replace(declared, cluster_known=not cluster.startswith(UNKNOWN_CLUSTER))


def _key(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredKey | tuple[()]:
    """Read an `elasticstack_elasticsearch_security_api_key` of the type `cross_cluster`."""
    if not _is_cross_cluster(attributes.values):
        return ()
    access = _block(attributes.values.get("access"))
    if isinstance(access, dict):
        access = {name: _entries(entries) for name, entries in access.items()}
    ours = {
        "name": attributes.values.get("name"),
        "key_id": attributes.values.get("key_id"),
        "access": access,
        "on_cluster": provenance.clusters.get(address, _SOME_CLUSTER),
    }
    return api_key.read_api_key(Attributes(ours, attributes.path, attributes.notes), address, provenance)


def _is_cross_cluster(values: JsonObject) -> bool:
    return values.get("type") == "cross_cluster"


def _settings(attributes: Attributes, address: str, provenance: Provenance) -> tuple[DeclaredConnection, ...]:
    """Read the aliases in an `elasticstack_elasticsearch_cluster_settings`; their keys are not in it."""
    local = provenance.clusters.get(address, _SOME_CLUSTER)
    aliases: dict[str, dict[str, Json]] = {}
    for kind in ("transient", "persistent"):
        block = _block(attributes.values.get(kind))
        settings = block.get("setting") if isinstance(block, dict) else block
        for setting in settings if isinstance(settings, list) else [settings] if settings else []:
            name = setting.get("name") if isinstance(setting, dict) else setting
            if is_unknown(name):
                aliases.setdefault(LATER, {})
            elif str(name).startswith(_REMOTE):
                alias, _, what = str(name).removeprefix(_REMOTE).partition(".")
                value = setting.get("value_list") or setting.get("value")
                aliases.setdefault(alias, {}).setdefault(what, value)
    return tuple(
        _connection(alias, values, local, address, provenance)
        for alias, values in aliases.items()
        if alias == LATER or {"seeds", "proxy_address", "mode"} & {*values}
    )


def _connection(
    alias: str, values: JsonObject, local: str, address: str, provenance: Provenance
) -> DeclaredConnection:
    proxy = values.get("proxy_address")
    given = values.get("seeds") if proxy is None else proxy
    addresses = tuple(map(str, given if isinstance(given, list) else [] if given is None else [given]))
    mode = ModeName.SNIFF if proxy is None else ModeName.PROXY
    server_name = values.get("server_name")
    return DeclaredConnection(
        address=address,
        local_cluster=local,
        connection=Connection(
            alias=alias,
            remote_cluster=provenance.leads_to(local, alias),
            mode=mode,
            source=provenance.of(address, address),
        ),
        key=None,
        key_addresses=(),
        endpoints=addresses,
        target=Target(mode, frozenset(addresses), None if server_name is None else str(server_name)),
    )


def _block(value: Json) -> Json:
    """Return the object of a block that exists at most once."""
    return (value[0] if value else None) if isinstance(value, list) else value


def _entries(value: Json) -> Json:
    if not isinstance(value, list):
        return value
    return [_entry(entry) if isinstance(entry, dict) else entry for entry in value]


def _entry(entry: JsonObject) -> JsonObject:
    fields = _block(entry.get("field_security"))
    if isinstance(fields, str) and not is_unknown(fields):
        try:
            fields = json.loads(fields)
        except ValueError:
            fields = UNKNOWN
    return {**entry, "field_security": fields}


def _name(values: JsonObject) -> str:
    return str(values.get("name"))


def _settings_name(_: JsonObject) -> str:
    return "of a cluster"


_COMPARISON = Comparison(computed=_NOT_COMPARED, identity=frozenset({"name", "type"}), secret=_SECRET)

ROWS = (
    ResourceType(
        type=f"{_PREFIX}elasticsearch_security_role",
        noun="role",
        read=_role,
        name=_name,
        comparison=_COMPARISON,
    ),
    ResourceType(
        type=f"{_PREFIX}kibana_security_role",
        noun="role",
        read=_kibana_role,
        name=_name,
        comparison=_COMPARISON,
    ),
    ResourceType(
        type=STACK_API_KEY,
        noun="key",
        read=_key,
        name=_name,
        comparison=_COMPARISON,
        understands=_is_cross_cluster,
    ),
    ResourceType(
        type=f"{_PREFIX}elasticsearch_cluster_settings",
        noun="cluster settings",
        read=_settings,
        name=_settings_name,
        comparison=_COMPARISON,
    ),
)
