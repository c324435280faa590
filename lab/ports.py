"""Free ports on loopback."""

import contextlib
import random
import socket
from collections.abc import Iterator

# Below the ranges from which systems give out ports of outgoing connections, so that none of those takes ours
# between the choice and the start of the node.
_LOWEST, _HIGHEST = 12_000, 32_000


def free() -> Iterator[int]:
    """Yield ports that nobody listens on, none twice."""
    for port in random.sample(range(_LOWEST, _HIGHEST), _HIGHEST - _LOWEST):
        with contextlib.closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port
