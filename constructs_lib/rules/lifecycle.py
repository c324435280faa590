"""Rules about the life of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.rules._words import named
from esremote.model.findings.rule import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection


def key_never_expires(connection: Connection) -> Iterator[Occurrence]:
    """Find a key without an expiration."""
    key = connection.wiring.key
    if key is not None and key.expiration is None:
        yield Occurrence(
            f"the key of {named(connection)} never expires: a copy of it works until someone invalidates it"
        )


def key_not_rotated(connection: Connection) -> Iterator[Occurrence]:
    """Find a key that expires without a successor."""
    key = connection.wiring.key
    if key is not None and key.expiration is not None and key.rotate_before is None:
        yield Occurrence(
            f"the key of {named(connection)} expires after {key.expiration} and is not rotated beforehand: "
            "from then on, the connection fails with 401"
        )


def requests_not_signed(connection: Connection) -> Iterator[Occurrence]:
    """Find a key that requires signed requests from a connection that does not sign."""
    key = connection.wiring.key
    if key is not None and key.certificate_identity is not None and key.signing is None:
        yield Occurrence(
            f"the key of {named(connection)} accepts only requests signed by {key.certificate_identity!r}, "
            "but the connection does not sign its requests: all of them fail with 401"
        )
