"""What a connection requires of its two clusters before anything can be created."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.releases.features import Feature
from esremote.provider.connection import signing
from esremote.provider.connection.wanted import LOCAL, REMOTE
from esremote.provider.protocol import at
from esremote.provider.version_support import Requirement

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


def required_features(planned: Mapping[str, Any]) -> Iterator[Requirement]:
    """Yield the features that the two clusters must support, and that not every version does."""
    local, key = planned["local_cluster"], planned["cross_cluster_api_key"]
    if isinstance(key, dict):
        remote, path = key["remote_cluster"], at("cross_cluster_api_key")
        yield Requirement(remote, REMOTE, Feature.CROSS_CLUSTER_API_KEY, path)
        yield Requirement(local, LOCAL, Feature.CROSS_CLUSTER_API_KEY, path)
        if isinstance(key["certificate_identity"], str):
            yield Requirement(remote, REMOTE, Feature.SIGNING, path / "certificate_identity")
    elif planned["credentials_wo_version"] is not None:
        yield Requirement(local, LOCAL, Feature.CROSS_CLUSTER_API_KEY, at("credentials_wo"))
    if isinstance(planned["signing"], dict):
        yield Requirement(local, LOCAL, Feature.SIGNING, at("signing"))
