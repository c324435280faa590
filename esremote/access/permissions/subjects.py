"""Who asks: the sets of roles that bound a user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.landscape.built_in_roles import role_of
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
        what: whose roles they are, such as `roles [analyst] of ada`.
        names: their names; empty for the role descriptors of a REST API key, which cannot be looked up.
        roles: the roles that exist on the local cluster.
        looked_up: whether a remote cluster looks the names up among its own roles (TLS certificate model).
        source: where it is written who has them.
    """

    what: str
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    looked_up: bool
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Subject:
    """A user as the local cluster authenticates them.

    Args:
        name: the user's name.
        sets: the role sets that bound the user; all of them must allow a request.
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
    """Give the user who authenticates and, with `run_as`, the user on whose behalf the request is sent."""
    if request.user:
        yield _subject(cluster.user_by_name[request.user], cluster)
    else:
        yield Subject("", (_named_roles(f"roles [{', '.join(request.roles)}]", request.roles, cluster),))
    if request.run_as is not None:
        yield _subject(cluster.user_by_name[request.run_as], cluster, authenticated=False)


def _subject(user: User, cluster: Cluster, *, authenticated: bool = True) -> Subject:
    key = user.api_key if authenticated else None
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
