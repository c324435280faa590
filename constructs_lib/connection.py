"""A connection: everything under `cluster.remote.<alias>.*` of one local cluster, and the grants over it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from constructs_lib._names import local_name
from constructs_lib._source import caller
from constructs_lib._written import access_attribute
from constructs_lib.role import IndexPrivileges, RemoteIndexPrivileges, Role
from esremote.model.errors import ConfigurationError, require_names
from esremote.model.modes import Mode, Proxy, Sniff, Transport
from esremote.model.security import ApiKeySecurity, Security, SecurityModel, TlsCertificateSecurity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cluster import Cluster
    from esremote.model.deployments import Advertised

_ALIAS = re.compile(r"[a-z0-9_-]+")

SEARCH_PRIVILEGES = ("read", "read_cross_cluster", "view_index_metadata")


class Connection:
    """One remote cluster as one local cluster knows it. Made by `Cluster.connect_to`.

    Attributes:
        local: the cluster that reads.
        remote: the cluster that is read.
        alias: what the local cluster calls the remote.
        security: the security model, as it was given.
        mode: `Proxy` or `Sniff`, its address filled in.
        source: file and line of the user's program.
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
        self.source = caller()
        self.terraform_name = local_name(local.name, alias)
        self._check(mode)
        self.mode = self._addressed(mode or Proxy())
        self._skip_unavailable = skip_unavailable
        self._transport = transport
        local.registry.add_connection(self)

    @property
    def model(self) -> SecurityModel:
        """The security model that its traffic uses."""
        match self.security:
            case ApiKeySecurity():
                return SecurityModel.API_KEY
            case TlsCertificateSecurity():
                return SecurityModel.TLS_CERTIFICATE

    def grant_search(self, role: Role, *, names: Sequence[str]) -> None:
        """Let the members of `role` search indices of the remote.

        With API keys this becomes `remote_indices` of the local role, bounded by the connection's key. With
        certificates it becomes a role of the same name on the remote.

        Args:
            role: of the local cluster.
            names: index name patterns on the remote.

        Raises:
            ConfigurationError: the role is another cluster's, or there are no names.
        """
        require_names("grant_search.names", names)
        if role.on is not self.local:
            raise ConfigurationError(
                "grant_search.role",
                f"must be a role of the local cluster {self.local.name!r}, "
                f"got {role.name!r} of {role.on.name!r}",
            )
        match self.security:
            case ApiKeySecurity():
                role.add_remote_indices(
                    RemoteIndexPrivileges(clusters=[self.alias], names=names, privileges=SEARCH_PRIVILEGES)
                )
            case TlsCertificateSecurity():
                twin = self.remote.roles.get(role.name) or Role(self.remote, role.name)
                twin.add_indices(IndexPrivileges(names=names, privileges=SEARCH_PRIVILEGES))

    def import_existing(self) -> None:
        """Let Terraform take over the alias that the local cluster has already, instead of making it."""
        self.local.registry.import_existing(self, f"{self.local.name}/{self.alias}")

    def attributes(self) -> Mapping[str, object]:
        """Return the attributes of its Terraform resource."""
        written: dict[str, object] = {
            "local_cluster": self.local.name,
            "alias": self.alias,
            "skip_unavailable": self._skip_unavailable,
        }
        match self.mode:
            case Proxy(proxy_address=address, server_name=server_name, proxy_socket_connections=connections):
                written["proxy"] = {
                    "proxy_address": address,
                    "server_name": server_name,
                    "proxy_socket_connections": connections,
                }
            case Sniff(seeds=seeds, node_connections=connections):
                written["sniff"] = {"seeds": list(seeds or ()), "node_connections": connections}
        if self._transport is not None:
            written["transport"] = dict(vars(self._transport))
        match self.security:
            case ApiKeySecurity():
                written["cross_cluster_api_key"] = self._key(self.security)
                if self.security.signing is not None:
                    written["signing"] = dict(vars(self.security.signing))
            case TlsCertificateSecurity():
                pass
        return written

    def facts(self) -> dict[str, object]:
        """Return what the stack's metadata says about it beside its resource."""
        return {"remote": self.remote.name, "security": self.model.value}

    def _key(self, security: ApiKeySecurity) -> dict[str, object]:
        return {
            "remote_cluster": self.remote.name,
            "name": security.name,
            "access": access_attribute(security.access),
            "expiration": security.expiration,
            "rotate_before": security.rotate_before,
            "metadata": None if security.metadata is None else json.dumps(security.metadata, sort_keys=True),
            "certificate_identity": security.certificate_identity,
        }

    def _check(self, mode: Mode | None) -> None:
        path = f"Cluster {self.local.name!r}.connect_to"
        if not _ALIAS.fullmatch(self.alias):
            raise ConfigurationError(
                f"{path}.alias", f"must have lower-case letters, digits, '-' and '_' only, got {self.alias!r}"
            )
        allowed = self.remote.deployment.modes
        if mode is not None and mode.name not in allowed:
            raise ConfigurationError(
                f"{path}.mode",
                f"{type(mode).__name__} does not work to {self.remote.deployment.label}, where cluster "
                f"{self.remote.name!r} runs",
                remedy=f"use {', '.join(sorted(name.value.title() for name in allowed))}",
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
        advertised = self.remote.deployment.advertised(self.model)
        if advertised is None:
            name = {
                SecurityModel.API_KEY: "remote_cluster_server",
                SecurityModel.TLS_CERTIFICATE: "transport",
            }[self.model]
            port = self.remote.deployment.ports[self.model]
            raise ConfigurationError(
                f"Cluster {self.remote.name!r}.deployment.{name}",
                f"is needed by the connection {self.alias!r} of {self.local.name!r}, got None",
                remedy=f"set it, for example '{self.remote.name}.example:{port}', or give mode={example}",
            )
        return advertised
