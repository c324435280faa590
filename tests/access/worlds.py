"""The clusters of the differential tests on paper, for what holds in random worlds without a server."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from esremote.access.landscape.indices import DataStream
from esremote.access.landscape.landscape import Connection
from esremote.model.connection.security_model import SecurityModel
from tests.differential import clusters as prepared

if TYPE_CHECKING:
    from tests.differential.clusters import PreparedClusters
    from tests.differential.servers import Server


def paper_clusters(version: str) -> PreparedClusters:
    """Prepared clusters that exist on paper only."""

    def server(name: str) -> Server:
        return cast("Server", SimpleNamespace(cluster=SimpleNamespace(name=name, version=version)))

    connections = tuple(
        Connection(
            alias, "dublin", model, f"key-{alias}" if model is SecurityModel.API_KEY else None, mode, skip
        )
        for alias, (model, mode, skip) in prepared.ALIASES.items()
    )
    stream = DataStream(
        prepared.STREAM, (".ds-ds-1-2026.01.01-000001",), failure_indices=(".fs-ds-1-000001",)
    )
    return prepared.PreparedClusters(server("frankfurt"), server("dublin"), stream, connections)
