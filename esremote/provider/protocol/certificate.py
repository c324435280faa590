"""The server certificate, generated for each process and sent to Terraform in the handshake.

Terraform trusts exactly this certificate, and the provider trusts exactly Terraform's. It always has the same
form, so it is encoded here byte by byte: importing the `cryptography` modules for certificates and keys takes
longer than everything else before the handshake.
"""

from __future__ import annotations

import binascii
import os
import time
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

_YEAR = 365 * 24 * 3600

_SEQUENCE, _SET, _INTEGER, _OID, _BITS, _OCTETS = b"\x30", b"\x31", b"\x02", b"\x06", b"\x03", b"\x04"
_UTC_TIME, _TEXT, _DNS_NAME = b"\x17", b"\x0c", b"\x82"
_FIRST, _SECOND, _FOURTH = b"\xa0", b"\xa1", b"\xa3"  # context-specific tags

_ECDSA_WITH_SHA256 = bytes.fromhex("2a8648ce3d040302")
_EC_PUBLIC_KEY = bytes.fromhex("2a8648ce3d0201")
_P256 = bytes.fromhex("2a8648ce3d030107")
_COMMON_NAME = bytes.fromhex("550403")
_SUBJECT_ALT_NAME = bytes.fromhex("551d11")
_BASIC_CONSTRAINTS = bytes.fromhex("551d13")
_TRUE = b"\x01\x01\xff"
_HOST = b"localhost"


class Certificate(NamedTuple):
    """A certificate and its private key.

    Attributes:
        der: The certificate.
        pem: The certificate and its private key.
    """

    der: bytes
    pem: bytes


def make() -> Certificate:
    """Generate a self-signed certificate for `localhost` with a new P-256 key, valid for a year."""
    key = ec.generate_private_key(ec.SECP256R1())
    numbers = key.private_numbers()
    point = _bits(b"\x04" + _number(numbers.public_numbers.x) + _number(numbers.public_numbers.y))
    algorithm = _tlv(_SEQUENCE, _tlv(_OID, _ECDSA_WITH_SHA256))
    name = _tlv(_SEQUENCE, _tlv(_SET, _tlv(_SEQUENCE, _tlv(_OID, _COMMON_NAME), _tlv(_TEXT, _HOST))))
    now = time.time()
    alternative = _extension(_SUBJECT_ALT_NAME, b"", _tlv(_SEQUENCE, _tlv(_DNS_NAME, _HOST)))
    authority = _extension(_BASIC_CONSTRAINTS, _TRUE, _tlv(_SEQUENCE, _TRUE))
    body = _tlv(
        _SEQUENCE,
        _tlv(_FIRST, _tlv(_INTEGER, b"\x02")),  # version 3
        _tlv(_INTEGER, b"\x01" + os.urandom(15)),
        algorithm,
        name,
        _tlv(_SEQUENCE, _moment(now - 60), _moment(now + _YEAR)),
        name,
        _tlv(_SEQUENCE, _tlv(_SEQUENCE, _tlv(_OID, _EC_PUBLIC_KEY), _tlv(_OID, _P256)), point),
        _tlv(_FOURTH, _tlv(_SEQUENCE, alternative, authority)),
    )
    certificate = _tlv(_SEQUENCE, body, algorithm, _bits(key.sign(body, ec.ECDSA(SHA256()))))
    private = _tlv(
        _SEQUENCE,
        _tlv(_INTEGER, b"\x01"),
        _tlv(_OCTETS, _number(numbers.private_value)),
        _tlv(_FIRST, _tlv(_OID, _P256)),
        _tlv(_SECOND, point),
    )
    return Certificate(certificate, _pem(b"EC PRIVATE KEY", private) + _pem(b"CERTIFICATE", certificate))


def _tlv(tag: bytes, *parts: bytes) -> bytes:
    """Encode one DER element: its tag, its length and its content."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:  # noqa: PLR2004 (the short form of a length ends here)
        return tag + bytes([length]) + content
    size = (length.bit_length() + 7) // 8
    return tag + bytes([0x80 | size]) + length.to_bytes(size, "big") + content


def _bits(content: bytes) -> bytes:
    return _tlv(_BITS, b"\x00", content)


def _number(value: int) -> bytes:
    return value.to_bytes(32, "big")


def _moment(seconds: float) -> bytes:
    return _tlv(_UTC_TIME, time.strftime("%y%m%d%H%M%SZ", time.gmtime(seconds)).encode())


def _extension(oid: bytes, critical: bytes, value: bytes) -> bytes:
    return _tlv(_SEQUENCE, _tlv(_OID, oid), critical, _tlv(_OCTETS, value))


def _pem(label: bytes, der: bytes) -> bytes:
    body = binascii.b2a_base64(der, newline=False)
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return b"\n".join((b"-----BEGIN " + label + b"-----", *lines, b"-----END " + label + b"-----", b""))
