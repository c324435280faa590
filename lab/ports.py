"""Free ports on loopback."""

import contextlib
import random
import socket
from collections.abc import Iterator

from lab.errors import LabError

# Below the ranges from which systems give out ports of outgoing connections, so that none of those takes ours
# between the choice and the start of the node.
_LOWEST, _HIGHEST = 12_000, 32_000
_BLOCK = 100  # more than any lab has


@contextlib.contextmanager
def reserved() -> Iterator[Iterator[int]]:
    """Reserve ports for the nodes that start within the block.

    A lab has a block of ports to itself while it starts, because it holds the first port of the block. So two
    labs that start at the same time cannot choose the same port.

    Yields:
        Free ports, each of them once.

    Raises:
        LabError: no block is free.
    """
    with contextlib.ExitStack() as stack:
        firsts = range(_LOWEST, _HIGHEST, _BLOCK)
        for first in random.sample(firsts, len(firsts)):
            if _taken(first, stack):
                yield (port for port in range(first + 1, first + _BLOCK) if _free(port))
                return
        raise LabError(f"no block of {_BLOCK} ports is free between {_LOWEST} and {_HIGHEST}")


def _taken(port: int, stack: contextlib.ExitStack) -> bool:
    """Take a port until the stack is closed, and tell whether that worked."""
    holder = socket.socket()
    try:
        holder.bind(("127.0.0.1", port))
    except OSError:
        holder.close()
        return False
    stack.callback(holder.close)
    return True


def _free(port: int) -> bool:
    with contextlib.ExitStack() as stack:
        return _taken(port, stack)
