"""Who can reach what: every role's access over every connection, as names, documents and fields.

An API key connection gives what the role asks for and the key allows; a TLS connection gives what the remote
cluster's role of the same name has. The superuser gets all that the key allows or, over TLS, everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from esremote.access.decision.decisions import Step, Verdict
from esremote.access.decision.filters import Documents, Fields
from esremote.model.connection.security_model import SecurityModel
from esremote.model.roles.reserved import SUPERUSER
from esremote.review import grants
from esremote.review.askers import askers
from esremote.review.grants import Grant, Place
from esremote.review.names import meet
from esremote.review.report import Ability, Access

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Cluster, Connection, Landscape
    from esremote.review.askers import Asker

KeyId: TypeAlias = tuple[str, str]
"""A key: the cluster that it is on, and its id there."""

_ON_INDICES = (Ability.SEARCH, Ability.REPLICATE)
_ENRICH = "monitor_enrich"


def reach(landscape: Landscape, *, used: Collection[KeyId] = ()) -> Iterator[Access]:
    """Yield everything that every known role can reach on other clusters, and the holders of loose keys.

    Args:
        landscape: what is known.
        used: keys that connections use although this landscape does not show it.
    """
    for bridge in bridges(landscape):
        yield from bridge.access()
    known = {*used, *used_keys(landscape)}
    for cluster in landscape.clusters:
        for key in cluster.cross_cluster_api_keys:
            if (cluster.name, key.id) not in known and not key.invalidated and not key.is_expired():
                yield from _by_holder(key, cluster)


def used_keys(landscape: Landscape) -> Iterator[KeyId]:
    """Yield the keys that connections use, each with its cluster."""
    for cluster in landscape.clusters:
        for connection in cluster.connections:
            if connection.cross_cluster_api_key:
                yield connection.remote_cluster, connection.cross_cluster_api_key


def bridges(landscape: Landscape) -> Iterator[Bridge]:
    """Yield every connection with the clusters at both ends."""
    for local in landscape.clusters:
        asking = askers(local) if local.connections else {}
        for connection in local.connections:
            remote = landscape.cluster_by_name[connection.remote_cluster]
            yield Bridge(local, connection, remote, asking.get(connection.alias, ()))


def _by_holder(key: CrossClusterApiKey, cluster: Cluster) -> Iterator[Access]:
    """Yield what a key allows that no known connection uses: whoever holds it can use it."""
    who = (f"whoever holds key {key.name or key.id}", "", "", cluster.name)
    for ability in _ON_INDICES:
        yield from (_given(who, ability, grant) for grant in grants.of_key(key, cluster.name, ability))


@dataclass(frozen=True, slots=True)
class Bridge:
    """One connection between two known clusters, and the local roles that ask for something over it."""

    local: Cluster
    connection: Connection
    remote: Cluster
    askers: tuple[Asker, ...] = ()

    @property
    def key(self) -> CrossClusterApiKey | None:
        """The key that bounds the connection, if it is known."""
        return self.remote.key_by_id.get(self.connection.cross_cluster_api_key or "")

    def access(self) -> Iterator[Access]:
        """Yield what every known role of the local cluster can reach."""
        if self.connection.security_model is SecurityModel.TLS_CERTIFICATE:
            yield from self._over_certificates()
        else:
            yield from self._over_a_key()

    def _over_certificates(self) -> Iterator[Access]:
        yield from (self._row(SUPERUSER, ability, self._everything()) for ability in _ON_INDICES)
        here = Place(self.remote.name, "indices", self.remote.version)
        for role, ability in product(self.remote.roles, _ON_INDICES):
            if role.name != SUPERUSER:
                given = grants.of_role(role, role.indices, here, ability)
                yield from (self._row(role.name, ability, grant) for grant in given)

    def _over_a_key(self) -> Iterator[Access]:
        here = Place(self.local.name, "remote_indices", self.remote.version)
        for ability in _ON_INDICES:
            bounds = self._bounds(ability)
            if self.key is not None:
                yield from (self._row(SUPERUSER, ability, bound) for bound in bounds)
            for asker in self.askers if bounds else ():
                asked = grants.of_role(asker.role, asker.remote_indices, here, ability)
                for grant, bound in product(asked, bounds):
                    if names := meet(grant.names, bound.names):
                        yield self._row(asker.role.name, ability, grant, bound, names=names)
        yield from filter(None, map(self._enriching, self.askers))

    def _bounds(self, ability: Ability) -> tuple[Grant, ...]:
        """Return what the key allows; everything while nobody has told which key it is."""
        if self.key is not None and (self.key.invalidated or self.key.is_expired()):
            return ()
        if self.key is not None:
            return tuple(grants.of_key(self.key, self.remote.name, ability))
        detail = "is not known here: it may allow less than this"
        step = Step(Verdict.NOTES, self.remote.name, "cross-cluster API key", detail, self.connection.source)
        return (Grant(names=("*",), restricted=True, step=step),)

    def _everything(self) -> Grant:
        detail = "TLS certificates bound nothing: a superuser here is one there"
        step = Step(Verdict.PERMITS, self.remote.name, f"role {SUPERUSER}", detail, self.connection.source)
        return Grant(names=("*",), restricted=True, step=step)

    def _enriching(self, asker: Asker) -> Access | None:
        for entry in asker.remote_cluster:
            if _ENRICH in entry.privileges:
                detail = f"remote_cluster privileges {', '.join(entry.privileges)}"
                step = Step(Verdict.PERMITS, self.local.name, f"role {asker.role.name}", detail, entry.source)
                return self._row(asker.role.name, Ability.ENRICH, Grant(names=(), step=step))
        return None

    def _row(self, role: str, ability: Ability, *given: Grant, names: tuple[str, ...] = ()) -> Access:
        who = (role, self.local.name, self.connection.alias, self.remote.name)
        return _given(who, ability, *given, names=names)


def _given(
    who: tuple[str, str, str, str], ability: Ability, *given: Grant, names: tuple[str, ...] = ()
) -> Access:
    """Put together what the parties give to somebody: all of them must agree."""
    return Access(
        *who,
        abilities=(ability,),
        names=names or given[0].names,
        documents=Documents(frozenset(one.documents for one in given if one.documents is not None)),
        fields=Fields(frozenset(one.fields for one in given if one.fields is not None)),
        restricted=all(one.restricted for one in given),
        steps=tuple(one.step for one in given),
    )
