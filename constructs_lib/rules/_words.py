"""What the messages of several rules say in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.connection import Connection


def named(connection: Connection) -> str:
    """Name a connection."""
    return f"connection {connection.alias!r} of {connection.local.name!r}"
