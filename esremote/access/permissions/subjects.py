"""Who asks: the sets of roles that bound the asker, one for each party that has a say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.permissions.built_in import role_of
from esremote.model.patterns import Names
from esremote.model.source import NOWHERE, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.decision.requests import Request
    from esremote.access.landscape.landscape import Cluster, User
    from esremote.access.landscape.roles import Role


@dataclass(frozen=True, slots=True)
class RoleSet:
    """Roles of which any is enough.

    Args:
        what: whose they are, in words.
        names: the names by which they are known; a key's own descriptors have none that anybody could look
            up.
        roles: the roles themselves, as far as the local cluster has them.
        looked_up: whether another cluster looks the names up among its own roles (TLS certificate model).
        source: where it is written who has them.
    """

    what: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    looked_up: bool
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Subject:
    """One user as the local cluster authenticates them.

    Args:
        name: the user's name.
        sets: the role sets that bound the user; all of them must allow what is done.
    """

    name: str
    sets: tuple[RoleSet, ...]

    def may_run_as(self, other: str) -> bool:
        """Say whether this user may act as another."""
        return all(
            any(role.run_as and other in Names.of(*role.run_as) for role in role_set.roles)
            for role_set in self.sets
        )


def subjects(request: Request, cluster: Cluster) -> Iterator[Subject]:
    """Give the user who signs in and then, if the request is on behalf of another, that one."""
    if request.user:
        yield _subject(cluster.user_by_name[request.user], cluster)
    else:
        yield Subject("", (_named_roles(f"roles [{', '.join(request.roles)}]", request.roles, cluster),))
    if request.run_as is not None:
        yield _subject(cluster.user_by_name[request.run_as], cluster, signs_in=False)


def _subject(user: User, cluster: Cluster, *, signs_in: bool = True) -> Subject:
    key = user.api_key if signs_in else None
    if key is None:
        what = f"roles [{', '.join(user.roles)}] of {user.name}"
        return Subject(user.name, (_named_roles(what, user.roles, cluster, user.source),))
    own = RoleSet(
        f"REST API key of {user.name}", (), key.role_descriptors, looked_up=False, source=key.source
    )
    owner = RoleSet(
        f"owner of {user.name}'s REST API key", (), key.limited_by, looked_up=False, source=key.source
    )
    return Subject(user.name, (own, owner) if key.role_descriptors else (owner,))


def _named_roles(what: str, names: tuple[str, ...], cluster: Cluster, source: Source = NOWHERE) -> RoleSet:
    all_names = tuple(dict.fromkeys((*names, *cluster.anonymous_roles)))
    found = tuple(role for name in all_names if (role := role_of(cluster, name)) is not None)
    return RoleSet(what, names, found, looked_up=True, source=source)
