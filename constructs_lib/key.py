"""A cross-cluster API key made for another team: each side keeps its own administrators and its own state."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib._attributes import access_attribute
from constructs_lib._source import caller
from constructs_lib._terraform_names import local_name
from esremote.model.errors import ConfigurationError
from esremote.model.keys.checks import require_key_name, require_metadata, require_rotation
from esremote.model.keys.entries import Access

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cluster import Cluster
    from esremote.model.keys.entries import JsonObject, Replication, Search


class CrossClusterApiKey:
    """One key on one cluster, whose `encoded` value its administrators hand over.

    That value is in this stack's state, marked sensitive, because nothing else could hand it over. Where one
    team has both clusters, `connect_to` with `ApiKeySecurity` makes a key whose secret is in no state at all.

    Args:
        on: the cluster that will be read.
        name: of the key, for example that of the cluster that will use it.
        search: index name patterns, or `Search` entries, that may be searched.
        replication: index name patterns, or `Replication` entries, that may be replicated.
        expiration: its life, as `"90d"`; absent: never expires.
        rotate_before: how long before its expiration it is replaced, as `"14d"`.
        metadata: stored with the key.
        certificate_identity: regular expression on the name of the certificate that must sign each request.

    Raises:
        ConfigurationError: what Elasticsearch would refuse, or the cluster has no url.

    Example:
        key = CrossClusterApiKey(dublin, "frankfurt", search=["logs-*"], expiration="90d")
    """

    terraform_type = "esremote_cross_cluster_api_key"

    def __init__(
        self,
        on: Cluster,
        name: str,
        *,
        search: Sequence[str | Search] = (),
        replication: Sequence[str | Replication] = (),
        expiration: str | None = None,
        rotate_before: str | None = None,
        metadata: JsonObject | None = None,
        certificate_identity: str | None = None,
    ) -> None:
        path = f"CrossClusterApiKey {name!r}"
        require_key_name(path, name)
        require_rotation(path, expiration, rotate_before)
        require_metadata(f"{path}.metadata", metadata)
        if not on.managed:
            raise ConfigurationError(
                path, f"needs the url of cluster {on.name!r}: Terraform makes the key there"
            )
        self.on = on
        self.name = name
        self.access = Access.of(path, search=search, replication=replication)
        self.source = caller()
        self.terraform_name = local_name(on.name, name)
        self._expiration = expiration
        self._rotate_before = rotate_before
        self._metadata = metadata
        self._certificate_identity = certificate_identity
        on.registry.add(self)

    @property
    def encoded(self) -> str:
        """A Terraform reference to the secret, for a sensitive output or a secret store of the same stack."""
        return f"${{{self.terraform_type}.{self.terraform_name}.encoded}}"

    def attributes(self) -> Mapping[str, object]:
        """Return the attributes of its Terraform resource."""
        return {
            "on_cluster": self.on.name,
            "name": self.name,
            "access": access_attribute(self.access),
            "expiration": self._expiration,
            "rotate_before": self._rotate_before,
            "metadata": None if self._metadata is None else json.dumps(self._metadata, sort_keys=True),
            "certificate_identity": self._certificate_identity,
        }

    def sources(self) -> Mapping[str, str]:
        """Return nothing: all of it is written in one place."""
        return {}
