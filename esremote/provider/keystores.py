"""How to write to a cluster's keystores, read from `keystore` of its entry in the provider's `clusters`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from esremote.keystore import CommandKeystore, ElasticCloudKeystore, KubernetesSecretKeystore
from esremote.keystore.elastic_cloud import HOSTED
from esremote.model.deployment.keystores import MAIN_REF_ID
from esremote.model.environment import variable
from esremote.provider.cluster_access import from_environment
from esremote.provider.protocol import ProviderError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.keystore import Keystore


def keystore(name: str, configured: Mapping[str, Any] | None) -> Keystore | None:
    """Read how to write to the keystores of a cluster; None if the configuration does not say.

    Raises:
        ProviderError: the Elastic Cloud API is configured, but no API key for it.
    """
    match configured:
        case {"commands": list() as commands}:
            return CommandKeystore(name, tuple(map(tuple, commands)), keystore_password(name))
        case {"elastic_cloud": dict() as cloud}:
            return _elastic_cloud(name, cloud)
        case {"kubernetes_secret": dict() as secret}:
            kubectl = tuple(secret.get("command") or ("kubectl",))
            return KubernetesSecretKeystore(name, secret["namespace"], secret["name"], kubectl)
    return None


def keystore_password(name: str) -> str | None:
    """Return the password of a cluster's keystores from the environment; None if there is none."""
    return from_environment(name, "keystore_password")


def _elastic_cloud(name: str, cloud: Mapping[str, Any]) -> ElasticCloudKeystore:
    key = cloud.get("api_key") or from_environment(name, "cloud_api_key") or os.environ.get("EC_API_KEY")
    if not key:
        raise ProviderError(
            f"No Elastic Cloud API key for cluster {name!r}",
            f"Set the environment variable EC_API_KEY or {variable(name, 'cloud_api_key')}, or "
            f'`clusters["{name}"].keystore.elastic_cloud.api_key` of provider "esremote".',
        )
    return ElasticCloudKeystore(
        cluster=name,
        deployment_id=cloud["deployment_id"],
        api_key=key,
        ref_id=cloud.get("ref_id") or MAIN_REF_ID,
        endpoint=cloud.get("endpoint") or HOSTED,
        ca_file=cloud.get("ca_file"),
    )
