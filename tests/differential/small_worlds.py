"""Small worlds, written by hand: everything that a test does not name is wide open or absent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.access.decision.requests import Kind, Request
from esremote.access.landscape.collections import Collection
from esremote.access.landscape.keys import CrossClusterApiKey, RestApiKey, SearchAccess
from esremote.access.landscape.landscape import Cluster, Landscape, User
from esremote.access.landscape.roles import FieldSecurity, IndicesEntry, RemoteIndicesEntry, Role
from esremote.model.releases.versions import Version
from tests.differential import clusters as prepared
from tests.differential.worlds import OWNERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.differential.clusters import PreparedClusters

READ = ("read", "read_cross_cluster", "view_index_metadata")
EVERYTHING = (SearchAccess(("*",)),)
K1, K2 = '{"term":{"kind":"k1"}}', '{"term":{"kind":"k2"}}'


def asks(
    *names: str,
    privileges: tuple[str, ...] = READ,
    clusters: tuple[str, ...] = ("*",),
    query: str | None = None,
    fields: FieldSecurity | None = None,
    restricted: bool = False,
) -> RemoteIndicesEntry:
    """An entry of a role's `remote_indices`."""
    return RemoteIndicesEntry(clusters, names, privileges, query, fields, restricted)


def holds(
    *names: str,
    privileges: tuple[str, ...] = READ,
    query: str | None = None,
    fields: FieldSecurity | None = None,
    restricted: bool = False,
) -> IndicesEntry:
    """An entry of a role's `indices`."""
    return IndicesEntry(names, privileges, query, fields, restricted)


def role(name: str, *entries: RemoteIndicesEntry | IndicesEntry, run_as: tuple[str, ...] = ()) -> Role:
    """A role of some entries."""
    return Role(
        name,
        indices=tuple(entry for entry in entries if isinstance(entry, IndicesEntry)),
        remote_indices=tuple(entry for entry in entries if isinstance(entry, RemoteIndicesEntry)),
        run_as=run_as,
    )


def world(  # noqa: PLR0913 - each is one thing that a test may need to say
    clusters: PreparedClusters,
    *,
    local: tuple[Role, ...] = (),
    remote: tuple[Role, ...] = (),
    keys: Mapping[str, tuple[SearchAccess, ...]] | None = None,
    rest: Mapping[str, tuple[Role, ...]] | None = None,
    anonymous: tuple[str, ...] = (),
    users: tuple[User, ...] = (),
) -> Landscape:
    """Make a landscape on prepared clusters.

    Args:
        clusters: the prepared clusters.
        local: the roles of the local cluster.
        remote: the roles of the remote one.
        keys: what the key of each alias lets be searched; everything, if not named.
        rest: the REST API keys to make, by the name of who signs in, with their own role descriptors.
        anonymous: the anonymous roles of both clusters.
        users: users beside those that are prepared.
    """
    version = Version.parse(clusters.local.cluster.version)
    access = keys or {}
    local_cluster = Cluster(
        clusters.local.cluster.name,
        version,
        whole=frozenset(Collection),
        roles=local,
        users=(*(User(name, roles) for name, roles in prepared.USERS.items()), *users),
        anonymous_roles=anonymous,
        connections=clusters.connections,
        indices=prepared.LOCAL_INDICES,
        nodes=1,
    )
    remote_cluster = Cluster(
        clusters.remote.cluster.name,
        version,
        whole=frozenset(Collection),
        roles=remote,
        cross_cluster_api_keys=tuple(
            CrossClusterApiKey(key, f"differential-{alias}", access.get(alias, EVERYTHING))
            for alias, key in ((c.alias, c.cross_cluster_api_key) for c in clusters.connections)
            if key is not None
        ),
        indices=(*prepared.REMOTE_INDICES, prepared.SECURITY_INDEX),
        aliases=(*prepared.REMOTE_ALIASES, prepared.STREAM_ALIAS, prepared.SECURITY_ALIAS),
        data_streams=(clusters.stream,),
        anonymous_roles=anonymous,
        nodes=1,
    )
    signing_in = tuple(
        User(name, (), RestApiKey(own, tuple(_roles_of_owner(name, local))))
        for name, own in (rest or {}).items()
    )
    return Landscape((replace(local_cluster, users=local_cluster.users + signing_in), remote_cluster))


def _roles_of_owner(name: str, local: tuple[Role, ...]) -> list[Role]:
    names = prepared.USERS[OWNERS[name]]
    return [each for each in local if each.name in names]


def search(expression: str, user: str = "u0", **options: object) -> Request:
    """A search by a user; `u0` has the role `r0`, `u1` has `r1` and `r2`, `u5` is a superuser."""
    return ask(Kind.SEARCH, expression, user, **options)


def ask(kind: Kind, expression: str, user: str = "u0", **options: object) -> Request:
    """A request of any kind by a user."""
    return replace(Request("frankfurt", expression, kind, user=user), **options)  # type: ignore[arg-type]
