"""Certificates are looked at when the program runs, not when the connection fails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from constructs_lib import (
    ApiKeySecurity,
    Certificates,
    Cluster,
    Connection,
    KeystoreCommand,
    Proxy,
    SelfManaged,
    Stack,
    TlsCertificateSecurity,
)
from constructs_lib.rules import check

if TYPE_CHECKING:
    from pathlib import Path

LOGS = ApiKeySecurity(search=["logs-*"])
Files = Callable[..., tuple[str, str]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """An authority's file and that of a certificate that it signed."""

    def make(*names: str, expires: datetime | None = None) -> tuple[str, str]:
        authority = trustme.CA()
        issued = authority.issue_cert(*names, not_after=expires)
        ca_file, file = tmp_path / "ca.crt", tmp_path / "server.crt"
        authority.cert_pem.write_to_path(ca_file)
        issued.cert_chain_pems[0].write_to_path(file)
        return str(ca_file), str(file)

    return make


def connected(
    stack: Stack, frankfurt: Cluster, certificates: Certificates, *, server_name: str | None = None
) -> Connection:
    dublin = Cluster(
        stack,
        "dublin",
        url="https://dublin.example:9200",
        deployment=SelfManaged(
            remote_cluster_server="dublin.example", keystore=KeystoreCommand(["elasticsearch-keystore"])
        ),
        server_certificates=certificates,
    )
    return frankfurt.connect_to(dublin, security=LOGS, mode=Proxy(server_name=server_name))


def trusting(stack: Stack, name: str, certificates: Certificates) -> Cluster:
    return Cluster(
        stack,
        name,
        url=f"https://{name}.example:9200",
        deployment=SelfManaged(transport=f"{name}.example", remote_cluster_server=f"{name}.example"),
        transport_certificates=certificates,
        server_certificates=certificates,
    )


def messages(connection: Connection, rule: str) -> list[str]:
    return [finding.message for finding in check([connection]) if finding.rule == rule]


def test_what_fits_gives_no_finding(stack: Stack, frankfurt: Cluster, files: Files) -> None:
    ca_file, file = files("dublin.example")
    connection = connected(stack, frankfurt, Certificates(ca_file=ca_file, certificate_file=file))

    assert not any(messages(connection, rule) for rule in ("RC050", "RC051", "RC052"))


def test_a_certificate_for_another_name_is_found(stack: Stack, frankfurt: Cluster, files: Files) -> None:
    ca_file, file = files("paris.example", "10.0.0.7")
    connection = connected(stack, frankfurt, Certificates(ca_file=ca_file, certificate_file=file))

    (message,) = messages(connection, "RC052")
    assert (
        "is valid for paris.example, 10.0.0.7, but connection 'dublin' of 'frankfurt' connects to "
        "dublin.example" in message
    )


@pytest.mark.parametrize(
    ("names", "fits"), [(["*.example"], True), (["*.other"], False), (["dublin.example"], True)]
)
def test_the_server_name_is_what_counts_when_it_is_given(
    stack: Stack, frankfurt: Cluster, files: Files, *, names: list[str], fits: bool
) -> None:
    ca_file, file = files(*names)
    certificates = Certificates(ca_file=ca_file, certificate_file=file)
    connection = connected(stack, frankfurt, certificates, server_name="dublin.example")

    assert (messages(connection, "RC052") == []) is fits


def test_a_certificate_of_another_authority_is_found(
    stack: Stack, frankfurt: Cluster, files: Files, tmp_path: Path
) -> None:
    _, file = files("dublin.example")
    other = tmp_path / "other.crt"
    trustme.CA().cert_pem.write_to_path(other)
    connection = connected(stack, frankfurt, Certificates(ca_file=str(other), certificate_file=file))

    (message,) = messages(connection, "RC052")
    assert message.endswith("is not signed by the authority that the other side trusts")


def test_a_server_certificate_in_place_of_an_authority_is_found(
    stack: Stack, frankfurt: Cluster, files: Files
) -> None:
    _, file = files("dublin.example")
    connection = connected(stack, frankfurt, Certificates(ca_file=file))

    (message,) = messages(connection, "RC050")
    assert message.endswith("which is not an authority")


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "No such file or directory"), ("hello", "it contains no PEM certificate")]
)
def test_a_file_that_cannot_be_used_is_named(
    stack: Stack, frankfurt: Cluster, tmp_path: Path, content: str | None, reason: str
) -> None:
    file = tmp_path / f"{reason}.crt"
    if content:
        file.write_text(content)
    connection = connected(stack, frankfurt, Certificates(ca_file=str(file)))

    assert messages(connection, "RC050") == [
        f"{file}, the authority of the remote cluster server of dublin, cannot be used: {reason}"
    ]


def test_a_certificate_that_expires_soon_or_has_expired_is_found(
    stack: Stack, frankfurt: Cluster, files: Files
) -> None:
    ca_file, soon = files("dublin.example", expires=datetime.now(UTC) + timedelta(days=7, hours=1))
    connection = connected(stack, frankfurt, Certificates(ca_file=ca_file, certificate_file=soon))

    (message,) = messages(connection, "RC051")
    assert message.endswith("which expires in 7 days")


def test_an_expired_certificate_is_an_error(stack: Stack, frankfurt: Cluster, files: Files) -> None:
    ca_file, past = files("dublin.example", expires=datetime.now(UTC) - timedelta(days=1))
    connection = connected(stack, frankfurt, Certificates(ca_file=ca_file, certificate_file=past))

    (message,) = messages(connection, "RC052")
    assert message.endswith("which has expired")


def test_trust_is_mutual_with_certificates_and_one_way_with_a_key(stack: Stack) -> None:
    frankfurt, dublin = (
        trusting(stack, name, Certificates(ca_file=f"{name}.crt")) for name in ("fra", "dub")
    )
    mutual = frankfurt.connect_to(dublin, alias="tls", security=TlsCertificateSecurity())
    one_way = frankfurt.connect_to(dublin, alias="key", security=ApiKeySecurity(search=["logs-*"]))

    assert [message.split(",")[0] for message in messages(mutual, "RC050")] == ["dub.crt", "fra.crt"]
    assert [message.split(",")[0] for message in messages(one_way, "RC050")] == ["dub.crt"]
