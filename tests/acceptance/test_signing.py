"""Strong identity: the local cluster signs its requests, and the key asks for a certificate (from 9.3)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from esremote.model.releases.features import Feature
from esremote.model.releases.versions import Version
from tests.acceptance.configurations import CONNECTION, connection, key
from tests.harness.secrets import ProcessList, assert_absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.world import World

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

SIGNING = {"certificate": "certs/transport.crt", "key": "certs/transport.key"}


@pytest.fixture
def signed_world(world: World) -> Iterator[World]:
    """The remote cluster trusts the authority of the local one for signatures."""
    versions = (Version.parse(cluster.version) for cluster in (world.local, world.remote))
    if not all(map(Feature.SIGNING.is_in, versions)):
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


def _config(world: World) -> Path:
    return Path(world.local.facts["nodes"][0]["config"])


def _certificate(world: World) -> x509.Certificate:
    return x509.load_pem_x509_certificate((_config(world) / SIGNING["certificate"]).read_bytes())


def _identity(world: World) -> str:
    """A regular expression for the DN of the local cluster's certificate."""
    name = _certificate(world).subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return f".*CN={re.escape(str(name[0].value))}.*" if name else ".*"


def test_a_signed_connection_works_and_an_unsigned_one_is_explained(signed_world: World) -> None:
    world = signed_world
    world.put_documents("logs-a")
    bound = key(certificate_identity=_identity(world))

    (error,) = world.stack.errors(connection(world, cross_cluster_api_key=bound), "apply")
    assert (
        "The key requires signed requests, and the local cluster does not sign them accordingly"
        in error.detail
    )

    world.stack.apply(connection(world, cross_cluster_api_key=bound, signing=SIGNING))
    assert world.search("logs-a") == (200, ["hello from logs-a"])
    state = world.stack.state()[CONNECTION]
    assert state["cross_cluster_api_key"]["certificate_identity"] == bound["certificate_identity"]

    world.stack.apply(connection(world, cross_cluster_api_key=key(), signing=SIGNING))
    assert "certificate_identity" not in json.dumps(world.live_keys()), "null clears it"
    world.stack.apply(connection(world))
    assert world.search("logs-a") == (200, ["hello from logs-a"])


@pytest.fixture
def secret_files(signed_world: World) -> Iterator[dict[str, str]]:
    """Files of the local cluster's config folder that are encrypted, with their passphrases, by path.

    Terraform gets the passphrases as ephemeral variables, which neither state nor plan has.
    """
    certs = _config(signed_world) / "certs"
    private = load_pem_private_key((certs / "transport.key").read_bytes(), None)
    passphrases = {
        "certs/encrypted.key": "the first passphrase",
        "certs/again.key": "another passphrase",
        "certs/signing.p12": "the keystore's password",
    }
    for path, passphrase in passphrases.items():
        encryption = BestAvailableEncryption(passphrase.encode())
        content = (
            pkcs12.serialize_key_and_certificates(
                b"signing", private, _certificate(signed_world), None, encryption
            )
            if path.endswith(".p12")
            else private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
        )
        file = _config(signed_world) / path
        file.write_bytes(content)
        file.chmod(0o644)
    yield passphrases
    for path in passphrases:
        (_config(signed_world) / path).unlink()


def _with_secret(world: World, secret: str, signing: dict[str, Any]) -> str:
    """A signed connection; `${var.secret}` in `signing` stands for the secret."""
    world.stack.environment = {**world.stack.environment, "TF_VAR_secret": secret}
    bound = key(certificate_identity=_identity(world))
    variable = 'variable "secret" {\n  type      = string\n  ephemeral = true\n}\n'
    return variable + connection(world, cross_cluster_api_key=bound, signing=signing)


def _encrypted(path: str, version: int = 1) -> dict[str, Any]:
    return {
        "certificate": SIGNING["certificate"],
        "key": path,
        "secure_key_passphrase_wo": "${var.secret}",
        "secure_settings_wo_version": version,
    }


def test_the_passphrase_of_a_signing_key_is_delivered_renewed_and_taken_away(
    signed_world: World, secret_files: dict[str, str]
) -> None:
    world, setting = signed_world, "cluster.remote.dublin.signing.secure_key_passphrase"
    world.put_documents("logs-a")
    first, second = "certs/encrypted.key", "certs/again.key"

    with ProcessList() as processes:
        world.stack.apply(_with_secret(world, secret_files[first], _encrypted(first)))
    assert setting in world.keystore()
    assert world.search("logs-a") == (200, ["hello from logs-a"])

    with ProcessList() as more:
        plan = world.stack.apply(_with_secret(world, secret_files[second], _encrypted(second, version=2)))
    assert plan.actions == {CONNECTION: "update"}
    assert world.search("logs-a") == (200, ["hello from logs-a"])
    for path in (first, second):
        assert_absent(secret_files[path], world.stack.folder, world.log, processes.text, more.text)

    world.stack.apply(connection(world))
    assert world.keystore() == ["cluster.remote.dublin.credentials"]


def test_a_java_keystore_signs_and_leaves_nothing_in_the_nodes_keystore(
    signed_world: World, secret_files: dict[str, str]
) -> None:
    world, path = signed_world, "certs/signing.p12"
    world.put_documents("logs-a")
    keystore = {"path": path, "type": "PKCS12", "alias": "signing", "secure_password_wo": "${var.secret}"}
    signing = {"keystore": keystore, "secure_settings_wo_version": 1}

    world.stack.apply(_with_secret(world, secret_files[path], signing))

    assert "cluster.remote.dublin.signing.keystore.secure_password" in world.keystore()
    assert world.search("logs-a") == (200, ["hello from logs-a"])
    world.stack.destroy()  # demands that the keystore is empty


@pytest.mark.usefixtures("secret_files")
def test_a_wrong_passphrase_is_explained_and_leaves_nothing(signed_world: World) -> None:
    wrong = _with_secret(signed_world, "not this one", _encrypted("certs/encrypted.key"))

    (error,) = signed_world.stack.errors(wrong, "apply")

    assert "check the paths, the passphrase and the passwords in `signing`" in error.detail
    signed_world.assert_clean()


def test_secrets_of_signing_that_cannot_be_meant_are_refused_offline(world: World) -> None:
    no_version = {**_encrypted("certs/a.key"), "secure_settings_wo_version": None}
    no_secret = {**SIGNING, "secure_settings_wo_version": 1}
    no_key = {
        "keystore": {"path": "certs/a.p12"},
        **_encrypted("certs/a.key"),
        "certificate": None,
        "key": None,
    }

    findings = {
        "Set `secure_settings_wo_version = 1`": no_version,
        "There is no secret to deliver": no_secret,
        "passphrase of `key`, which is not set": no_key,
    }

    for text, signing in findings.items():
        literal = json.loads(json.dumps(signing).replace("${var.secret}", "a passphrase"))
        (error,) = world.stack.errors(connection(world, signing=literal), "validate")
        assert text in error.detail
