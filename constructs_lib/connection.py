"""A connection: the settings `cluster.remote.<alias>.*` of a local cluster, and the grants over it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib import grants
from constructs_lib._attributes import access_attribute, signing_attribute
from constructs_lib._source import caller
from constructs_lib._terraform_names import local_name
from constructs_lib._terraform_values import Expression
from esremote.model.connection.modes import Mode, Proxy, Sniff, Transport
from esremote.model.connection.security_model import SecurityModel
from esremote.model.connection.wiring import wire
from esremote.model.constraints.aliases import alias_problem
from esremote.model.constraints.raising import require, require_patterns
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cluster import Cluster
    from constructs_lib.grants import Grant
    from constructs_lib.role import Role, RoleReference
    from esremote.model.connection.security import ApiKeySecurity, Security
    from esremote.model.deployment.deployments import Advertised
    from esremote.model.keys.entries import FieldSecurity, JsonObject


class Connection:
    """The connection of a local cluster to a remote cluster. Created by `Cluster.connect_to`.

    Attributes:
        local: the local cluster, which reads.
        remote: the remote cluster, which is read.
        alias: the alias of the remote cluster on the local cluster.
        security: the security model, as passed to `connect_to`.
        wiring: the consequences of the security model.
        mode: `Proxy` or `Sniff`, with its address.
        skip_unavailable: as passed to `connect_to`.
        transport: as passed to `connect_to`.
        grants: the grants over this connection, in the order of the program.
        part_of: the id of the topology that created it, if any.
        source: the file and line of the user's program, such as `stacks/search.py:21`.
    """

    terraform_type = "esremote_connection"

    def __init__(
        self,
        local: Cluster,
        alias: str,
        *,
        remote: Cluster,
        security: Security,
        mode: Mode | None,
        skip_unavailable: bool | None,
        transport: Transport | None,
    ) -> None:
        self.local = local
        self.remote = remote
        self.alias = alias
        self.security = security
        self.wiring = wire(security)
        self.source = caller()
        self.terraform_name = local_name(local.name, alias)
        self._check(mode)
        self.mode = self._addressed(mode or Proxy())
        self.skip_unavailable = skip_unavailable
        self.transport = transport
        self.grants: list[Grant] = []
        self.part_of: str | None = None
        local.registry.add_connection(self)

    @property
    def address(self) -> str:
        """Its Terraform address, which no change of the security model or of the mode affects."""
        return f"{self.terraform_type}.{self.terraform_name}"

    def grant_search(
        self,
        role: Role | RoleReference,
        *,
        names: Sequence[str],
        query: str | JsonObject | None = None,
        field_security: FieldSecurity | None = None,
        allow_restricted_indices: bool = False,
        esql: bool = False,
    ) -> Grant:
        """Allow users with `role` to search indices of the remote cluster.

        In the API key model, this adds to `remote_indices` of the role on the local cluster, within the
        limits of the connection's key. In the TLS certificate model, it adds to a role with the same name on
        the remote cluster.

        Args:
            role: a role of the local cluster.
            names: index name patterns on the remote cluster.
            query: a query in the Query DSL; only documents that match it can be read.
            field_security: the fields that can be read.
            allow_restricted_indices: whether `names` also match system indices. The key must allow this too.
            esql: whether to allow ES|QL and `_msearch` as well. Elasticsearch requires `read` on an index of
                the local cluster for them, even if they only ask other clusters: the role receives it on the
                name `""`, which no index has.

        Returns:
            The grant, which reports what it amounts to.

        Raises:
            ConfigurationError: the role belongs to another cluster, or `names` is empty.

        Example:
            connection.grant_search(Role(frankfurt, "analyst"), names=["logs-app-*"])
        """
        request = grants.Request(
            kind=grants.GrantKind.SEARCH,
            names=require_patterns("grant_search.names", names),
            query=query,
            field_security=field_security,
            allow_restricted_indices=allow_restricted_indices,
            esql=esql,
        )
        return self._grant(role, request)

    def grant_replication(
        self, role: Role | RoleReference, *, names: Sequence[str], followers: Sequence[str] = ()
    ) -> Grant:
        """Allow users with `role` to replicate indices of the remote cluster (cross-cluster replication).

        Args:
            role: a role of the local cluster. It also receives the cluster privilege `manage_ccr` there.
            names: name patterns of leader indices on the remote cluster.
            followers: name patterns of follower indices on the local cluster.

        Returns:
            The grant, which reports what it amounts to.

        Raises:
            ConfigurationError: the role belongs to another cluster, or `names` is empty.

        Example:
            connection.grant_replication(replicator, names=["orders-*"], followers=["orders-*-copy"])
        """
        request = grants.Request(
            kind=grants.GrantKind.REPLICATION,
            names=require_patterns("grant_replication.names", names),
            followers=require_patterns("grant_replication.followers", followers) if followers else (),
        )
        return self._grant(role, request)

    def grant_enrich(self, role: Role | RoleReference) -> Grant:
        """Allow users with `role` to use enrich policies of the remote cluster in ES|QL (8.15 and later).

        Args:
            role: a role of the local cluster.

        Returns:
            The grant, which reports what it amounts to.

        Raises:
            ConfigurationError: the role belongs to another cluster.

        Example:
            connection.grant_enrich(Role(frankfurt, "analyst"))
        """
        return self._grant(role, grants.Request(kind=grants.GrantKind.ENRICH))

    def import_existing(self) -> None:
        """Import the alias that the local cluster already has, instead of creating it."""
        self.local.registry.import_existing(self, f"{self.local.name}/{self.alias}")

    def attributes(self) -> Mapping[str, object]:
        """Return the attributes of its Terraform resource."""
        attributes: dict[str, object] = {
            "local_cluster": self.local.name,
            "alias": self.alias,
            "skip_unavailable": self.skip_unavailable,
            "transport": None if self.transport is None else dict(vars(self.transport)),
        }
        match self.mode:
            case Proxy():
                attributes["proxy"] = dict(vars(self.mode))
            case Sniff(seeds=seeds, node_connections=connections):
                attributes["sniff"] = {"seeds": list(seeds or ()), "node_connections": connections}
        if self.wiring.key is not None:
            attributes["cross_cluster_api_key"] = self._key(self.wiring.key)
        if self.wiring.handed_over is not None:
            attributes["credentials_wo"] = Expression(f"${{var.{self.wiring.handed_over.variable}}}")
            attributes["credentials_wo_version"] = self.wiring.handed_over.version
        if self.wiring.signing is not None:
            attributes["signing"] = signing_attribute(self.wiring.signing)
        return attributes

    def variables(self) -> Mapping[str, str]:
        """Return the description of each Terraform variable that supplies a secret, by variable name."""
        descriptions: dict[str, str] = {}
        if self.wiring.handed_over is not None:
            descriptions[self.wiring.handed_over.variable] = (
                f"The encoded cross-cluster API key of {self.remote.name}, from its administrators."
            )
        if self.wiring.signing is not None and self.wiring.signing.passphrase_variable is not None:
            descriptions[self.wiring.signing.passphrase_variable] = (
                f"The passphrase of the private key that {self.local.name} uses to sign its requests."
            )
        return descriptions

    def sources(self) -> Mapping[str, str]:
        """Return nothing: one line of the program defines all its attributes."""
        return {}

    def facts(self) -> dict[str, object]:
        """Return its entry in the stack's metadata: what its resource does not contain."""
        wiring = self.wiring
        facts: dict[str, object] = {"remote": self.remote.name, "security": wiring.carries.value}
        if wiring.phase is not None:
            facts["phase"] = wiring.phase.value
        if wiring.handed_over is not None and wiring.access is not None:
            facts["access"] = access_attribute(wiring.access)
        return facts

    def _grant(self, role: Role | RoleReference, request: grants.Request) -> Grant:
        made = grants.grant(self, role, request, caller())
        self.grants.append(made)
        self.local.registry.touch()
        return made

    def _key(self, key: ApiKeySecurity) -> dict[str, object]:
        return {
            "remote_cluster": self.remote.name,
            "name": key.name,
            "access": access_attribute(key.access),
            "expiration": key.expiration,
            "rotate_before": key.rotate_before,
            "metadata": None if key.metadata is None else json.dumps(key.metadata, sort_keys=True),
            "certificate_identity": key.certificate_identity,
        }

    def _check(self, mode: Mode | None) -> None:
        path = f"Cluster {self.local.name!r}.connect_to"
        require(f"{path}.alias", self.alias, alias_problem)
        allowed = self.remote.deployment.modes
        if mode is not None and mode.name not in allowed:
            raise ConfigurationError(
                f"{path}.mode",
                f"{type(mode).__name__} does not work with {self.remote.deployment.label}, "
                f"where cluster {self.remote.name!r} runs",
                remedy=f"use {', '.join(sorted(name.value.title() for name in allowed))}",
            )
        if not self.local.managed:
            raise ConfigurationError(
                path,
                "needs the url of the cluster, where Terraform writes the settings",
                remedy="use Cluster(..., url=...)",
            )
        if self.wiring.key is not None and not self.remote.managed:
            raise ConfigurationError(
                f"{path}.security",
                f"creates a cross-cluster API key on {self.remote.name!r}, which has no url in this program",
                remedy="add the url, or use a key from the administrators of that cluster: "
                "ApiKeySecurity.from_encoded(variable)",
            )

    def _addressed(self, mode: Mode) -> Mode:
        """Fill in the address that the remote's deployment advertises for the security model."""
        match mode:
            case Proxy(proxy_address=None, server_name=server_name, proxy_socket_connections=connections):
                advertised = self._advertised("Proxy(proxy_address='host:port')")
                return Proxy(
                    proxy_address=advertised.address,
                    server_name=server_name or advertised.server_name,
                    proxy_socket_connections=connections,
                )
            case Sniff(seeds=None, node_connections=connections):
                seed = self._advertised("Sniff(seeds=['host:port'])").address
                return Sniff(seeds=[seed], node_connections=connections)
            case _:
                return mode

    def _advertised(self, example: str) -> Advertised:
        model = self.wiring.carries
        advertised = self.remote.deployment.advertised(model)
        if advertised is None:
            name = {
                SecurityModel.API_KEY: "remote_cluster_server",
                SecurityModel.TLS_CERTIFICATE: "transport",
            }[model]
            port = self.remote.deployment.ports[model]
            raise ConfigurationError(
                f"Cluster {self.remote.name!r}.deployment.{name}",
                f"is required by the connection {self.alias!r} of {self.local.name!r}, got None",
                remedy=f"set it, for example '{self.remote.name}.example:{port}', or pass mode={example}",
            )
        return advertised
