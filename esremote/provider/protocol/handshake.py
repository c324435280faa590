"""The go-plugin handshake: whether Terraform started the process, and the line that tells it how to connect.

This module imports only what the handshake needs. The socket already listens when Terraform reads the line,
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
    """Return why the process cannot serve its parent process; empty if it can."""
    if environment.get(_COOKIE_NAME) != _COOKIE:
        return (
            "This is a Terraform provider. It is started by `terraform` or `tofu`, and is not meant to be "
            "run directly.\nTo attach to it for debugging, start it with --debug."
        )
    versions = environment.get("PLUGIN_PROTOCOL_VERSIONS", str(PROTOCOL)).split(",")
    if str(PROTOCOL) not in versions:
        return f"This provider requires plugin protocol {PROTOCOL}, which Terraform 1.0 and later support."
    if not environment.get("PLUGIN_CLIENT_CERT"):
        return "This provider requires mutual TLS, but PLUGIN_CLIENT_CERT is not set."
    return ""


def line(listening: Listening, certificate: bytes) -> str:
    """Return the line that Terraform waits for."""
    encoded = binascii.b2a_base64(certificate, newline=False).decode().rstrip("=")
    return f"1|{PROTOCOL}|{listening.network}|{listening.address}|grpc|{encoded}"
