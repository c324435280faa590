"""httpx without its command line, for `from esremote.elasticsearch.lean_httpx import httpx`.

Where rich, click and pygments are installed, as they are here, httpx imports them for its command line. That
is half of its import time, spent in every Terraform run that reaches a cluster.
"""

import sys

sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None makes the import fail, as httpx expects

import httpx  # noqa: E402 (after the line above)

__all__ = ["httpx"]
