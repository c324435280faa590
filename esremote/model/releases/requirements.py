"""What a resource asks of its clusters' versions, read from its attributes.

Synthesis reads the attributes that it is about to write, the plan those that Terraform hands over. Both ask
here, so neither accepts what the other refuses. What is not known yet is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from esremote.model.releases.features import Feature
from esremote.model.roles.privileges import REMOTE_CLUSTER_PRIVILEGES

Attributes: TypeAlias = Mapping[str, object]
"""The attributes of a resource; absent ones may be missing or None."""

Path: TypeAlias = tuple[str, ...]

_IDENTITY = "certificate_identity"
_ON = ("on_cluster",)
_LOCAL = ("local_cluster",)
_REMOTE = ("cross_cluster_api_key", "remote_cluster")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A feature that a cluster must have.

    Attributes:
        cluster: its name; anything but a string when that is not known yet.
        named_at: the attribute that names the cluster.
        feature: what it must have.
        asked_at: the attribute that asks for the feature.
    """

    cluster: object
    named_at: Path
    feature: Feature
    asked_at: Path

    @property
    def remedy(self) -> str:
        """What to do about a cluster that is too old."""
        if self.feature is Feature.CROSS_CLUSTER_API_KEY:
            return "Upgrade the cluster, or use the TLS certificate security model until then"
        return f"Upgrade the cluster, or remove `{'.'.join(self.asked_at)}`"


def of_connection(attributes: Attributes, remote: object = None) -> Iterator[Requirement]:
    """Find what an `esremote_connection` asks for.

    Args:
        attributes: of the resource.
        remote: name of the remote cluster, for those who know it although no attribute says so (a connection
            with a key that was made elsewhere names only its local cluster).
    """
    local, key = attributes.get("local_cluster"), attributes.get("cross_cluster_api_key")
    identity = None
    if isinstance(key, Mapping):
        asked, remote, identity = "cross_cluster_api_key", key.get("remote_cluster"), key.get(_IDENTITY)
    elif attributes.get("credentials_wo_version") is not None:
        asked = "credentials_wo"
    else:
        return
    ends = [(local, _LOCAL)] if remote is None else [(remote, _REMOTE), (local, _LOCAL)]
    for cluster, named_at in ends:
        yield Requirement(cluster, named_at, Feature.CROSS_CLUSTER_API_KEY, (asked,))
    signs, identified = isinstance(attributes.get("signing"), Mapping), isinstance(identity, str)
    if signs or identified:
        # The local cluster must be able to sign, and the remote one to verify: older servers refuse a request
        # with a header that they do not know (`CrossClusterAccessServerTransportFilter`).
        by_key, by_signing = (asked, _IDENTITY), ("signing",)
        for cluster, named_at in ends:
            asks_first = by_key if identified and (named_at is _REMOTE or not signs) else by_signing
            yield Requirement(cluster, named_at, Feature.SIGNING, asks_first)


def of_key(attributes: Attributes) -> Iterator[Requirement]:
    """Find what an `esremote_cross_cluster_api_key` asks for."""
    cluster = attributes.get("on_cluster")
    yield Requirement(cluster, _ON, Feature.CROSS_CLUSTER_API_KEY, _ON)
    if isinstance(attributes.get(_IDENTITY), str):
        yield Requirement(cluster, _ON, Feature.SIGNING, (_IDENTITY,))


def of_role(attributes: Attributes) -> Iterator[Requirement]:
    """Find what an `esremote_role` asks for."""
    cluster = attributes.get("on_cluster")
    if isinstance(attributes.get("description"), str):
        yield Requirement(cluster, _ON, Feature.ROLE_DESCRIPTION, ("description",))
    entries = attributes.get("remote_cluster")
    if isinstance(entries, list | tuple) and entries:
        asked = {Feature.ROLE_REMOTE_CLUSTER: None} | dict.fromkeys(_features_of(entries))
        for feature in asked:
            yield Requirement(cluster, _ON, feature, ("remote_cluster",))


def _features_of(entries: list[object] | tuple[object, ...]) -> Iterator[Feature]:
    for entry in entries:
        privileges = entry.get("privileges") if isinstance(entry, Mapping) else None
        for privilege in privileges if isinstance(privileges, list | tuple) else ():
            if isinstance(privilege, str) and privilege.lower() in REMOTE_CLUSTER_PRIVILEGES:
                yield REMOTE_CLUSTER_PRIVILEGES[privilege.lower()]
