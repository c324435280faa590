"""Rules about certificates: what one side presents, the other must trust.

`cryptography` is imported only when a program names a certificate file: importing it takes a third as long as
importing the library itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from constructs_lib.rules._words import named
from esremote.model.addresses import split_host_port
from esremote.model.connection.modes import Proxy, Sniff
from esremote.model.connection.security_model import SecurityModel
from esremote.model.findings.catalogue import EXPIRES_SOON
from esremote.model.findings.rule import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection
    from esremote.model.deployment.interfaces import Certificates


def authority_not_usable(connection: Connection) -> Iterator[Occurrence]:
    """Find authority files that hold no valid certificate authority."""
    files = authorities(connection)
    if not files:
        return
    from constructs_lib._certificates import Unreadable, is_authority, name_of, read, remaining  # noqa: PLC0415

    for file, whose in files:
        certificates = read(file)
        if isinstance(certificates, Unreadable):
            yield _wrong(file, f"{file}, the authority of {whose}, cannot be used: {certificates.reason}")
            continue
        for certificate in certificates:
            name = name_of(certificate)
            if not is_authority(certificate):
                yield _wrong(
                    file, f"{file}, the authority of {whose}, holds {name}, which is not an authority"
                )
            elif remaining(certificate) < timedelta():
                yield _wrong(file, f"{file}, the authority of {whose}, holds {name}, which has expired")


def certificate_expires_soon(connection: Connection) -> Iterator[Occurrence]:
    """Find certificates and authorities that expire soon."""
    files = [*authorities(connection), *presented(connection)]
    if not files:
        return
    from constructs_lib._certificates import Unreadable, name_of, read, remaining  # noqa: PLC0415

    for file, whose in files:
        certificates = read(file)
        if isinstance(certificates, Unreadable):
            continue
        for certificate in certificates:
            left = remaining(certificate)
            if timedelta() <= left < EXPIRES_SOON:
                yield Occurrence(
                    f"{file} ({whose}) holds {name_of(certificate)}, which expires in {left.days} days",
                    about=file,
                )


def certificate_does_not_fit(connection: Connection) -> Iterator[Occurrence]:
    """Find certificates of the remote cluster that the local cluster will reject."""
    files = presented(connection)
    if not files:
        return
    from constructs_lib._certificates import (  # noqa: PLC0415
        Unreadable,
        is_for,
        is_issued_by,
        name_of,
        names_in,
        read,
        remaining,
    )

    for file, whose in files:
        certificates = read(file)
        if isinstance(certificates, Unreadable):
            yield _wrong(file, f"{file}, the certificate of {whose}, cannot be used: {certificates.reason}")
            continue
        leaf, *chain = certificates
        if remaining(leaf) < timedelta():
            yield _wrong(file, f"{file} ({whose}) holds {name_of(leaf)}, which has expired")
        for host in _hosts(connection):
            if not is_for(leaf, host):
                yield _wrong(
                    file,
                    f"{file} ({whose}) is valid for {', '.join(names_in(leaf)) or 'no name at all'}, "
                    f"but {named(connection)} connects to {host}",
                )
        bundles = [read(authority) for authority, of in authorities(connection) if of == whose]
        trusted = tuple(each for bundle in bundles if not isinstance(bundle, Unreadable) for each in bundle)
        if trusted and not is_issued_by(leaf, (*trusted, *chain)):
            yield _wrong(file, f"{file} ({whose}) is not signed by the authority that the other side trusts")


def authorities(connection: Connection) -> list[tuple[str, str]]:
    """Return the authority files that a connection relies on, each with its interface."""
    wiring, local, remote = connection.wiring, connection.local, connection.remote
    found: list[tuple[str | None, str]] = []
    if SecurityModel.API_KEY in wiring.serves:
        found.append((_ca_file(remote.server_certificates), _server(remote.name)))
    if SecurityModel.TLS_CERTIFICATE in wiring.serves:
        found.append((_ca_file(remote.transport_certificates), _transport(remote.name)))
        found.append((_ca_file(local.transport_certificates), _transport(local.name)))
    return [(file, whose) for file, whose in found if file]


def presented(connection: Connection) -> list[tuple[str, str]]:
    """Return the certificate files that the remote cluster presents, each with its interface."""
    remote = connection.remote
    certificates, whose = {
        SecurityModel.API_KEY: (remote.server_certificates, _server(remote.name)),
        SecurityModel.TLS_CERTIFICATE: (remote.transport_certificates, _transport(remote.name)),
    }[connection.wiring.carries]
    file = certificates.certificate_file if certificates else None
    return [(file, whose)] if file else []


def _ca_file(certificates: Certificates | None) -> str | None:
    return certificates.ca_file if certificates else None


def _server(cluster: str) -> str:
    return f"the remote cluster server of {cluster}"


def _transport(cluster: str) -> str:
    return f"the transport interface of {cluster}"


def _hosts(connection: Connection) -> list[str]:
    match connection.mode:
        case Proxy(server_name=str(name)):
            return [name]
        case Proxy(proxy_address=str(address)):
            addresses = [address]
        case Sniff(seeds=seeds):
            addresses = list(seeds or ())
        case _:
            addresses = []
    return [found.host for found in map(split_host_port, addresses) if found]


def _wrong(file: str, message: str) -> Occurrence:
    return Occurrence(message, remedy="provide the correct file, or renew the certificate", about=file)
