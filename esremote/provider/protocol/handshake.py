"""go-plugin's handshake: are we started by Terraform, and what it is told.

Nothing is imported here that the handshake does not need. The socket listens when Terraform reads the line,
so its connection waits while the rest of the process is loaded.
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.provider.protocol.listening import Listening

PROTOCOL = 6
_COOKIE_NAME = "TF_PLUGIN_MAGIC_COOKIE"
_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"


def refusal(environment: Mapping[str, str]) -> str:
    """Say why the process cannot serve whoever started it; empty when it can."""
    if environment.get(_COOKIE_NAME) != _COOKIE:
        return (
            "This is a Terraform provider: `terraform` and `tofu` start it, people do not.\n"
            "To attach to it by hand, start it with --debug."
        )
    versions = environment.get("PLUGIN_PROTOCOL_VERSIONS", str(PROTOCOL)).split(",")
    if str(PROTOCOL) not in versions:
        return f"This provider speaks protocol {PROTOCOL}, which is asked for by Terraform 1.0 and later."
    if not environment.get("PLUGIN_CLIENT_CERT"):
        return "This provider serves over mutual TLS alone, and no PLUGIN_CLIENT_CERT was given."
    return ""


def line(listening: Listening, certificate: bytes) -> str:
    """Write the one line that Terraform waits for."""
    encoded = binascii.b2a_base64(certificate, newline=False).decode().rstrip("=")
    return f"1|{PROTOCOL}|{listening.network}|{listening.address}|grpc|{encoded}"
