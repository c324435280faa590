"""The cache of Elasticsearch homes, and the folders of nodes.

The user that a node runs as must be able to reach everything that the node reads. If root starts the lab in a
private folder, such as /root, a folder under /var is used instead.
"""

import hashlib
import os
from pathlib import Path

from lab import user

_ROOTS_CACHE = Path("/var/cache/esremote")
_ROOTS_NODES = Path("/var/lib/esremote-lab")


def cache() -> Path:
    """`$XDG_CACHE_HOME/esremote`, else `~/.cache/esremote`; or /var/cache/esremote: see above."""
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    folder = (Path(xdg) if xdg.startswith("/") else Path.home() / ".cache") / "esremote"
    return _reachable(folder, _ROOTS_CACHE)


def nodes(directory: Path) -> Path:
    """The folder for the nodes of the lab in `directory`: itself, or its counterpart under /var/lib."""
    digest = hashlib.sha256(str(directory.resolve()).encode()).hexdigest()[:12]
    return _reachable(directory.resolve(), _ROOTS_NODES / digest)


def _reachable(folder: Path, otherwise: Path) -> Path:
    nodes_run_as = user.of_nodes()
    return folder if nodes_run_as is None or nodes_run_as.can_enter(folder) else otherwise
