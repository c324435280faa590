"""What a connection lets through: who asks, over which alias, bounded by what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Outcome, Step, Verdict
from esremote.access.engine import api_key_model, explanation, tls_model
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from datetime import datetime

    from esremote.access.engine.permissions import Rights
    from esremote.access.engine.subjects import Subject
    from esremote.access.landscape.keys import CrossClusterApiKey
    from esremote.access.landscape.landscape import Cluster, Connection

LICENSED = frozenset({"enterprise", "trial"})
"""The licences that the API key model needs, on both clusters."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A connection with everything that decides what it lets through.

    Args:
        local: the cluster that is asked.
        connection: the alias.
        remote: the cluster that it leads to.
        subjects: the user who signs in and, if another, the one whose rights count.
        at: the instant for which a key's expiration counts; None means now.
    """

    local: Cluster
    connection: Connection
    remote: Cluster
    subjects: tuple[Subject, ...]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """A connection that lets nothing through."""

    outcome: Outcome
    steps: tuple[Step, ...]


def rights_over(passage: Passage) -> Rights | Stopped:
    """Give what the subject may do on the remote cluster, or why the connection stops it."""
    match passage.connection.security_model:
        case SecurityModel.API_KEY:
            return _rights_over_key(passage)
        case SecurityModel.TLS_CERTIFICATE:
            return _rights_over_certificate(passage)


def _rights_over_key(passage: Passage) -> Rights | Stopped:
    local, remote, connection = passage.local, passage.remote, passage.connection
    for cluster in (local, remote):
        if cluster.license not in LICENSED:
            detail = (
                f"licence {cluster.license}; the API key model needs one of {', '.join(sorted(LICENSED))}"
            )
            return stopped(Outcome.DENIED, cluster, "licence", detail)
    sent = api_key_model.sent_permissions(passage.subjects[-1], connection.alias, local, remote)
    if not sent:
        return Stopped(Outcome.DENIED, explanation.nothing_sent(passage.subjects[-1], connection, local))
    if connection.cross_cluster_api_key is None:
        return stopped(
            Outcome.UNKNOWN, remote, "cross-cluster API key", "nobody told which key the connection uses"
        )
    key = remote.key_by_id.get(connection.cross_cluster_api_key)
    if key is None:
        return stopped(
            Outcome.UNKNOWN,
            remote,
            f"cross-cluster API key {connection.cross_cluster_api_key}",
            "is not known",
        )
    if trouble := _trouble_with(key, connection, passage.at):
        outcome, why = trouble
        return stopped(outcome, remote, f"cross-cluster API key {key.name or key.id}", why, key)
    return api_key_model.rights_over_key(sent, key, remote)


def _trouble_with(
    key: CrossClusterApiKey, connection: Connection, at: datetime | None
) -> tuple[Outcome, str] | None:
    if key.invalidated:
        return Outcome.UNAUTHENTICATED, "was invalidated"
    if key.is_expired(at):
        return Outcome.UNAUTHENTICATED, f"expired at {key.expiration:%Y-%m-%d %H:%M:%S} UTC"
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


def _rights_over_certificate(passage: Passage) -> Rights | Stopped:
    seen = tuple(tls_model.seen_from(subject, passage.remote) for subject in passage.subjects)
    signs_in, acts = seen[0], seen[-1]
    if len(seen) > 1 and not signs_in.may_run_as(acts.name):
        detail = f"{signs_in.name} may not run as {acts.name} on {passage.remote.name}"
        return stopped(Outcome.DENIED, passage.remote, "run_as", detail)
    return tls_model.rights_on(acts, passage.remote)


def stopped(
    outcome: Outcome, cluster: Cluster, what: str, detail: str, key: CrossClusterApiKey | None = None
) -> Stopped:
    """Say in one step why a connection lets nothing through."""
    source = cluster.source if key is None else key.source
    verdict = Verdict.NOTES if outcome is Outcome.UNKNOWN else Verdict.DENIES
    return Stopped(outcome, (Step(verdict, cluster.name, what, detail, source),))
