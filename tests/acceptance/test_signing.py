"""Strong identity: the local cluster signs its requests, and the key asks for a certificate (from 9.3)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from tests.acceptance.configurations import CONNECTION, connection, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

SIGNING = {"certificate": "certs/transport.crt", "key": "certs/transport.key"}


@pytest.fixture
def signed_world(world: World) -> Iterator[World]:
    """The remote cluster trusts the authority of the local one for signatures."""
    if not world.remote.version.startswith("9.") or not world.local.version.startswith("9."):
        pytest.skip("signing came with 9.3")
    authority = next(
        (
            f"certs/{file.name}"
            for file in (Path(world.remote.facts["nodes"][0]["config"]) / "certs").glob("*.crt")
            if _same(file, world.local.ca_file)
        ),
        None,
    )
    assert authority, "the remote cluster has the local authority in its config folder"
    setting = "cluster.remote.signing.certificate_authorities"
    world.remote.call("PUT", "/_cluster/settings", {"persistent": {setting: [authority]}})
    yield world
    world.remote.call("PUT", "/_cluster/settings", {"persistent": {setting: None}})


def _same(file: Path, other: Path) -> bool:
    return file.read_bytes() == other.read_bytes()


def _identity(world: World) -> str:
    """A regular expression for the DN of the local cluster's certificate."""
    file = Path(world.local.facts["nodes"][0]["config"]) / SIGNING["certificate"]
    subject = x509.load_pem_x509_certificate(file.read_bytes()).subject
    name = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return f".*CN={re.escape(str(name[0].value))}.*" if name else ".*"


def test_a_signed_connection_works_and_an_unsigned_one_is_explained(signed_world: World) -> None:
    world = signed_world
    world.put_documents("logs-a")
    bound = key(certificate_identity=_identity(world))

    (error,) = world.stack.errors(connection(world, cross_cluster_api_key=bound), "apply")
    assert "The key asks for a signature that the local cluster does not give" in error.detail

    world.stack.apply(connection(world, cross_cluster_api_key=bound, signing=SIGNING))
    assert world.search("logs-a") == (200, ["hello from logs-a"])
    state = world.stack.state()[CONNECTION]
    assert state["cross_cluster_api_key"]["certificate_identity"] == bound["certificate_identity"]

    world.stack.apply(connection(world, cross_cluster_api_key=key(), signing=SIGNING))
    assert "certificate_identity" not in json.dumps(world.live_keys()), "null clears it"
    world.stack.apply(connection(world))
    assert world.search("logs-a") == (200, ["hello from logs-a"])
