"""Who can reach what: a row for every role, connection, ability and set of names.

Over an API key connection, a role gets what it asks for and the key allows; over a TLS connection, what the
remote cluster's role of the same name grants. The superuser gets everything that the key allows or, over TLS,
everything. Licences and signatures do not count here: they decide whether a connection works at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from esremote.access.decision.decisions import Step, Verdict
from esremote.access.permissions import api_key_model, tls_model
from esremote.access.permissions.permissions import Party
from esremote.access.permissions.requesters import requested_connections
from esremote.access.permissions.subjects import RoleSet
from esremote.access.reach.abilities import ACTIONS, Ability
from esremote.access.reach.agreement import Agreement, agreements
from esremote.access.reach.grants import Grant, grants_of
from esremote.access.reach.out_of_view import AliasId, asked_out_of_view
from esremote.access.reach.steps import steps_of, with_steps
from esremote.model.connection.security_model import SecurityModel
from esremote.model.roles.reserved import SUPERUSER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from esremote.access.landscape.connected import ConnectedClusters
    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Cluster, Landscape
    from esremote.access.landscape.roles import Role
    from esremote.access.permissions.requesters import Requester

KeyId: TypeAlias = tuple[str, str]
"""A key: the cluster that it is on, and its id there."""

_ENRICH = "monitor_enrich"


@dataclass(frozen=True, slots=True)
class Row(Agreement):
    """Names on a remote cluster that a role of a local cluster can reach: what the role and the key agree on.

    Of all rows of the same role, connection and ability that cover a name, one shows all documents and fields
    of it that the role can see.

    Args:
        names: index names and patterns; none for an ability that is not about indices.
        grants: one grant of each party, the role's before the key's.
        role: the role's name; or, for a key that no known connection uses, its holder.
        local_cluster: the cluster whose role it is; empty for the holder of a key.
        alias: the connection's alias; empty for the holder of a key.
        remote_cluster: the cluster that the names are on.
        ability: what can be done with them.
    """

    role: str
    local_cluster: str
    alias: str
    remote_cluster: str
    ability: Ability

    @property
    def steps(self) -> tuple[Step, ...]:
        """The entries that grant it, the role's before the key's."""
        return steps_of(self.grants, self.ability)


def reach(
    landscape: Landscape, *, used: Collection[KeyId] = (), in_view: Collection[AliasId] = ()
) -> Iterator[Row]:
    """Yield what every known role can reach on other clusters, and what the holders of unused keys can.

    Where the alias that a role asks for, or the key of an alias, is not in view, the row is the widest that
    it can be and says what is missing.

    Args:
        landscape: what is known.
        used: keys that connections use although this landscape does not show it.
        in_view: aliases that are known although this landscape does not have them, but an earlier or later
            one does.
    """
    for requested in requested_connections(landscape):
        match requested.connection.security_model:
            case SecurityModel.TLS_CERTIFICATE:
                yield from _over_certificates(requested)
            case SecurityModel.API_KEY:
                yield from _over_key(requested, requested.requesters)
    for cluster, role, asked in asked_out_of_view(landscape, in_view):
        for ability, grant in asked.grants:
            yield Row(grant.names, (grant,), role.name, cluster.name, asked.alias, asked.leads_to, ability)
    known = {*used, *used_keys(landscape)}
    for cluster in landscape.clusters:
        for key in cluster.cross_cluster_api_keys:
            if (cluster.name, key.id) not in known and _works(key):
                yield from _by_holder(key, cluster)


def used_keys(landscape: Landscape) -> Iterator[KeyId]:
    """Yield the keys that connections use, each with its cluster."""
    for cluster in landscape.clusters:
        for connection in cluster.connections:
            if connection.cross_cluster_api_key:
                yield connection.remote_cluster, connection.cross_cluster_api_key


def _works(key: CrossClusterApiKey) -> bool:
    return not (key.invalidated or key.bounds_beside_replication or key.is_expired())


def _by_holder(key: CrossClusterApiKey, cluster: Cluster) -> Iterator[Row]:
    """Yield what a key allows that no known connection uses: whatever has its credentials can use it."""
    permission = api_key_model.key_permission(key, cluster)
    for ability, actions in ACTIONS.items():
        for grant in grants_of(permission, actions):
            holder = f"any holder of key {key.name or key.id}"
            yield Row(grant.names, (grant,), holder, "", "", cluster.name, ability)


def _over_certificates(connected: ConnectedClusters) -> Iterator[Row]:
    for ability in ACTIONS:
        yield _row(connected, SUPERUSER, ability, ("*",), _everything(connected))
    for role in connected.remote.roles:
        if role.name == SUPERUSER:
            continue
        permission = tls_model.permission_on(_role_set(role), connected.remote)
        for ability, actions in ACTIONS.items():
            for grant in grants_of(permission, actions):
                yield _row(connected, role.name, ability, grant.names, grant)


def _role_set(role: Role) -> RoleSet:
    return RoleSet(f"role {role.name}", (role.name,), (role,), looked_up=True, source=role.source)


def _over_key(connected: ConnectedClusters, requesters: Sequence[Requester]) -> Iterator[Row]:
    bounds = {ability: _bounds(connected, ability) for ability in ACTIONS}
    for ability, grants in bounds.items():
        yield from (_row(connected, SUPERUSER, ability, grant.names, grant) for grant in grants)
    for requester in requesters:
        if requester.role.name != SUPERUSER:
            yield from _requested(connected, requester, bounds)


def _requested(
    connected: ConnectedClusters, requester: Requester, bounds: Mapping[Ability, tuple[Grant, ...]]
) -> Iterator[Row]:
    role = requester.role
    party = Party(connected.local.name, f"role {role.name}", role.source)
    permission = api_key_model.sent_permission((requester,), party, connected.remote)
    for ability, actions in ACTIONS.items():
        if bounds[ability]:
            asked = grants_of(permission, actions)
            for agreement in agreements((asked, bounds[ability])):
                yield _row(connected, role.name, ability, agreement.names, *agreement.grants)
    for entry in requester.remote_cluster:
        if _ENRICH in entry.privileges:
            detail = f"remote_cluster privileges {', '.join(entry.privileges)}"
            step = Step(Verdict.PERMITS, party.cluster, party.what, detail, entry.source)
            yield _row(connected, role.name, Ability.ENRICH, (), Grant(names=(), steps=(step,)))
            return


def _bounds(connected: ConnectedClusters, ability: Ability) -> tuple[Grant, ...]:
    """Give what the key allows; everything if it is not known which key it is."""
    if connected.key is None:
        detail = "is not known here: it may allow less than this"
        source = connected.connection.source
        step = Step(Verdict.NOTES, connected.remote.name, "cross-cluster API key", detail, source)
        missing = f"the key of alias {connected.alias} of {connected.local.name}"
        return (Grant(names=("*",), restricted=True, steps=(step,), missing=(missing,)),)
    if not _works(connected.key):
        return ()
    permission = api_key_model.key_permission(connected.key, connected.remote)
    return tuple(with_steps(grant, ability) for grant in grants_of(permission, ACTIONS[ability]))


def _everything(connected: ConnectedClusters) -> Grant:
    detail = "TLS certificates bound nothing: a superuser here is a superuser there"
    source = connected.connection.source
    step = Step(Verdict.PERMITS, connected.remote.name, f"role {SUPERUSER}", detail, source)
    return Grant(names=("*",), restricted=True, steps=(step,))


def _row(
    connected: ConnectedClusters, role: str, ability: Ability, names: tuple[str, ...], *grants: Grant
) -> Row:
    return Row(names, grants, role, connected.local.name, connected.alias, connected.remote.name, ability)
