"""The provider process: who it serves, how it begins and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from grpclib.const import Status
from grpclib.exceptions import GRPCError, StreamTerminatedError

from esremote.provider.protocol import certificate
from esremote.provider.protocol.types import Map, String
from esremote.provider.protocol.wire import dump, load
from tests.harness.binaries import environment
from tests.provider.protocol.client import COOKIE, Plugin, exists, started
from tests.provider.protocol.conftest import EXAMPLE, ROOT
from tests.provider.protocol.example.note import Note
from tests.support.waiting import eventually_async

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.provider.protocol.client import Client

NOTE = Note.schema.root


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path, PYTHONPATH=str(ROOT))


@pytest.fixture
async def plugin(variables: dict[str, str]) -> AsyncIterator[Plugin]:
    async with started(EXAMPLE, variables) as made:
        yield made


@pytest.fixture
async def client(plugin: Plugin, tmp_path: Path) -> AsyncIterator[Client]:
    async with plugin.connect() as connected:
        await connected.call(
            "ConfigureProvider", config=dump(Map(String), {"folder": str(tmp_path / "notes")})
        )
        yield connected


def note(**values: Any) -> Any:
    return dump(NOTE, {"name": "hello", "text": "", **values})


async def create(client: Client, **values: Any) -> Any:
    nothing = dump(NOTE, None)
    made = note(**values)
    plan = await client.call(
        "PlanResourceChange",
        type_name="example_note",
        prior_state=nothing,
        proposed_new_state=made,
        config=made,
    )
    return await client.call(
        "ApplyResourceChange",
        type_name="example_note",
        prior_state=nothing,
        planned_state=plan.planned_state,
        config=made,
    )


async def waiting(folder: Path, *, calls: int = 1) -> None:
    """Wait until so many slow creations have begun."""
    journal = folder / "notes/journal"
    await eventually_async(lambda: journal.exists() and journal.read_text().count("waiting") >= calls)


def speak(plugin: Plugin, own: certificate.Certificate | None) -> bytes:
    """Begin HTTP/2 as anybody could; return what the provider says, nothing if it refuses."""
    with socket.socket(socket.AF_UNIX) as plain, suppress(ssl.SSLError, ConnectionError):
        plain.settimeout(5)
        plain.connect(plugin.path)
        with plugin.context(own).wrap_socket(plain, server_hostname="localhost") as secure:
            secure.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
            return secure.recv(64)
    return b""


async def test_the_owner_of_terraforms_certificate_is_served(plugin: Plugin) -> None:
    assert await asyncio.to_thread(speak, plugin, plugin.own)


async def test_a_client_without_a_certificate_is_refused(plugin: Plugin) -> None:
    assert await asyncio.to_thread(speak, plugin, None) == b""


async def test_a_client_with_another_certificate_is_refused(plugin: Plugin) -> None:
    assert await asyncio.to_thread(speak, plugin, certificate.make()) == b""


async def test_the_socket_lies_in_a_folder_of_this_user_alone_and_no_key_beside_it(plugin: Plugin) -> None:
    async with plugin.connect() as client:
        await client.call("GetProviderSchema")
        folder = Path(plugin.path).parent
        assert folder.stat().st_mode & 0o077 == 0
        assert [path.name for path in folder.iterdir()] == ["provider.sock"]


async def test_shutdown_ends_the_process_and_removes_the_socket(plugin: Plugin) -> None:
    async with plugin.connect() as client:
        await client.call("GetProviderSchema")
        await client.shutdown()
    assert await asyncio.to_thread(plugin.process.wait, 10) == 0
    assert not Path(plugin.path).parent.exists()


async def test_a_termination_interrupts_what_is_in_flight_and_removes_the_socket(
    plugin: Plugin, client: Client, tmp_path: Path
) -> None:
    creation = asyncio.ensure_future(create(client, trouble="slow"))
    await waiting(tmp_path)
    plugin.process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(plugin.process.wait, 10) == 0
    assert not Path(plugin.path).parent.exists()
    with suppress(ConnectionError, StreamTerminatedError, GRPCError):
        await creation


async def test_nothing_is_written_to_standard_error_unless_tf_log_asks(plugin: Plugin) -> None:
    async with plugin.connect() as client:
        await client.call("GetProviderSchema")
        await client.shutdown()
    assert await asyncio.to_thread(plugin.process.wait, 10) == 0
    assert plugin.process.stderr is not None
    assert plugin.process.stderr.read() == ""


async def test_tf_log_shows_json_lines_with_hclogs_keys(variables: dict[str, str]) -> None:
    async with started(EXAMPLE, {**variables, "TF_LOG_PROVIDER": "debug"}) as plugin:
        async with plugin.connect() as client:
            await client.call("GetProviderSchema")
            await client.shutdown()
        await asyncio.to_thread(plugin.process.wait, 10)
        assert plugin.process.stderr is not None
        entries = [json.loads(line) for line in plugin.process.stderr.read().splitlines()]
    [entry] = [entry for entry in entries if entry["@message"] == "GetProviderSchema"]
    assert entry["@level"] == "debug"
    assert entry["@module"] == "example.servicer"
    assert entry["@timestamp"].endswith("Z")
    assert entry["ms"] >= 0


async def test_a_person_who_starts_it_is_told_what_it_is(variables: dict[str, str]) -> None:
    run = await asyncio.to_thread(
        subprocess.run, EXAMPLE, env=variables, text=True, capture_output=True, check=False
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == (
        "This is a Terraform provider. It is started by `terraform` or `tofu`, and is not meant to be run "
        "directly.\n"
        "To attach to it for debugging, start it with --debug.\n"
    )


@pytest.mark.parametrize("method", ["GetMetadata", "ListResource", "PlanAction", "ReadStateBytes"])
async def test_methods_that_it_does_not_have_are_unimplemented(plugin: Plugin, method: str) -> None:
    async with plugin.connect() as client:
        with pytest.raises(GRPCError) as caught:
            await client.call_raw(f"/tfplugin6.Provider/{method}")
    assert caught.value.status is Status.UNIMPLEMENTED


async def test_ctrl_c_alone_ends_nothing(plugin: Plugin) -> None:
    plugin.process.send_signal(signal.SIGINT)
    async with plugin.connect() as client:
        plugin.process.send_signal(signal.SIGINT)
        assert (await client.call("GetProviderSchema")).resource_schemas


async def test_stop_interrupts_a_creation_and_returns_what_was_made(client: Client, tmp_path: Path) -> None:
    creation = asyncio.ensure_future(create(client, trouble="slow"))
    await waiting(tmp_path)
    assert (await client.call("StopProvider")).Error == ""
    reply = await creation
    assert load(NOTE, reply.new_state)["id"] == "hello"
    [diagnostic] = reply.diagnostics
    assert diagnostic.summary == "Interrupted"


async def test_the_process_serves_on_after_an_interruption(client: Client) -> None:
    await client.call("StopProvider")
    reply = await create(client)
    assert not reply.diagnostics


async def test_what_is_known_of_an_unknown_value_comes_back_byte_for_byte(client: Client) -> None:
    refined = b"\xc7\x0a\x0c\x82\x01\xc2\x02\xa5hello"  # ext 12: not null, begins with "hello"
    unrefined = dump(NOTE, {"name": "hello", "about": "REPLACED", "text": "", "mood": "glad"})
    packed = unrefined.msgpack.replace(b"\xa8REPLACED", refined)
    made = type(unrefined)(msgpack=packed)
    plan = await client.call(
        "PlanResourceChange",
        type_name="example_note",
        prior_state=dump(NOTE, None),
        proposed_new_state=made,
        config=made,
    )
    assert not plan.diagnostics
    assert plan.planned_state.msgpack.count(refined) == 1


async def test_a_state_of_many_megabytes_goes_through(client: Client) -> None:
    text = "x" * (40 * 1024 * 1024)
    reply = await create(client, text=text)
    assert load(NOTE, reply.new_state)["text"] == text


async def test_many_calls_are_answered_at_the_same_time(client: Client, tmp_path: Path) -> None:
    slow = [asyncio.ensure_future(create(client, trouble="slow")) for _ in range(3)]
    await waiting(tmp_path, calls=3)
    await create(client)
    assert not any(call.done() for call in slow)
    await client.call("StopProvider")
    await asyncio.gather(*slow)


async def test_an_identity_tells_which_note_a_resource_is(client: Client) -> None:
    schemas = (await client.call("GetResourceIdentitySchemas")).identity_schemas
    assert [attribute.name for attribute in schemas["example_note"].identity_attributes] == ["name"]
    reply = await create(client)
    identity = load(Map(String), reply.new_identity.identity_data)
    assert identity == {"name": "hello"}
    imported = await client.call("ImportResourceState", type_name="example_note", identity=reply.new_identity)
    [resource] = imported.imported_resources
    assert load(NOTE, resource.state)["id"] == "hello"
    read = await client.call("ReadResource", type_name="example_note", current_state=resource.state)
    assert read.new_identity == reply.new_identity
    upgraded = await client.call(
        "UpgradeResourceIdentity",
        type_name="example_note",
        version=0,
        raw_identity={"json": b'{"name":"hello"}'},
    )
    assert load(Map(String), upgraded.upgraded_identity.identity_data) == {"name": "hello"}


async def test_write_only_values_are_refused_where_terraform_does_not_know_them(client: Client) -> None:
    reply = await client.call(
        "ValidateResourceConfig", type_name="example_note", config=note(phrase_wo="open sesame")
    )
    [diagnostic] = reply.diagnostics
    assert diagnostic.summary == "Write-only attributes are not supported"
    allowed = {"write_only_attributes_allowed": True}
    reply = await client.call(
        "ValidateResourceConfig",
        type_name="example_note",
        config=note(phrase_wo="open sesame"),
        client_capabilities=allowed,
    )
    assert not reply.diagnostics


async def test_a_type_that_it_does_not_have_is_a_diagnostic_not_a_crash(client: Client) -> None:
    reply = await client.call("ReadResource", type_name="example_nothing", current_state=note())
    [diagnostic] = reply.diagnostics
    assert "ReadResource" in diagnostic.summary


async def test_a_provider_that_cannot_be_made_says_why_instead_of_going_away(
    variables: dict[str, str],
) -> None:
    broken = "from esremote.provider.protocol.serve import serve; serve('esremote.nowhere:Provider')"
    async with started([EXAMPLE[0], "-c", broken], variables) as plugin, plugin.connect() as client:
        [diagnostic] = (await client.call("GetProviderSchema")).diagnostics
    assert diagnostic.summary == "The provider cannot start"
    assert diagnostic.detail.startswith("ModuleNotFoundError: No module named 'esremote.nowhere'")


async def test_an_orphan_ends_itself(variables: dict[str, str], tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    script = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "open(sys.argv[1], 'w').write(str(child.pid))\n"
        "time.sleep(1)\n"
        "os._exit(0)\n"
    )
    async with started(EXAMPLE, variables) as other:
        pem = other.server
    await asyncio.to_thread(
        subprocess.run,
        [EXAMPLE[0], "-c", script, str(marker), *EXAMPLE],
        env={**variables, **COOKIE, "PLUGIN_CLIENT_CERT": pem},
        check=True,
    )
    pid = int(marker.read_text())
    try:
        await eventually_async(lambda: not exists(pid))
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
