"""A cross-cluster API key for another team: each team keeps its own administrators and its own state."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib._attributes import access_attribute
from constructs_lib._source import caller
from constructs_lib._terraform_names import local_name
from esremote.model.constraints.identities import identity_problem
from esremote.model.constraints.key_names import key_name_problem
from esremote.model.constraints.raising import require
from esremote.model.errors import ConfigurationError
from esremote.model.keys.checks import require_metadata, require_rotation
from esremote.model.keys.entries import Access

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cluster import Cluster
    from esremote.model.keys.entries import JsonObject, Replication, Search


class CrossClusterApiKey:
    """A cross-cluster API key whose encoded value the administrators of the cluster give to another team.

    The encoded value is in the state of this stack, marked as sensitive, because it has to be read from
    there. If one team manages both clusters, use `Cluster.connect_to` with `ApiKeySecurity` instead: the
    secret of its key is never in the state.

    Args:
        on: the cluster on which the key is created, and which will be read.
        name: the name of the key, for example the name of the cluster that will use it.
        search: index name patterns, or `Search` entries, that the key allows to search.
        replication: index name patterns, or `Replication` entries, that the key allows to replicate.
        expiration: how long the key is valid, such as `"90d"`. By default it never expires.
        rotate_before: how long before its expiration the key is replaced, such as `"14d"`.
        metadata: metadata to store with the key.
        certificate_identity: a regular expression for the distinguished name of the certificate that must
            sign each request (9.3 and later).

    Raises:
        ConfigurationError: Elasticsearch would reject a value, or the cluster has no URL.

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
        require(f"{path}.name", name, key_name_problem)
        require_rotation(path, expiration, rotate_before)
        require_metadata(f"{path}.metadata", metadata)
        require(f"{path}.certificate_identity", certificate_identity, identity_problem)
        if not on.managed:
            raise ConfigurationError(
                path, f"needs the url of cluster {on.name!r}, where Terraform creates the key"
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
        """A Terraform reference to the encoded value, for a sensitive output or a secret store."""
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
        """Return nothing: one line of the program defines all its attributes."""
        return {}
