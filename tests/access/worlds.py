"""The stage of the differential tests without its clusters: for what can be said of random worlds alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from esremote.access.landscape.indices import DataStream
from esremote.access.landscape.landscape import Connection
from esremote.model.connection.security_model import SecurityModel
from tests.differential import stage as staged

if TYPE_CHECKING:
    from tests.differential.servers import Server
    from tests.differential.stage import Stage


def paper_stage(version: str) -> Stage:
    """A stage that exists on paper only."""

    def server(name: str) -> Server:
        return cast("Server", SimpleNamespace(cluster=SimpleNamespace(name=name, version=version)))

    connections = tuple(
        Connection(
            alias, "dublin", model, f"key-{alias}" if model is SecurityModel.API_KEY else None, mode, skip
        )
        for alias, (model, mode, skip) in staged.ALIASES.items()
    )
    stream = DataStream(staged.STREAM, (".ds-ds-1-2026.01.01-000001",))
    return staged.Stage(server("frankfurt"), server("dublin"), stream, connections)
