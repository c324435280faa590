"""What a landscape would be if everything that is not known in it allowed everything.

Rights only grow with more roles and wider keys, so what is refused even then is refused whatever is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Missing
from esremote.access.landscape.built_in_roles import role_of
from esremote.access.landscape.collections import Collection
from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
from esremote.access.landscape.landscape import Landscape, User
from esremote.access.landscape.roles import IndicesEntry, RemoteClusterEntry, RemoteIndicesEntry, Role
from esremote.model.connection.security_model import SecurityModel
from esremote.model.nearest import did_you_mean
from esremote.model.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Cluster, Connection

ASSUMED = Source(address="not known")
"""The source of everything that is assumed here."""

_ANY = "\N{HORIZONTAL ELLIPSIS}"
"""A name that no role and no key can have."""

_ALL_FACTS = "add it to a facts document"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a request may depend on and that is not known.

    Args:
        cluster: the cluster on which it is missing.
        missing: what it is, and what would settle it.
        role: the role's name, if it is a role.
        user: the user's name, if it is a user.
        alias: the alias whose key it is, if it is a key.
    """

    cluster: str
    missing: Missing
    role: str = ""
    user: str = ""
    alias: str = ""


def gaps(landscape: Landscape, request: Request) -> tuple[Gap, ...]:
    """List what a request may depend on and that is not known."""
    local = landscape.cluster_by_name[request.cluster]
    names = dict.fromkeys(request.roles)
    found: list[Gap] = []
    for user in filter(None, (request.user, request.run_as)):
        known = local.user_by_name.get(user)
        if known is None:
            found.append(_user(local, user))
        elif known.api_key is None or user == request.run_as:
            names |= dict.fromkeys(known.roles)
    found += _roles(local, names)
    asked = [each for each in local.connections if _may_be_asked(each.alias, request)]
    for connection in asked:
        remote = landscape.cluster_by_name[connection.remote_cluster]
        if connection.security_model is SecurityModel.TLS_CERTIFICATE:
            found += _roles(remote, names)
        else:
            found += _key(connection, remote)
    return tuple(dict.fromkeys(found))


def _may_be_asked(alias: str, request: Request) -> bool:
    """Say whether an expression may name an alias; a pattern of aliases may name any."""
    clusters = [part.partition(":")[0].strip() for part in request.expression.split(",") if ":" in part]
    return any(set("*?") & set(each) or each.lstrip("-<") == alias for each in clusters)


def _user(local: Cluster, user: str) -> Gap:
    what = f"user {user} of {local.name} is in none of the sources{did_you_mean(user, local.user_by_name)}"
    return Gap(local.name, Missing(what, f"{_ALL_FACTS}, or name roles instead"), user=user)


def _roles(cluster: Cluster, names: Iterable[str]) -> Iterator[Gap]:
    if cluster.is_whole(Collection.ROLES):
        return
    for name in dict.fromkeys((*names, *cluster.anonymous_roles)):
        if role_of(cluster, name) is None:
            similar = did_you_mean(name, cluster.role_by_name)
            what = f"role {name} of {cluster.name} is in none of the sources{similar}"
            settle = f"{_ALL_FACTS}, if it is in roles.yml or elsewhere, or correct the name"
            yield Gap(cluster.name, Missing(what, settle), role=name)


def _key(connection: Connection, remote: Cluster) -> Iterator[Gap]:
    key_id = connection.cross_cluster_api_key
    if key_id in remote.key_by_id or (key_id is not None and remote.is_whole(Collection.KEYS)):
        return
    what = f"the key of alias {connection.alias} is in none of the sources"
    settle = f"add the key and its use to a facts document, or ask {remote.name} itself (--live)"
    yield Gap(remote.name, Missing(what, settle), alias=connection.alias)


def without_rights(landscape: Landscape, missing: Iterable[Gap]) -> Landscape:
    """Fill every gap with something that allows nothing: users without roles; other gaps stay."""
    unknown = {(gap.cluster, gap.user) for gap in missing if gap.user}
    return Landscape(
        tuple(
            replace(
                cluster,
                users=(*cluster.users, *(User(user) for name, user in unknown if name == cluster.name)),
            )
            for cluster in landscape.clusters
        )
    )


def everything_assumed(landscape: Landscape, request: Request, missing: Iterable[Gap]) -> Landscape:
    """Fill every gap with something that allows everything."""
    missing = tuple(missing)
    filled = (_filled(cluster, request, missing) for cluster in landscape.clusters)
    return Landscape(tuple(filled))


def _filled(cluster: Cluster, request: Request, missing: tuple[Gap, ...]) -> Cluster:
    any_user = any(gap.user for gap in missing)
    roles = [gap.role for gap in missing if gap.role and gap.cluster == cluster.name]
    roles += [_ANY] if any_user else []
    users = [gap.user for gap in missing if gap.user and gap.cluster == cluster.name]
    keys = any(gap.alias and gap.cluster == cluster.name for gap in missing)
    unknown = {gap.alias for gap in missing if gap.alias and cluster.name == request.cluster}
    return replace(
        cluster,
        roles=(*cluster.roles, *map(_every_right, roles)),
        users=(*cluster.users, *(User(user, (_ANY, "superuser")) for user in users)),
        cross_cluster_api_keys=(*cluster.cross_cluster_api_keys, *((_EVERY_KEY,) if keys else ())),
        connections=tuple(
            replace(each, cross_cluster_api_key=_ANY) if each.alias in unknown else each
            for each in cluster.connections
        ),
    )


def _every_right(name: str) -> Role:
    return Role(
        name,
        cluster=("all",),
        indices=(IndicesEntry(("*",), ("all",), allow_restricted_indices=True, source=ASSUMED),),
        remote_indices=(
            RemoteIndicesEntry(("*",), ("*",), ("all",), allow_restricted_indices=True, source=ASSUMED),
        ),
        remote_cluster=(RemoteClusterEntry(("*",), ("monitor_enrich", "monitor_stats"), source=ASSUMED),),
        run_as=("*",),
        source=ASSUMED,
    )


_EVERY_KEY = CrossClusterApiKey(
    _ANY,
    search=(SearchAccess(("*",), allow_restricted_indices=True, source=ASSUMED),),
    replication=(ReplicationAccess(("*",), allow_restricted_indices=True, source=ASSUMED),),
    source=ASSUMED,
)
