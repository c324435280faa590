"""`--debug`: one process beside many runs of Terraform, for a debugger and for acceptance tests."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from esremote.provider.protocol.handshake import PROTOCOL

if TYPE_CHECKING:
    from esremote.provider.protocol.listening import Listening

VARIABLE = "TF_REATTACH_PROVIDERS"


def describe(address: str, listening: Listening) -> str:
    """Write the value of TF_REATTACH_PROVIDERS.

    Args:
        address: The provider's source, `namespace/type`: without a host, so Terraform and OpenTofu both know
            it.
        listening: Where the process listens.
    """
    return json.dumps(
        {
            address: {
                "Protocol": "grpc",
                "ProtocolVersion": PROTOCOL,
                "Pid": os.getpid(),
                "Test": True,
                "Addr": {"Network": listening.network, "String": listening.address},
            }
        }
    )
