"""The server's own certificate, made anew for each process and told to Terraform in the handshake.

Terraform trusts exactly this certificate, and we trust exactly Terraform's. It is one fixed form, so it is
written here byte by byte: the library that makes any certificate takes three times as long to load as the
rest of the start.
"""

from __future__ import annotations

import binascii
import os
import time
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

_YEAR = 365 * 24 * 3600

_SEQUENCE, _SET, _INTEGER, _OID, _BITS, _OCTETS = b"\x30", b"\x31", b"\x02", b"\x06", b"\x03", b"\x04"
_UTC_TIME, _TEXT, _DNS_NAME, _VERSION, _EXTENSIONS = b"\x17", b"\x0c", b"\x82", b"\xa0", b"\xa3"

_ECDSA_WITH_SHA256 = bytes.fromhex("2a8648ce3d040302")
_COMMON_NAME = bytes.fromhex("550403")
_SUBJECT_ALT_NAME = bytes.fromhex("551d11")
_BASIC_CONSTRAINTS = bytes.fromhex("551d13")
_TRUE = b"\x01\x01\xff"
_HOST = b"localhost"


class Certificate(NamedTuple):
    """A certificate with its key.

    Attributes:
        der: The certificate.
        pem: The certificate and its private key.
    """

    der: bytes
    pem: bytes


def make() -> Certificate:
    """Make a self-signed certificate for `localhost` on a new P-256 key, valid for a year."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    algorithm = _tlv(_SEQUENCE, _tlv(_OID, _ECDSA_WITH_SHA256))
    name = _tlv(_SEQUENCE, _tlv(_SET, _tlv(_SEQUENCE, _tlv(_OID, _COMMON_NAME), _tlv(_TEXT, _HOST))))
    now = time.time()
    body = _tlv(
        _SEQUENCE,
        _tlv(_VERSION, _tlv(_INTEGER, b"\x02")),
        _tlv(_INTEGER, b"\x01" + os.urandom(15)),
        algorithm,
        name,
        _tlv(_SEQUENCE, _moment(now - 60), _moment(now + _YEAR)),
        name,
        public,
        _tlv(
            _EXTENSIONS,
            _tlv(
                _SEQUENCE,
                _extension(_SUBJECT_ALT_NAME, b"", _tlv(_SEQUENCE, _tlv(_DNS_NAME, _HOST))),
                _extension(_BASIC_CONSTRAINTS, _TRUE, _tlv(_SEQUENCE, _TRUE)),
            ),
        ),
    )
    signature = key.sign(body, ec.ECDSA(SHA256()))
    der = _tlv(_SEQUENCE, body, algorithm, _tlv(_BITS, b"\x00", signature))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Certificate(der, private + _pem(der))


def _tlv(tag: bytes, *parts: bytes) -> bytes:
    """Write one element of DER: its tag, its length, its content."""
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:  # noqa: PLR2004 (from here on the length has a length of its own)
        return tag + bytes([length]) + content
    size = (length.bit_length() + 7) // 8
    return tag + bytes([0x80 | size]) + length.to_bytes(size, "big") + content


def _moment(seconds: float) -> bytes:
    return _tlv(_UTC_TIME, time.strftime("%y%m%d%H%M%SZ", time.gmtime(seconds)).encode())


def _extension(oid: bytes, critical: bytes, value: bytes) -> bytes:
    return _tlv(_SEQUENCE, _tlv(_OID, oid), critical, _tlv(_OCTETS, value))


def _pem(der: bytes) -> bytes:
    body = binascii.b2a_base64(der, newline=False)
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return b"\n".join((b"-----BEGIN CERTIFICATE-----", *lines, b"-----END CERTIFICATE-----", b""))
