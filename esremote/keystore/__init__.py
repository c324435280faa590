"""How secure settings reach the keystores of a cluster's nodes."""

from esremote.keystore.base import Keystore, KeystoreError
from esremote.keystore.command import CommandKeystore
from esremote.keystore.delivery import Delivery
from esremote.keystore.elastic_cloud import ElasticCloudKeystore
from esremote.keystore.kubernetes import KubernetesSecretKeystore

__all__ = [
    "CommandKeystore",
    "Delivery",
    "ElasticCloudKeystore",
    "Keystore",
    "KeystoreError",
    "KubernetesSecretKeystore",
]
