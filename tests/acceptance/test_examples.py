"""The examples of the documentation, applied; only addresses and files are replaced by those of the test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

EXAMPLES = Path(__file__).parents[2] / "examples"


def _read(world: World, *places: str) -> str:
    text = "\n".join((EXAMPLES / place).read_text() for place in places)
    host, _, port = world.remote.remote_cluster_server.rpartition(":")
    return (
        text.replace("dub.example:9443", world.remote.remote_cluster_server)
        .replace('["tyo-1.example:9300", "tyo-2.example:9300"]', f'["{world.remote.transport}"]')
        .replace('"dub.example"', f'"{host}"')
        .replace("port    = 9443", f"port    = {port}")
        .replace('"dub-remote-ca.crt"', f'"{world.remote.ca_file}"')
    )


def test_the_examples_of_resources_and_data_sources_work_together(world: World) -> None:
    resources = _read(
        world,
        "resources/esremote_connection/resource.tf",
        "resources/esremote_connection/tls.tf",
        "resources/esremote_role/resource.tf",
        "resources/esremote_cross_cluster_api_key/resource.tf",
    )
    world.stack.apply(resources)

    looked_up = _read(
        world,
        "data-sources/esremote_cluster/data-source.tf",
        "data-sources/esremote_remote_info/data-source.tf",
        "data-sources/esremote_endpoint_certificate/data-source.tf",
        "data-sources/esremote_effective_access/data-source.tf",
    )
    world.stack.apply(resources + looked_up)

    outputs = world.stack.state().outputs
    assert outputs["aliases_in_the_tls_model"] == ["tokyo"]
    assert outputs["analyst_reaches"] == ["logs-*"]
