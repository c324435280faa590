"""The facts that determine who can read what: clusters, their roles, keys, users, connections and indices.

Build a `Landscape` from a plan, from live clusters or from a facts document (`esremote.access.facts`), then
ask it with `esremote.access.decide`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from esremote.access.landscape.collections import Collection
from esremote.access.landscape.inventory import Inventory, take_inventory
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.model.releases.features import Feature
from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.landscape.indices import Alias, DataStream, Index
    from esremote.access.landscape.keys import CrossClusterApiKey, RestApiKey
    from esremote.access.landscape.roles import Role
    from esremote.model.releases.versions import Version


@dataclass(frozen=True, slots=True)
class User:
    """A user of one cluster.

    Args:
        name: the user's name.
        roles: the names of the user's roles.
        api_key: the REST API key that the user authenticates with; None for other credentials.
        enabled: whether the user may authenticate; REST API keys of a disabled user go on working.
        source: where the user is written.
    """

    name: str
    roles: tuple[str, ...] = ()
    api_key: RestApiKey | None = None
    enabled: bool = True
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Connection:
    """A remote cluster alias of a local cluster.

    Args:
        alias: what requests write before the colon.
        remote_cluster: the name, in this landscape, of the cluster it leads to.
        security_model: whether the alias has credentials in the keystore (API key) or not (TLS certificate).
        cross_cluster_api_key: the id of the key on the remote cluster; None means that it is not known.
        mode: sniff or proxy; over a proxy, shards are reached by actions of their own (`read_cross_cluster`).
        skip_unavailable: whether a search goes on when this cluster refuses or cannot be reached; None means
            the default of the local cluster's version.
        signing_certificate_dn: the DN of the certificate that signs requests (from 9.3), None without.
        source: where the connection is written.
    """

    alias: str
    remote_cluster: str
    security_model: SecurityModel = SecurityModel.API_KEY
    cross_cluster_api_key: str | None = None
    mode: ModeName = ModeName.PROXY
    skip_unavailable: bool | None = None
    signing_certificate_dn: str | None = None
    source: Source = NOWHERE

    def skips(self, version: Version) -> bool:
        """Say whether a search on a local cluster of this version goes on without the remote one.

        >>> from esremote.model.releases.versions import Version
        >>> Connection("dublin", "dublin").skips(Version(8, 14))
        False
        """
        if self.skip_unavailable is None:
            return Feature.SKIPS_BY_DEFAULT.is_in(version)
        return self.skip_unavailable


@dataclass(frozen=True)
class Cluster:
    """One cluster and everything on it that a decision may need.

    Args:
        name: its name in this landscape.
        version: its Elasticsearch version, such as `Version(9, 5, 3)`.
        license: its licence type as `GET /_license` names it.
        whole: the collections that are known as a whole: what is not in them does not exist. Of the others
            only a part is known. Indices are known as a whole wherever they are listed at all.
        roles: its roles; built-in ones are known without being listed.
        users: its users.
        cross_cluster_api_keys: the keys that other clusters use to reach it.
        connections: the aliases under which it reaches other clusters.
        indices: the indices that exist, without those behind data streams; None means that they are
            not known, and answers are given as patterns.
        aliases: the aliases that exist.
        data_streams: the data streams that exist.
        anonymous_roles: roles that every user has as well (`xpack.security.authc.anonymous.roles`).
        nodes: how many nodes it has; None means that it is not known, and several are assumed.
        restricted_indices: patterns of restricted index names; None means those of all modules.
        source: where the cluster is written.
    """

    name: str
    version: Version
    license: str = "enterprise"
    whole: frozenset[Collection] = frozenset()
    roles: tuple[Role, ...] = ()
    users: tuple[User, ...] = ()
    cross_cluster_api_keys: tuple[CrossClusterApiKey, ...] = ()
    connections: tuple[Connection, ...] = ()
    indices: tuple[Index, ...] | None = None
    aliases: tuple[Alias, ...] = ()
    data_streams: tuple[DataStream, ...] = ()
    anonymous_roles: tuple[str, ...] = ()
    nodes: int | None = None
    restricted_indices: tuple[str, ...] | None = None
    source: Source = NOWHERE

    def is_whole(self, collection: Collection) -> bool:
        """Say whether what is not in a collection does not exist."""
        return collection in self.whole or (collection is Collection.INDICES and self.indices is not None)

    @cached_property
    def role_by_name(self) -> Mapping[str, Role]:
        """The roles by their names."""
        return {role.name: role for role in self.roles}

    @cached_property
    def user_by_name(self) -> Mapping[str, User]:
        """The users by their names."""
        return {user.name: user for user in self.users}

    @cached_property
    def key_by_id(self) -> Mapping[str, CrossClusterApiKey]:
        """The cross-cluster API keys by their ids."""
        return {key.id: key for key in self.cross_cluster_api_keys}

    @cached_property
    def inventory(self) -> Inventory:
        """Everything that exists on the cluster, by name."""
        return take_inventory(self.indices or (), self.aliases, self.data_streams)

    @cached_property
    def connection_by_alias(self) -> Mapping[str, Connection]:
        """The connections by their aliases."""
        return {connection.alias: connection for connection in self.connections}


@dataclass(frozen=True)
class Landscape:
    """All clusters that are known.

    >>> from esremote.model.releases.versions import Version
    >>> Landscape((Cluster("frankfurt", Version(9, 5, 3)),)).cluster_by_name["frankfurt"].license
    'enterprise'
    """

    clusters: tuple[Cluster, ...] = ()

    @cached_property
    def cluster_by_name(self) -> Mapping[str, Cluster]:
        """The clusters by their names."""
        return {cluster.name: cluster for cluster in self.clusters}
