"""The secrets that a configuration gives and that no state keeps: which of them an apply has to deliver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.provider.connection import signing

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Secrets:
    """What is to be delivered now.

    `credentials` is an encoded key that somebody else made; `signing` has the secrets of `signing` by the
    names of their settings, None for one that is to be taken out.
    """

    credentials: str | None = field(default=None, repr=False)
    signing: Mapping[str, str | None] = field(default_factory=dict, repr=False)


def due(config: Mapping[str, Any], prior: Mapping[str, Any] | None) -> Secrets:
    """Return the secrets whose version is another than in the state."""
    version = config["credentials_wo_version"]
    signing_version = signing.version(config)
    new = version != (prior or {}).get("credentials_wo_version")
    new_signing = signing_version not in (None, signing.version(prior))
    return Secrets(
        credentials=config["credentials_wo"] if new else None,
        signing=signing.secrets(config) if new_signing else {},
    )
