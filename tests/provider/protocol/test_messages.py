"""The compiled messages and the pieces that the handshake is made of."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from google.protobuf import descriptor_pb2
from grpc_tools import protoc

from esremote.provider.protocol import Path as Attribute
from esremote.provider.protocol import certificate, handshake, listening
from esremote.provider.protocol.hclog import wanted
from esremote.provider.protocol.messages import message
from esremote.provider.protocol.wire import dump_path
from tests.provider.protocol.client import COOKIE

PROTO = Path(str(files("esremote.provider.protocol") / "proto"))


def test_the_compiled_messages_are_current(tmp_path: Path) -> None:
    made = tmp_path / "made.binpb"
    arguments = ["protoc", f"-I{PROTO}", f"-I{files('grpc_tools') / '_proto'}", "--include_imports"]
    assert protoc.main([*arguments, f"--descriptor_set_out={made}", "plugin.proto", "go_plugin.proto"]) == 0
    current = descriptor_pb2.FileDescriptorSet.FromString((PROTO / "plugin.binpb").read_bytes())
    assert current == descriptor_pb2.FileDescriptorSet.FromString(made.read_bytes()), "run: make proto"


def test_a_path_tells_attributes_keys_and_indices_apart() -> None:
    path = (Attribute() / "clusters")["dublin"] / "endpoints"
    assert str(path[0]) == 'clusters["dublin"].endpoints[0]'
    assert dump_path(path[0]) == message("AttributePath")(
        steps=[
            {"attribute_name": "clusters"},
            {"element_key_string": "dublin"},
            {"attribute_name": "endpoints"},
            {"element_key_int": 0},
        ]
    )


def test_the_certificate_is_one_that_any_library_reads_and_that_signs_itself() -> None:
    made = certificate.make()
    read = x509.load_der_x509_certificate(made.der)
    read.verify_directly_issued_by(read)
    assert read.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value == "localhost"
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert read.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    now = datetime.now(UTC)
    assert read.not_valid_before_utc < now < read.not_valid_after_utc < now + timedelta(days=366)
    assert ssl.DER_cert_to_PEM_cert(made.der).strip() in made.pem.decode()


def test_two_certificates_share_neither_key_nor_number() -> None:
    one, other = (x509.load_der_x509_certificate(certificate.make().der) for _ in range(2))
    assert one.serial_number != other.serial_number
    assert one.public_key() != other.public_key()


GOOD = {**COOKIE, "PLUGIN_CLIENT_CERT": "PEM"}


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "not meant to be run directly"),
        ({**GOOD, "PLUGIN_PROTOCOL_VERSIONS": "4,5"}, "requires plugin protocol 6"),
        (COOKIE, "requires mutual TLS"),
        (GOOD, ""),
        ({**GOOD, "PLUGIN_PROTOCOL_VERSIONS": "5,6"}, ""),
    ],
)
def test_whoever_cannot_be_served_is_told_why(environment: dict[str, str], words: str) -> None:
    reason = handshake.refusal(environment)
    assert words in reason
    assert bool(words) == bool(reason)


def test_the_socket_stands_in_the_folder_that_terraform_names() -> None:
    with TemporaryDirectory(prefix="t") as folder:
        made = listening.listen({"PLUGIN_UNIX_SOCKET_DIR": folder})
        assert made.network == "unix"
        assert Path(made.address).parent.parent == Path(folder)
        made.socket.close()
        made.remove()
        assert list(Path(folder).iterdir()) == []


def test_a_folder_with_a_name_too_long_for_a_socket_gives_way_to_loopback(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 90)
    deep.mkdir()
    made = listening.listen({"TMPDIR": str(deep)})
    with made.socket:
        assert made.network == "tcp"
        host, _, port = made.address.partition(":")
        socket.create_connection((host, int(port))).close()
    assert list(deep.iterdir()) == []


def test_windows_listens_on_loopback_within_the_ports_that_terraform_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        first = taken.getsockname()[1]
        ports = {"PLUGIN_MIN_PORT": str(first), "PLUGIN_MAX_PORT": str(first + 20)}
        made = listening.listen(ports)
        with made.socket:
            assert first < int(made.address.partition(":")[2]) <= first + 20
        with pytest.raises(OSError, match="in use"):
            listening.listen({**ports, "PLUGIN_MAX_PORT": str(first)})


@pytest.mark.parametrize(
    ("environment", "level"),
    [
        ({}, None),
        ({"TF_LOG": "off"}, None),
        ({"TF_LOG": "warn"}, 30),
        ({"TF_LOG": "json"}, 5),
        ({"TF_LOG": "error", "TF_LOG_PROVIDER": "debug"}, 10),
    ],
)
def test_the_log_has_the_level_that_terraform_is_asked_for(
    environment: dict[str, str], level: int | None
) -> None:
    assert wanted(environment) == level
