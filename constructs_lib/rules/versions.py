"""Rules about versions of Elasticsearch. They check only clusters whose version the program states."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from constructs_lib.grants import GrantKind
from constructs_lib.key import CrossClusterApiKey
from constructs_lib.role import Role
from esremote.model.connection.security_model import SecurityModel
from esremote.model.findings.rule import Occurrence
from esremote.model.releases import requirements
from esremote.model.releases.compatibility import Compatibility, can_search
from esremote.model.releases.features import Feature
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from constructs_lib.cluster import Cluster
    from constructs_lib.connection import Connection
    from constructs_lib.grants import Grant

    _Asked: TypeAlias = tuple[Cluster, Feature]


def versions_not_compatible(connection: Connection) -> Iterator[Occurrence]:
    """Find two versions that Elastic's compatibility table does not list together."""
    local, remote = connection.local.version, connection.remote.version
    if (
        local
        and remote
        and can_search(Version.parse(local), Version.parse(remote)) is Compatibility.UNSUPPORTED
    ):
        yield Occurrence(
            f"Elastic's compatibility table does not include searches from {connection.local.name!r} "
            f"({local}) to {connection.remote.name!r} ({remote})",
            remedy="upgrade the older cluster: a local cluster can search remote clusters from one minor "
            "version back up to any later one of its major version",
        )


def too_old_for_api_keys(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters that are too old for the API key model."""
    yield from _too_old(_of_connection(connection), Feature.CROSS_CLUSTER_API_KEY)


def too_old_for_enrich(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters that are too old for ENRICH across clusters with API keys."""
    if connection.wiring.carries is SecurityModel.API_KEY and _enriching(connection):
        ends = (connection.local, connection.remote)
        yield from _too_old((cluster, Feature.ROLE_REMOTE_CLUSTER) for cluster in ends)


def too_old_for_signing(connection: Connection) -> Iterator[Occurrence]:
    """Find clusters that are too old for signed requests."""
    yield from _too_old(_of_connection(connection), Feature.SIGNING)


def too_old_for_resource(resource: Role | CrossClusterApiKey) -> Iterator[Occurrence]:
    """Find what a role or a key uses and its cluster is too old for.

    What a grant of ENRICH wrote into a role is left to `too_old_for_enrich`, which names the grant.
    """
    if not _may_be_too_old(resource.on):
        return
    match resource:
        case Role():
            grants = [g for connection in resource.on.connections.values() for g in _enriching(connection)]
            asked = [found.feature for found in requirements.of_role(resource.attributes())]
            if any(grant.role is resource for grant in grants):
                asked = [feature for feature in asked if feature is not Feature.ROLE_REMOTE_CLUSTER]
        case CrossClusterApiKey():
            asked = [found.feature for found in requirements.of_key(resource.attributes())]
    yield from _too_old((resource.on, feature) for feature in asked)


def _enriching(connection: Connection) -> list[Grant]:
    return [grant for grant in connection.grants if grant.request.kind is GrantKind.ENRICH]


def _of_connection(connection: Connection) -> Iterator[_Asked]:
    ends = {cluster.name: cluster for cluster in (connection.local, connection.remote)}
    if any(map(_may_be_too_old, ends.values())):
        for found in requirements.of_connection(connection.attributes(), remote=connection.remote.name):
            yield ends[str(found.cluster)], found.feature


def _may_be_too_old(cluster: Cluster) -> bool:
    """Spare a mesh of new clusters the reading of its attributes."""
    return cluster.version is not None and not _has_everything(cluster.version)


@cache
def _has_everything(version: str) -> bool:
    return all(feature.is_in(Version.parse(version)) for feature in Feature)


def _too_old(asked: Iterable[_Asked], only: Feature | None = None) -> Iterator[Occurrence]:
    for cluster, feature in asked:
        if cluster.version is None or only not in {None, feature}:
            continue
        shortfall = feature.shortfall(cluster.name, Version.parse(cluster.version))
        if shortfall is not None:
            yield Occurrence(shortfall, about=cluster.name)
