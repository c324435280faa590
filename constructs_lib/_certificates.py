"""Certificates in PEM files, and the properties that the checks need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from esremote.model.certificate_names import is_valid_for

if TYPE_CHECKING:
    from datetime import timedelta


@dataclass(frozen=True)
class Unreadable:
    """The reason why no certificate can be read from a file."""

    reason: str


@cache
def read(file: str) -> tuple[x509.Certificate, ...] | Unreadable:
    """Read all certificates of a PEM file. Each file is read once."""
    try:
        return tuple(x509.load_pem_x509_certificates(Path(file).read_bytes()))
    except OSError as problem:
        return Unreadable(problem.strerror or str(problem))
    except ValueError:
        return Unreadable("it contains no PEM certificate")


def name_of(certificate: x509.Certificate) -> str:
    """Return the subject of a certificate in the usual notation, such as `CN=dublin-1`."""
    return certificate.subject.rfc4514_string() or f"serial number {certificate.serial_number}"


def is_authority(certificate: x509.Certificate) -> bool:
    """Return whether a certificate is that of an authority (basic constraint CA)."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def remaining(certificate: x509.Certificate) -> timedelta:
    """Return how long a certificate remains valid; negative if it has expired."""
    return certificate.not_valid_after_utc - datetime.now(UTC)


def is_issued_by(certificate: x509.Certificate, authorities: tuple[x509.Certificate, ...]) -> bool:
    """Return whether one of `authorities` has signed a certificate."""
    for authority in authorities:
        try:
            certificate.verify_directly_issued_by(authority)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False


def names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the host names and IP addresses that a certificate is valid for."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    hosts = names.get_values_for_type(x509.DNSName)
    addresses = names.get_values_for_type(x509.IPAddress)
    return (*hosts, *(str(address) for address in addresses))


def is_for(certificate: x509.Certificate, host: str) -> bool:
    """Return whether a certificate is valid for `host`."""
    return is_valid_for(names_in(certificate), host)
