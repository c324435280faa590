"""What a connection's security turns into: the one place that asks which security it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.model.connection.security import (
    ApiKeySecurity,
    EncodedApiKeySecurity,
    Migration,
    MigrationPhase,
    TlsCertificateSecurity,
)
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from esremote.model.connection.security import Security, Signing
    from esremote.model.keys.entries import Access


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """The consequences of a security, as data.

    Attributes:
        carries: the model that the traffic uses.
        serves: the models whose interfaces the remote must offer; during a migration both.
        key: the key that the connection makes for itself, from this.
        handed_over: the key that somebody else made.
        access: the bound that a key sets to all grants; None when there is no key, or its access was not
            said.
        grants_on_local: grants become `remote_indices` of the local role.
        grants_on_remote: grants become a role of the same name on the remote.
        signing: what the local cluster signs with.
        phase: of a migration.
    """

    carries: SecurityModel
    serves: frozenset[SecurityModel]
    key: ApiKeySecurity | None = None
    handed_over: EncodedApiKeySecurity | None = None
    access: Access | None = None
    grants_on_local: bool = False
    grants_on_remote: bool = False
    signing: Signing | None = None
    phase: MigrationPhase | None = None


def wire(security: Security) -> Wiring:
    """Say what `security` turns into.

    Example:
        >>> wire(TlsCertificateSecurity()).grants_on_remote
        True
    """
    match security:
        case ApiKeySecurity():
            return Wiring(
                carries=SecurityModel.API_KEY,
                serves=frozenset({SecurityModel.API_KEY}),
                key=security,
                access=security.access,
                grants_on_local=True,
                signing=security.signing,
            )
        case EncodedApiKeySecurity():
            return Wiring(
                carries=SecurityModel.API_KEY,
                serves=frozenset({SecurityModel.API_KEY}),
                handed_over=security,
                access=security.access,
                grants_on_local=True,
                signing=security.signing,
            )
        case TlsCertificateSecurity():
            return Wiring(
                carries=SecurityModel.TLS_CERTIFICATE,
                serves=frozenset({SecurityModel.TLS_CERTIFICATE}),
                grants_on_remote=True,
            )
        case Migration():
            return _migrating(security)


def _migrating(migration: Migration) -> Wiring:
    target, phase = migration.target, migration.phase
    cut_over = phase is not MigrationPhase.PREPARE
    mutual = phase is not MigrationPhase.RETIRE
    return Wiring(
        carries=SecurityModel.API_KEY if cut_over else SecurityModel.TLS_CERTIFICATE,
        serves=frozenset(SecurityModel) if mutual else frozenset({SecurityModel.API_KEY}),
        key=target if cut_over else None,
        access=target.access,
        grants_on_local=True,
        grants_on_remote=mutual,
        signing=target.signing if cut_over else None,
        phase=phase,
    )
