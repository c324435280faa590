"""What a connection needs of its two clusters before anything of it can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.releases.features import Feature
from esremote.provider.connection import signing
from esremote.provider.connection.values import LOCAL, REMOTE
from esremote.provider.protocol import at
from esremote.provider.version_support import Need

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.provider.protocol import Path


def wants_keystore(planned: Mapping[str, Any]) -> Iterator[Path]:
    """Find the attributes because of which a secure setting has to get into the local keystore."""
    if planned["cross_cluster_api_key"] is not None:
        yield at("cross_cluster_api_key")
    if planned["credentials_wo_version"] is not None:
        yield at("credentials_wo")
    if isinstance(planned["signing"], dict) and signing.version(planned) is not None:
        yield at("signing", signing.VERSION)


def features(planned: Mapping[str, Any]) -> Iterator[Need]:
    """Find what is asked of which cluster that not every version has."""
    local, key = planned["local_cluster"], planned["cross_cluster_api_key"]
    if isinstance(key, dict):
        remote, asked = key["remote_cluster"], at("cross_cluster_api_key")
        yield Need(remote, REMOTE, Feature.CROSS_CLUSTER_API_KEY, asked)
        yield Need(local, LOCAL, Feature.CROSS_CLUSTER_API_KEY, asked)
        if isinstance(key["certificate_identity"], str):
            yield Need(remote, REMOTE, Feature.SIGNING, asked / "certificate_identity")
    elif planned["credentials_wo_version"] is not None:
        yield Need(local, LOCAL, Feature.CROSS_CLUSTER_API_KEY, at("credentials_wo"))
    if isinstance(planned["signing"], dict):
        yield Need(local, LOCAL, Feature.SIGNING, at("signing"))
