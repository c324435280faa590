"""`esremote_cross_cluster_api_key` in plans, states and stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.sources.resource_types._keys import read_key
from esremote.sources.resource_types.declared import DeclaredKey
from esremote.sources.resource_types.resource_type import Comparison, ResourceType, name_on_cluster

if TYPE_CHECKING:
    from esremote.sources.attributes import Attributes
    from esremote.sources.provenance import Provenance

API_KEY = "esremote_cross_cluster_api_key"


def read_api_key(attributes: Attributes, address: str, provenance: Provenance) -> DeclaredKey:
    """Read the attributes of an `esremote_cross_cluster_api_key`."""
    key = read_key(attributes, attributes.required("name"), address, provenance)
    return DeclaredKey(address, attributes.required("on_cluster"), key)


ROW = ResourceType(
    type=API_KEY,
    noun="key",
    read=read_api_key,
    name=name_on_cluster,
    comparison=Comparison(
        computed=frozenset({"id", "key_id", "expires_at", "encoded"}),
        identity=frozenset({"name", "on_cluster"}),
    ),
)
