"""What a connection lets through: the rights of a user on the remote cluster, or why there are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome, Step, Verdict
from esremote.access.landscape.collections import Collection
from esremote.access.permissions import api_key_model, tls_model
from esremote.model.connection.security_model import SecurityModel
from esremote.model.patterns import Names
from esremote.model.releases.features import Feature
from esremote.model.releases.licenses import API_KEY_MODEL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from esremote.access.landscape.connected import ConnectedClusters
    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Cluster, Connection
    from esremote.access.landscape.roles import Role
    from esremote.access.permissions.permissions import Rights
    from esremote.access.permissions.subjects import Subject


REPLICATION_WITH_BOUNDS = (
    "Cross cluster API key [{}] is invalid: search does not support document or field level security if "
    "replication is assigned"
)
"""The server's words for a key that an older version created; each request with it fails."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A connection that lets nothing through."""

    outcome: Outcome
    steps: tuple[Step, ...]


def rights_over(
    connected: ConnectedClusters, subjects: Sequence[Subject], at: datetime | None = None
) -> Rights | Stopped:
    """Give what somebody may do on the remote cluster, or why the connection stops the request.

    Args:
        connected: the connection with its clusters.
        subjects: the user who authenticates and, with `run_as`, the user whose rights count.
        at: the instant at which keys must not have expired; None means now.

    Raises:
        InvalidPatternError: Elasticsearch refuses a pattern in a role or key.
    """
    match connected.connection.security_model:
        case SecurityModel.API_KEY:
            return _rights_over_key(connected, subjects[-1], at)
        case SecurityModel.TLS_CERTIFICATE:
            return _rights_over_certificate(connected.remote, subjects)


def _rights_over_key(connected: ConnectedClusters, subject: Subject, at: datetime | None) -> Rights | Stopped:
    local, remote, connection = connected.local, connected.remote, connected.connection
    if unfit := _unfit(local) or _unfit(remote):
        return unfit
    sent = api_key_model.sent_permissions(subject, connection.alias, local, remote)
    if not sent:
        return Stopped(Outcome.DENIED, _nothing_sent(subject, connection, local))
    key = connected.key
    if key is None:
        return _without_key(connection, remote)
    if trouble := _trouble_with(key, connection, at):
        outcome, why = trouble
        return stopped(outcome, remote, f"cross-cluster API key {key.name or key.id}", why, key)
    return api_key_model.rights_over_key(sent, key, remote)


def _without_key(connection: Connection, remote: Cluster) -> Stopped:
    """Say why a connection whose key is not at hand lets nothing through, or that this is not known."""
    if connection.cross_cluster_api_key is None:
        detail = "the facts do not say which key the connection uses"
        return stopped(Outcome.UNKNOWN, remote, "cross-cluster API key", detail)
    what = f"cross-cluster API key {connection.cross_cluster_api_key}"
    if remote.is_whole(Collection.KEYS):
        return stopped(Outcome.UNAUTHENTICATED, remote, what, "does not exist")
    return stopped(Outcome.UNKNOWN, remote, what, "is not known")


def _unfit(cluster: Cluster) -> Stopped | None:
    """Say why a cluster cannot take part in the API key model. Of a beta it is not known what works."""
    if cluster.license not in API_KEY_MODEL:
        needed = ", ".join(sorted(API_KEY_MODEL))
        detail = f"licence {cluster.license}; the API key model needs one of {needed}"
        return stopped(Outcome.DENIED, cluster, "licence", detail)
    lacking = Feature.CROSS_CLUSTER_API_KEY.shortfall(cluster.name, cluster.version)
    if lacking is None:
        return None
    beta = Feature.CROSS_CLUSTER_API_KEY.value.beta_since
    outcome = Outcome.DENIED if beta is None or cluster.version < beta else Outcome.UNKNOWN
    return stopped(outcome, cluster, "version", lacking)


def _trouble_with(
    key: CrossClusterApiKey, connection: Connection, at: datetime | None
) -> tuple[Outcome, str] | None:
    if key.invalidated:
        return Outcome.UNAUTHENTICATED, "was invalidated"
    if key.is_expired(at):
        return Outcome.UNAUTHENTICATED, f"expired at {key.expiration:%Y-%m-%d %H:%M:%S} UTC"
    if key.bounds_beside_replication:
        return Outcome.UNAUTHENTICATED, REPLICATION_WITH_BOUNDS.format(key.id)
    if key.certificate_identity is None:
        return None
    return _trouble_with_signature(key.certificate_identity, connection.signing_certificate_dn)


def _trouble_with_signature(identity: str, signer: str | None) -> tuple[Outcome, str] | None:
    needed = f"needs a signature of [{identity}]"
    if signer is None:
        return Outcome.UNAUTHENTICATED, f"{needed}, the connection does not sign"
    try:
        matches = re.fullmatch(identity, signer)
    except re.error as mistake:  # Java knows expressions that Python does not
        return Outcome.UNKNOWN, f"{needed}, which cannot be read here: {mistake}"
    return None if matches else (Outcome.UNAUTHENTICATED, f"{needed}, got [{signer}]")


def _rights_over_certificate(remote: Cluster, subjects: Sequence[Subject]) -> Rights | Stopped:
    seen = [tls_model.seen_from(subject, remote) for subject in subjects]
    authenticated, effective = seen[0], seen[-1]
    if len(seen) > 1 and not authenticated.may_run_as(effective.name):
        detail = f"{authenticated.name} may not run as {effective.name} on {remote.name}"
        return stopped(Outcome.DENIED, remote, "run_as", detail)
    return tls_model.rights_on(effective, remote)


def _nothing_sent(subject: Subject, connection: Connection, local: Cluster) -> tuple[Step, ...]:
    """Explain that no role asks for anything over the alias."""
    return tuple(
        Step(
            Verdict.DENIES,
            local.name,
            role_set.what,
            f"no remote_indices or remote_cluster entry has clusters that match {connection.alias}",
            role_set.source,
            remedy=f"give {role_set.what} a remote_indices entry with clusters [{connection.alias}]",
        )
        for role_set in subject.sets
        if not any(_asks_for(role, connection.alias) for role in role_set.roles)
    )


def _asks_for(role: Role, alias: str) -> bool:
    clusters = [entry.clusters for entry in role.remote_indices]
    clusters += [entry.clusters for entry in role.remote_cluster]
    return any(alias in Names.of(*patterns) for patterns in clusters)  # raises, where the server refuses one


def stopped(
    outcome: Outcome, cluster: Cluster, what: str, detail: str, key: CrossClusterApiKey | None = None
) -> Stopped:
    """Say in one step why a connection lets nothing through."""
    source = cluster.source if key is None else key.source
    verdict = Verdict.NOTES if outcome is Outcome.UNKNOWN else Verdict.DENIES
    return Stopped(outcome, (Step(verdict, cluster.name, what, detail, source),))
