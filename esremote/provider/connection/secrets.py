"""The write-only secrets of a configuration, and which of them an apply has to deliver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.provider.connection import signing

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Secrets:
    """The secrets to deliver to the local keystores.

    `credentials` is the encoded secret of a key that somebody else created. `signing` maps secure settings of
    `signing` to their values, None for a setting to remove.
    """

    credentials: str | None = field(default=None, repr=False)
    signing: Mapping[str, str | None] = field(default_factory=dict, repr=False)


def secrets_to_deliver(config: Mapping[str, Any], prior: Mapping[str, Any] | None) -> Secrets:
    """Return the secrets whose version differs from that in the state.

    Args:
        config: The configuration, including write-only values.
        prior: The state; None if the connection does not exist yet.
    """
    version = config["credentials_wo_version"]
    signing_version = signing.version(config)
    new = version != (prior or {}).get("credentials_wo_version")
    new_signing = signing_version not in (None, signing.version(prior))
    return Secrets(
        credentials=config["credentials_wo"] if new else None,
        signing=signing.secrets(config) if new_signing else {},
    )
