"""The environment variables that hold a cluster's credentials: `ESREMOTE_<CLUSTER>_PASSWORD` and so on."""

from __future__ import annotations

import re

PREFIX = "ESREMOTE_"
"""Every environment variable of this project begins with it."""


def cluster_prefix(cluster: str) -> str:
    """Return how the names of a cluster's variables begin: upper case, `_` for anything but A-Z and 0-9.

    >>> cluster_prefix("frankfurt-1")
    'ESREMOTE_FRANKFURT_1'
    """
    return PREFIX + re.sub(r"[^A-Z0-9]", "_", cluster.upper())


def variable(cluster: str, setting: str) -> str:
    """Return the name of the variable that holds one of a cluster's settings.

    >>> variable("frankfurt", "password")
    'ESREMOTE_FRANKFURT_PASSWORD'
    """
    return f"{cluster_prefix(cluster)}_{setting.upper()}"
