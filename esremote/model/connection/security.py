"""The security models of a remote cluster, with their settings.

Elasticsearch uses the API key model for an alias if `cluster.remote.<alias>.credentials` is in the keystore
of the local cluster. No setting selects the model.
(Source: Elasticsearch reference, "Remote cluster settings".)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from esremote.model.constraints.identities import identity_problem
from esremote.model.constraints.key_names import key_name_problem
from esremote.model.constraints.raising import require
from esremote.model.errors import ConfigurationError
from esremote.model.keys.checks import require_metadata, require_rotation
from esremote.model.keys.entries import Access, JsonObject, Replication, Search

if TYPE_CHECKING:
    from collections.abc import Sequence

_VARIABLE = re.compile(r"[a-z_][a-z0-9_]{0,63}")


@dataclass(frozen=True, kw_only=True)
class Signing:
    """The certificate used to sign requests: strong identity, a technical preview from 9.3.

    Paths are relative to the config folder of the local cluster's nodes.

    Args:
        certificate: the PEM file with the certificate chain.
        key: the PEM file with its private key.
        passphrase_variable: the name of the Terraform variable that contains the passphrase of an encrypted
            `key`. Terraform stores the passphrase only in the keystore of the local cluster. Never pass the
            passphrase itself.
        passphrase_version: increase it when the passphrase changes.

    Raises:
        ConfigurationError: `passphrase_variable` is not the name of a variable, or `passphrase_version` is
            less than 1.

    Example:
        >>> Signing(certificate="certs/signing.crt", key="certs/signing.key").passphrase_version
        1
    """

    certificate: str
    key: str
    passphrase_variable: str | None = None
    passphrase_version: int = 1

    def __post_init__(self) -> None:
        """Reject anything but the name of a variable: a secret would be written to the synthesised files."""
        if self.passphrase_variable is not None:
            _require_variable("Signing", "passphrase", self.passphrase_variable, self.passphrase_version)


@dataclass(frozen=True, kw_only=True)
class ApiKeySecurity:
    """The API key model: a cross-cluster API key limits what the local cluster can read on the remote.

    Args:
        search: index name patterns, or `Search` entries, that the key allows to search.
        replication: index name patterns, or `Replication` entries, that the key allows to replicate.
        name: the name of the key, by default `<local>-<alias>`.
        expiration: how long each key is valid, such as `"90d"`. By default it never expires.
        rotate_before: how long before its expiration a key is replaced, such as `"14d"`.
        metadata: metadata to store with the key. Names must not start with an underscore.
        certificate_identity: a regular expression for the distinguished name of the certificate that must
            sign each request (9.3 and later). Requires `signing`.
        signing: the certificate used to sign requests.

    Raises:
        ConfigurationError: Elasticsearch would reject a value. The message contains the path of the value.

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
        """Reject what the key API rejects, before anything is sent."""
        path = "ApiKeySecurity"
        _ = self.access
        require(f"{path}.name", self.name, key_name_problem)
        require_rotation(path, self.expiration, self.rotate_before)
        require_metadata(f"{path}.metadata", self.metadata)
        require(f"{path}.certificate_identity", self.certificate_identity, identity_problem)

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
        """Use a key that the administrators of the remote cluster created and handed over.

        Its encoded value is passed in a sensitive, ephemeral Terraform variable, `TF_VAR_<variable>`, and
        stored only in the keystore of the local cluster. Requires Terraform 1.11 or OpenTofu 1.11.

        Args:
            variable: the name of the Terraform variable that contains the encoded value. Never pass the value
                itself.
            version: increase it when the value changes, because Terraform keeps no copy to compare it with.
            search: what the key allows to search, if known, so that grants can be checked.
            replication: what the key allows to replicate, if known.
            signing: the certificate used to sign requests.

        Raises:
            ConfigurationError: `variable` is not the name of a variable, or `version` is less than 1.

        Example:
            >>> ApiKeySecurity.from_encoded("dublin_credentials", search=["logs-*"]).variable
            'dublin_credentials'
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
    """The API key model with an existing key. Created by `ApiKeySecurity.from_encoded`."""

    variable: str
    version: int = 1
    search: Sequence[str | Search] = ()
    replication: Sequence[str | Replication] = ()
    signing: Signing | None = None

    def __post_init__(self) -> None:
        """Reject anything but the name of a variable: a secret would be written to the synthesised files."""
        _require_variable("ApiKeySecurity.from_encoded", "", self.variable, self.version)
        _ = self.access

    @cached_property
    def access(self) -> Access | None:
        """What the key allows; None if it is unknown."""
        if not self.search and not self.replication:
            return None
        return Access.of("ApiKeySecurity.from_encoded", search=self.search, replication=self.replication)


@dataclass(frozen=True, kw_only=True)
class TlsCertificateSecurity:
    """The TLS certificate model, deprecated since 9.0: clusters trust each other's transport certificates.

    Only roles limit what the local cluster can read: its superusers can read everything on the remote
    cluster. `transport_certificates` of each cluster contains the authority that the other must trust.
    """

    def migrate_to(self, target: ApiKeySecurity, *, phase: MigrationPhase) -> Migration:
        """Return the security of a connection that migrates to an API key.

        Args:
            target: the security after the migration.
            phase: the current phase: `PREPARE`, then `CUTOVER`, then `RETIRE`. Deploy each phase separately.
        """
        return Migration(source=self, target=target, phase=phase)


class MigrationPhase(Enum):
    """A phase of the migration from TLS certificates to API keys, during which the alias does not change.

    Deploy and verify each phase before the next. To go back, deploy the previous phase.
    """

    PREPARE = "prepare"  # traffic uses certificates; both kinds of role exist, both ports are required
    CUTOVER = "cutover"  # traffic uses the API key; the roles on the remote stay, to make going back possible
    RETIRE = "retire"  # the roles on the remote and the mutual trust are removed


@dataclass(frozen=True, kw_only=True)
class Migration:
    """A migration to an API key. Created by `TlsCertificateSecurity.migrate_to`."""

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
            "must be the name of a Terraform variable (lowercase letters, digits, '_'), not the secret",
            remedy=f"write {example!r}, and set TF_VAR_{example} for terraform",
        )
    if version < 1:
        raise ConfigurationError(f"{prefix}version", f"must be at least 1, got {version}")
