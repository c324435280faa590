"""The two security models of a remote cluster, and what each needs to know.

The presence of `cluster.remote.<alias>.credentials` in the local cluster's keystore is the choice of model:
there is no setting that names it (Elasticsearch reference, "Remote cluster settings").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from esremote.model.errors import ConfigurationError
from esremote.model.keys.checks import require_key_name, require_metadata, require_rotation
from esremote.model.keys.entries import Access, JsonObject, Replication, Search

if TYPE_CHECKING:
    from collections.abc import Sequence

_VARIABLE = re.compile(r"[a-z_][a-z0-9_]{0,63}")


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Strong identity (9.3 and later, preview): the local cluster signs its requests with a certificate.

    Paths are on the local cluster's nodes, relative to their config folder.

    Args:
        certificate: PEM certificate chain.
        key: its PEM private key.
        passphrase_variable: name of the Terraform variable with the passphrase of an encrypted `key`, which
            goes to the local cluster's keystore and nowhere else. Never the passphrase itself.
        passphrase_version: raise it when the passphrase has changed.

    Raises:
        ConfigurationError: `passphrase_variable` is not the name of a variable.
    """

    certificate: str
    key: str
    passphrase_variable: str | None = None
    passphrase_version: int = 1

    def __post_init__(self) -> None:
        """Refuse anything but a variable's name: a secret would end up in the synthesised files."""
        if self.passphrase_variable is not None:
            _require_variable("Signing", "passphrase", self.passphrase_variable, self.passphrase_version)


@dataclass(frozen=True, kw_only=True)
class ApiKeySecurity:
    """The API-key model: a cross-cluster API key on the remote bounds what the local cluster can ever read.

    Args:
        search: index name patterns, or `Search` entries, that may be searched.
        replication: index name patterns, or `Replication` entries, that may be replicated.
        name: of the key; `<local>-<alias>` by default.
        expiration: life of each key, as `"90d"`; absent: never expires.
        rotate_before: how long before its expiration a key is replaced, as `"14d"`.
        metadata: stored with the key; names must not start with an underscore.
        certificate_identity: regular expression on the distinguished name of the certificate that must have
            signed each request (9.3 and later). Needs `signing`.
        signing: what the local cluster signs with.

    Raises:
        ConfigurationError: what Elasticsearch would refuse, with the path of the value.

    Example:
        >>> ApiKeySecurity(search=["logs-*"], expiration="90d").access.search[0].names
        ['logs-*']
    """

    search: Sequence[str | Search] = ()
    replication: Sequence[str | Replication] = ()
    name: str | None = None
    expiration: str | None = None
    rotate_before: str | None = None
    metadata: JsonObject | None = None
    certificate_identity: str | None = None
    signing: Signing | None = None

    def __post_init__(self) -> None:
        """Refuse what the key API refuses, before anything is sent."""
        path = "ApiKeySecurity"
        _ = self.access
        require_key_name(f"{path}.name", self.name)
        require_rotation(path, self.expiration, self.rotate_before)
        require_metadata(f"{path}.metadata", self.metadata)

    @cached_property
    def access(self) -> Access:
        """What the key allows."""
        return Access.of("ApiKeySecurity", search=self.search, replication=self.replication)

    @classmethod
    def from_encoded(
        cls,
        variable: str,
        *,
        version: int = 1,
        search: Sequence[str | Search] = (),
        replication: Sequence[str | Replication] = (),
        signing: Signing | None = None,
    ) -> EncodedApiKeySecurity:
        """Use a key that the remote's administrators made and handed over.

        Its secret comes from a Terraform variable that is neither stored nor shown, `TF_VAR_<variable>`, and
        goes to the local cluster's keystore. It needs Terraform 1.11, or OpenTofu 1.11.

        Args:
            variable: name of the Terraform variable with the key's `encoded` value. Never the value itself.
            version: raise it when the value has changed: Terraform keeps no copy to compare with.
            search: what the key allows to search, when it is known; grants are checked against it.
            replication: what the key allows to replicate, when it is known.
            signing: what the local cluster signs with.

        Raises:
            ConfigurationError: `variable` is not the name of a variable.
        """
        return EncodedApiKeySecurity(
            variable=variable,
            version=version,
            search=search,
            replication=replication,
            signing=signing,
        )


@dataclass(frozen=True, kw_only=True)
class EncodedApiKeySecurity:
    """The API-key model with a key made elsewhere. Made by `ApiKeySecurity.from_encoded`."""

    variable: str
    version: int = 1
    search: Sequence[str | Search] = ()
    replication: Sequence[str | Replication] = ()
    signing: Signing | None = None

    def __post_init__(self) -> None:
        """Refuse anything but a variable's name: a secret would end up in the synthesised files."""
        _require_variable("ApiKeySecurity.from_encoded", "", self.variable, self.version)
        _ = self.access

    @cached_property
    def access(self) -> Access | None:
        """What the key allows; None when it was not said."""
        if not self.search and not self.replication:
            return None
        return Access.of("ApiKeySecurity.from_encoded", search=self.search, replication=self.replication)


@dataclass(frozen=True, kw_only=True)
class TlsCertificateSecurity:
    """The certificate model, deprecated since 9.0: both clusters trust each other's transport certificates.

    Only roles limit what the local cluster reads: its superusers read everything on the remote cluster. Each
    cluster's `transport_certificates` name the certificate authority that the other has to trust.
    """

    def migrate_to(self, target: ApiKeySecurity, *, phase: MigrationPhase) -> Migration:
        """Return the security of a connection that is being moved to an API key.

        Args:
            target: what the connection will use.
            phase: how far it has come; `PREPARE`, then `CUTOVER`, then `RETIRE`, each in a deployment of its
                own.
        """
        return Migration(source=self, target=target, phase=phase)


class MigrationPhase(Enum):
    """How far a migration from certificates to API keys has come. The alias stays the same throughout.

    Each phase is deployed and looked at before the next; going back is deploying the phase before.
    """

    PREPARE = "prepare"  # traffic on certificates; both kinds of role exist, both ports are asked for
    CUTOVER = "cutover"  # traffic on the API key; the remote's roles stay, so that going back is one step
    RETIRE = "retire"  # the remote's roles and the mutual trust are gone


@dataclass(frozen=True, kw_only=True)
class Migration:
    """A connection on its way from certificates to an API key, by `TlsCertificateSecurity.migrate_to`."""

    source: TlsCertificateSecurity
    target: ApiKeySecurity
    phase: MigrationPhase


Security: TypeAlias = ApiKeySecurity | EncodedApiKeySecurity | TlsCertificateSecurity | Migration


def _require_variable(path: str, secret: str, variable: str, version: int) -> None:
    prefix = f"{path}.{secret}_" if secret else f"{path}."
    example = f"dublin_{secret or 'credentials'}"
    if not _VARIABLE.fullmatch(variable):
        raise ConfigurationError(
            f"{prefix}variable",
            "must be the name of a Terraform variable (lower-case letters, digits, '_'), not the secret",
            remedy=f"write {example!r}, and set TF_VAR_{example} for terraform",
        )
    if version < 1:
        raise ConfigurationError(f"{prefix}version", f"must be at least 1, got {version}")
