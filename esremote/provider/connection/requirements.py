"""What a connection requires before anything can be created: a way into the local keystores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.connection import signing
from esremote.provider.protocol import at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.provider.protocol import Path


def keystore_required_by(planned: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the attributes that require a secret to be written to the local keystores."""
    if planned["cross_cluster_api_key"] is not None:
        yield at("cross_cluster_api_key")
    if planned["credentials_wo_version"] is not None:
        yield at("credentials_wo")
    if isinstance(planned["signing"], dict) and signing.version(planned) is not None:
        yield at("signing", signing.VERSION)
