"""A cluster: its address, its deployment and its connections to other clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib._registry import registry_of
from constructs_lib._source import caller
from constructs_lib.connection import Connection
from constructs_lib.role import Role
from esremote.model.connection.security_model import SecurityModel
from esremote.model.constraints.addresses import plain_http_problem, url_problem
from esremote.model.constraints.raising import require, require_names
from esremote.model.deployment.deployments import Deployment, SelfManaged, require_available
from esremote.model.deployment.interfaces import Http
from esremote.model.deployment.keystores import keystore_attribute
from esremote.model.environment import cluster_prefix
from esremote.model.errors import ConfigurationError
from esremote.model.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from esremote.model.connection.modes import Mode, Transport
    from esremote.model.connection.security import Security
    from esremote.model.deployment.interfaces import Certificates
    from esremote.model.releases.licenses import License


class Cluster(Construct):
    """An Elasticsearch cluster that connects to other clusters, or that other clusters connect to.

    Its name is its key in the provider's `clusters` map. Credentials are never part of the program. Terraform
    takes them from the environment variables `ESREMOTE_<NAME>_USERNAME` and `ESREMOTE_<NAME>_PASSWORD` (or
    `_API_KEY`, or `_BEARER_TOKEN`), where `<NAME>` is the name of the cluster in upper case.

    Args:
        scope: a stack, or a construct in a stack.
        name: the name of the cluster. It is also its alias on other clusters, unless you choose another.
        url: the URL of its HTTP interface, or a list of URLs. Without a URL, Terraform has no access to the
            cluster: see `from_attributes`.
        deployment: where it runs. By default self-managed, with no known addresses.
        username: the user that Terraform signs in as. Not a secret.
        ca_file: the PEM file with the certificate authority of its HTTP certificate.
        http: further settings for the requests that Terraform sends to it.
        version: the version of Elasticsearch, such as `"9.5.3"`, for the checks.
        license: the license of Elasticsearch, such as `"enterprise"`, for the checks.
        transport_certificates: the certificates of its transport interface (TLS certificate model).
        server_certificates: the certificates of its remote cluster server (API key model).

    Raises:
        ConfigurationError: a value is not valid, or a URL contains credentials.

    Example:
        frankfurt = Cluster(stack, "frankfurt", url="https://fra.example:9200")
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        url: str | Sequence[str] | None = None,
        deployment: Deployment | None = None,
        username: str | None = None,
        ca_file: str | None = None,
        http: Http | None = None,
        version: str | None = None,
        license: License | None = None,  # noqa: A002 - Elasticsearch's word
        transport_certificates: Certificates | None = None,
        server_certificates: Certificates | None = None,
    ) -> None:
        path = f"Cluster {name!r}"
        self.endpoints = _endpoints(f"{path}.url", url, http)
        super().__init__(scope, name)
        self.name = name
        self.deployment: Deployment = deployment or SelfManaged()
        self.username = username
        self.ca_file = ca_file
        self.http = http
        self.version = version
        self.license = license
        self.transport_certificates = transport_certificates
        self.server_certificates = server_certificates
        self.source = caller()
        self.connections: dict[str, Connection] = {}
        self._roles: dict[str, Role] = {}
        self._implicit_roles: set[str] = set()
        self.registry = registry_of(self)
        self.registry.use(self)

    @classmethod
    def from_attributes(
        cls,
        scope: Construct,
        name: str,
        *,
        deployment: Deployment,
        version: str | None = None,
        license: License | None = None,  # noqa: A002 - Elasticsearch's word
    ) -> Cluster:
        """Describe a cluster that another team manages. Terraform does not access it.

        A connection to it needs a key from its administrators: see `ApiKeySecurity.from_encoded`.

        Args:
            scope: a stack, or a construct in a stack.
            name: the name of the cluster.
            deployment: where it runs, with the addresses that connections use.
            version: the version of Elasticsearch, such as `"9.5.3"`, for the checks.
            license: the license of Elasticsearch, such as `"enterprise"`, for the checks.

        Example:
            dublin = Cluster.from_attributes(
                stack, "dublin", deployment=SelfManaged(remote_cluster_server="dublin.example")
            )
        """
        return cls(scope, name, deployment=deployment, version=version, license=license)

    @property
    def environment(self) -> str:
        """The prefix of its environment variables, such as `ESREMOTE_FRANKFURT`."""
        return cluster_prefix(self.name)

    @property
    def managed(self) -> bool:
        """Whether Terraform has access to it."""
        return bool(self.endpoints)

    def connect_to(
        self,
        remote: Cluster,
        *,
        alias: str | None = None,
        security: Security,
        mode: Mode | None = None,
        skip_unavailable: bool | None = None,
        transport: Transport | None = None,
    ) -> Connection:
        """Connect this cluster to `remote`, whose indices can then be searched as `<alias>:<index>`.

        Args:
            remote: the remote cluster.
            alias: the alias of the remote cluster on this cluster, which must be unique there. By default the
                name of the remote cluster.
            security: the security model, with its settings.
            mode: `Proxy` or `Sniff`. By default a proxy connection to the address that the deployment of the
                remote cluster advertises.
            skip_unavailable: whether a search succeeds when the remote cluster is unavailable. The default of
                Elasticsearch is true from 8.15, and false before.
            transport: settings of the connections, such as their ping schedule.

        Raises:
            ConfigurationError: the alias is taken or not valid, an address is missing, or remote clusters are
                not available on one of the deployments.

        Example:
            frankfurt.connect_to(dublin, alias="dublin", security=ApiKeySecurity(search=["logs-*"]))
        """
        for cluster in (self, remote):
            require_available(f"Cluster {cluster.name!r}", cluster.deployment)
        name = remote.name if alias is None else alias
        if name in self.connections:
            raise ConfigurationError(
                f"Cluster {self.name!r}",
                f"already has the alias {name!r}, defined at {self.connections[name].source}",
                remedy="choose another alias for this connection",
            )
        connection = Connection(
            self,
            name,
            remote=remote,
            security=security,
            mode=mode,
            skip_unavailable=skip_unavailable,
            transport=transport,
        )
        self.connections[name] = connection
        return connection

    def adopt(self, role: Role) -> None:
        """Add a role to this cluster. Called by `Role`.

        Raises:
            ConfigurationError: the cluster already has a role with this name, or it has no URL.
        """
        if not self.managed:
            raise ConfigurationError(
                f"Role {role.name!r}",
                f"needs the url of cluster {self.name!r}, where Terraform creates the role",
            )
        known = self._roles.get(role.name)
        if known is not None:
            if role.name not in self._implicit_roles:
                raise ConfigurationError(
                    f"Cluster {self.name!r}", f"already has a role {role.name!r}, defined at {known.source}"
                )
            role.take(known)
            self.registry.remove(known)
            self._implicit_roles.remove(role.name)
        self.registry.add(role)
        self._roles[role.name] = role

    def role_twin(self, name: str) -> Role:
        """Return the role `name`, to which a grant of the TLS certificate model adds privileges.

        If the program has not defined the role, it is created. A later definition replaces it and takes over
        its privileges.
        """
        if name not in self._roles:
            Role(self, name)
            self._implicit_roles.add(name)
        return self._roles[name]

    def provider_entry(self) -> dict[str, object]:
        """Return this cluster's entry in the provider's `clusters` map."""
        keystore = self.deployment.keystore
        http = self.http or Http()
        return {
            "endpoints": list(self.endpoints),
            "username": self.username,
            "ca_file": self._from_folder(self.ca_file),
            "tls_server_name": http.tls_server_name,
            "client_certificate_file": self._from_folder(http.client_certificate_file),
            "client_key_file": self._from_folder(http.client_key_file),
            "request_timeout": http.request_timeout,
            "max_retries": http.max_retries,
            "allow_http": http.allow_http or None,
            "keystore": None if keystore is None else keystore_attribute(keystore),
        }

    def _from_folder(self, file: str | None) -> str | None:
        return None if file is None else self.registry.from_folder(file)

    def facts(self) -> dict[str, object]:
        """Return its entry in the stack's metadata: what the provider configuration does not contain."""
        addresses = {
            "transport": self.deployment.advertised(SecurityModel.TLS_CERTIFICATE),
            "remote_cluster_server": self.deployment.advertised(SecurityModel.API_KEY),
        }
        return {
            "source": self.source,
            "deployment": self.deployment.key,
            **({"version": self.version} if self.version else {}),
            **({"license": self.license} if self.license else {}),
            **self.deployment.facts(),
            **{
                name: advertised.address
                for name, advertised in addresses.items()
                if advertised and not is_reference(advertised.address)
            },
        }


def _endpoints(path: str, url: str | Sequence[str] | None, http: Http | None) -> tuple[str, ...]:
    if url is None:
        return ()
    endpoints = (url,) if isinstance(url, str) else require_names(path, url)
    for endpoint in endpoints:
        require(path, endpoint, url_problem)
        if http is None or not http.allow_http:
            require(path, endpoint, plain_http_problem)
    return endpoints
