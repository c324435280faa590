"""Rules about the life of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.findings import Severity
from constructs_lib.rules._rule import Problem, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.connection import Connection


@rule("RC020", Severity.NOTE)
def key_never_expires(connection: Connection) -> Iterator[Problem]:
    """A connection's key never expires."""
    key = connection.wiring.key
    if key is not None and key.expiration is None:
        yield Problem(
            f"the key of connection {connection.alias!r} of {connection.local.name!r} never expires: "
            "a copy of it works until somebody invalidates it",
            "set expiration='90d' and rotate_before='14d'",
        )


@rule("RC021", Severity.WARNING)
def key_expires_unreplaced(connection: Connection) -> Iterator[Problem]:
    """A connection's key expires, and nothing replaces it before."""
    key = connection.wiring.key
    if key is not None and key.expiration is not None and key.rotate_before is None:
        yield Problem(
            f"the key of connection {connection.alias!r} of {connection.local.name!r} expires after "
            f"{key.expiration} and is not replaced before: the connection then fails with 401",
            "set rotate_before, and apply more often than that",
        )


@rule("RC022", Severity.ERROR)
def identity_without_signature(connection: Connection) -> Iterator[Problem]:
    """A key demands signed requests from a connection that does not sign."""
    key = connection.wiring.key
    if key is not None and key.certificate_identity is not None and key.signing is None:
        yield Problem(
            f"the key of connection {connection.alias!r} of {connection.local.name!r} accepts only requests "
            f"signed by {key.certificate_identity!r}, and the connection signs none: all of them get 401",
            "set signing=Signing(certificate=..., key=...)",
        )
