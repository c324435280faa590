"""`--debug`: one process that serves many Terraform runs, for debuggers and acceptance tests."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from esremote.provider.protocol.handshake import PROTOCOL

if TYPE_CHECKING:
    from esremote.provider.protocol.listening import Listening

VARIABLE = "TF_REATTACH_PROVIDERS"


def describe(address: str, listening: Listening) -> str:
    """Return the value of TF_REATTACH_PROVIDERS.

    Args:
        address: The provider's source address, `namespace/type`. Without a host it is valid for both
            Terraform and OpenTofu.
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
