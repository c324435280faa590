"""httpx without its command line, for `from esremote.elasticsearch.lean_httpx import httpx`.

httpx imports rich, click and pygments for a command of its own wherever they are installed, as they are with
us: half of the time that it takes to import, in every run of Terraform that reaches a cluster.
"""

import sys

sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: an import of it fails, as httpx expects

import httpx  # noqa: E402 (after the line above)

__all__ = ["httpx"]
