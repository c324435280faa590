"""What can be looked up, on real clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.acceptance.configurations import connection, role

if TYPE_CHECKING:
    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]


@pytest.mark.both_versions
def test_clusters_aliases_and_access_can_be_looked_up(world: World) -> None:
    made = connection(world, skip_unavailable=True) + role()
    looked_up = """
data "esremote_cluster" "dublin" { on_cluster = "dublin" }

data "esremote_remote_info" "frankfurt" {
  on_cluster = "frankfurt"
  depends_on = [esremote_connection.dublin]
}

data "esremote_effective_access" "logs" {
  on_cluster = "frankfurt"
  roles      = ["analyst"]
  expression = "dublin:*"
  depends_on = [esremote_connection.dublin, esremote_role.analyst]
}

data "esremote_effective_access" "secrets" {
  on_cluster = "frankfurt"
  roles      = ["analyst"]
  expression = "dublin:secret-b"
  kind       = "field_caps"
  depends_on = [esremote_connection.dublin, esremote_role.analyst]
}
"""
    world.stack.apply(made + looked_up)

    state = world.stack.state()
    cluster = state["data.esremote_cluster.dublin"]
    assert (cluster["version"], cluster["license"]["type"]) == (world.remote.version, "trial")
    assert cluster["supports"]["signing"] is world.remote.version.startswith("9.")
    remote = state["data.esremote_remote_info.frankfurt"]["remotes"]["dublin"]
    assert (remote["security_model"], remote["mode"], remote["skip_unavailable"]) == (
        "api_key",
        "proxy",
        True,
    )
    logs = state["data.esremote_effective_access.logs"]
    assert [reached["name"] for reached in logs["reaches"]] == ["logs-*"]
    assert logs["allowed"] is True
    secrets = state["data.esremote_effective_access.secrets"]
    assert (secrets["allowed"], secrets["status"]) == (False, 403)
    assert "DENIED" in secrets["explanation"]


def test_trust_in_an_address_is_checked_before_a_cut_over(world: World) -> None:
    host, _, port = world.remote.remote_cluster_server.rpartition(":")
    looked_up = f"""
data "esremote_endpoint_certificate" "good" {{
  host    = "{host}"
  port    = {port}
  ca_file = "{world.remote.ca_file}"
}}

data "esremote_endpoint_certificate" "bad" {{
  host    = "{host}"
  port    = {port}
  ca_file = "{world.local.ca_file}"
}}
"""
    world.stack.apply(looked_up)

    state = world.stack.state()
    good, bad = (state[f"data.esremote_endpoint_certificate.{name}"] for name in ("good", "bad"))
    assert (good["verified"], good["problem"]) == (True, None)
    assert host in good["chain"][0]["names"]
    assert bad["verified"] is False
    assert "unable to get local issuer certificate" in bad["problem"]


def test_an_address_without_tls_is_told(world: World) -> None:
    (error,) = world.stack.errors(
        'data "esremote_endpoint_certificate" "none" {\n  host = "127.0.0.1"\n  port = 1\n}\n'
    )

    assert error.summary == "No TLS connection to 127.0.0.1:1"
