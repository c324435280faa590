"""The ways to reach a cluster: endpoints, credentials, trust, patience, the environment."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import httpx
import pytest
import trustme

from tests.acceptance.configurations import connection
from tests.acceptance.world import KEYS, provider
from tests.support.relay import Asked, PassOn, relay

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.acceptance.world import World
    from tests.support.relay import Hook, Relay

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

DEAD = "https://127.0.0.1:1"


def look(name: str = "dublin") -> str:
    """Look at a cluster: the least that connects to it."""
    return f'data "esremote_cluster" "{name}" {{\n  on_cluster = "{name}"\n}}\n'


def _version(world: World, name: str = "dublin") -> object:
    return world.stack.state()[f"data.esremote_cluster.{name}"]["version"]


def _server(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return context


def _trusting(world: World, authority: trustme.CA) -> str:
    file: Path = world.folder / "relay-ca.crt"
    authority.cert_pem.write_to_path(file)
    return str(file)


# ---- endpoints


def test_the_next_endpoint_is_asked_when_one_is_dead(world: World) -> None:
    world.put_documents("logs-a")
    endpoints = {"frankfurt": world.local.url, "dublin": world.remote.url}
    both = {name: {"endpoints": [DEAD, url], "max_retries": 0} for name, url in endpoints.items()}

    with world.reached_by(**both) as stack:
        stack.apply(connection(world))

    assert world.search("logs-a") == (200, ["hello from logs-a"])


# ---- credentials


def test_a_bearer_token_makes_a_key(world: World) -> None:
    token = world.remote.call(
        "POST",
        "/_security/oauth2/token",
        {"grant_type": "password", "username": world.remote.username, "password": world.remote.password},
    )["access_token"]

    with world.reached_by(dublin={"bearer_token": token}) as stack:
        stack.apply(connection(world))

    (live,) = world.live_keys()
    assert live["realm"] != "_es_api_key"


def test_a_client_certificate_is_shown_where_it_is_asked_for(world: World) -> None:
    authority = trustme.CA()
    demanding = _server(authority, "127.0.0.1")
    demanding.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(demanding)
    shown = authority.issue_cert("provider.example")
    certificate, private = world.folder / "client.crt", world.folder / "client.key"
    shown.cert_chain_pems[0].write_to_path(certificate)
    shown.private_key_pem.write_to_path(private)

    with relay(world.remote, tls=demanding) as dublin:
        reached = {"endpoints": [dublin.url], "ca_file": _trusting(world, authority), "max_retries": 0}
        with world.reached_by(dublin=reached) as stack:
            (error,) = stack.errors(look())
            assert error.summary == "Failed to connect to cluster 'dublin'"
        files = {"client_certificate_file": str(certificate), "client_key_file": str(private)}
        with world.reached_by(dublin=reached | files) as stack:
            stack.apply(look())

    assert _version(world) == world.remote.version


def test_the_environment_has_credentials_for_each_cluster(world: World) -> None:
    key = world.remote.call("POST", "/_security/api_key", {"name": "of the environment"})
    token = world.remote.call("POST", "/_security/oauth2/token", {"grant_type": "client_credentials"})
    names = ("by-password", "by.key", "by token")
    credentials = {
        "ESREMOTE_BY_PASSWORD_USERNAME": world.remote.username,
        "ESREMOTE_BY_PASSWORD_PASSWORD": world.remote.password,
        "ESREMOTE_BY_KEY_API_KEY": key["encoded"],
        "ESREMOTE_BY_TOKEN_BEARER_TOKEN": token["access_token"],
    }
    others = {name: value for name, value in world.variables.items() if not name.startswith("ESREMOTE_")}
    reached = {"endpoints": [world.remote.url], "ca_file": str(world.remote.ca_file)}
    looks = "".join(look(name).replace(f'"{name}" {{', f'"c{place}" {{') for place, name in enumerate(names))

    with world.served_by(others | credentials):
        world.stack.preamble = provider(dict.fromkeys(names, reached))
        world.stack.apply(looks)
    world.stack.preamble = world.preamble()

    assert [_version(world, f"c{place}") for place in range(3)] == [world.remote.version] * 3
    world.remote.call("DELETE", "/_security/api_key", {"ids": [key["id"]]})


# ---- trust


def test_the_certificate_may_carry_another_name_that_is_said(world: World) -> None:
    authority = trustme.CA()
    with relay(world.remote, tls=_server(authority, "dublin.internal")) as dublin:
        reached = {"endpoints": [dublin.url], "ca_file": _trusting(world, authority), "max_retries": 0}
        with world.reached_by(dublin=reached) as stack:
            (error,) = stack.errors(look())
            assert 'set `clusters["dublin"].tls_server_name`' in error.detail
        with world.reached_by(dublin=reached | {"tls_server_name": "dublin.internal"}) as stack:
            stack.apply(look())

    assert _version(world) == world.remote.version


def test_what_is_not_safe_works_and_is_warned_of(world: World) -> None:
    with relay(world.remote) as plain:
        risky: Mapping[str, Mapping[str, object]] = {
            "dublin": {"endpoints": [plain.url], "ca_file": None, "allow_http": True},
            "frankfurt": {"ca_file": None, "insecure_skip_verify": True},
        }
        with world.reached_by(**risky) as stack:
            warnings = stack.warnings(look("dublin") + look("frankfurt"))
            stack.apply(look("dublin") + look("frankfurt"))

    assert {warning.summary for warning in warnings} == {
        "Cluster 'dublin': credentials may be sent without TLS",
        "Cluster 'frankfurt': the certificate is not verified",
    }
    assert _version(world, "frankfurt") == world.local.version


# ---- patience


class Busy:
    """Refuses the first requests to a path, as a busy or a restarting cluster does."""

    def __init__(self, status: int, times: int, path: str) -> None:
        self._status, self._left, self._path = status, times, path

    def __call__(self, asked: Asked, pass_on: PassOn) -> httpx.Response:
        if asked.path != self._path or not self._left:
            return pass_on()
        self._left -= 1
        return httpx.Response(self._status, json={"error": {"type": "busy", "reason": "try again later"}})


def _behind(dublin: Relay, retries: int) -> dict[str, object]:
    return {"endpoints": [dublin.url], "ca_file": None, "allow_http": True, "max_retries": retries}


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_cluster_is_asked_again(world: World, status: int) -> None:
    with relay(world.remote, Busy(status, 2, "/")) as dublin:
        with world.reached_by(dublin=_behind(dublin, 2)) as stack:
            stack.plan(look())
        assert dublin.asked.count(Asked("GET", "/")) == 3


def test_it_is_not_asked_more_often_than_max_retries_says(world: World) -> None:
    with relay(world.remote, Busy(503, 2, "/")) as dublin:
        with world.reached_by(dublin=_behind(dublin, 1)) as stack:
            (error,) = stack.errors(look())
        assert "503: try again later" in error.detail
        assert dublin.asked == [Asked("GET", "/")] * 2


@pytest.mark.parametrize(("status", "asked"), [(429, 2), (503, 1)], ids=["busy", "perhaps done"])
def test_a_key_is_asked_for_again_only_if_it_was_certainly_not_made(
    world: World, status: int, asked: int
) -> None:
    refusing: Hook = Busy(status, 1, KEYS)
    with (
        relay(world.remote, refusing) as dublin,
        world.reached_by(dublin=_behind(dublin, 3)) as stack,
    ):
        if status == 429:
            stack.apply(connection(world))
        else:
            stack.errors(connection(world), "apply")
        assert dublin.asked.count(Asked("POST", KEYS)) == asked
