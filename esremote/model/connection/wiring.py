"""The consequences of a connection's security. Only this module distinguishes the kinds of security."""

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
    """The consequences of a connection's security.

    Attributes:
        carries: the security model that the traffic uses.
        serves: the security models whose interfaces the remote cluster must offer; both during a migration.
        key: the settings of the key that the connection creates, if any.
        handed_over: the existing key that the connection uses, if any.
        access: what the key allows, which limits all grants; None if there is no key, or if this is unknown.
        grants_on_local: whether grants add to `remote_indices` of the role on the local cluster.
        grants_on_remote: whether grants add to a role with the same name on the remote cluster.
        signing: the certificate used to sign requests.
        phase: the phase of a migration.
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
    """Return the consequences of `security`.

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
