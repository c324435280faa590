"""Who can read what: the server's own answer to a request over a remote cluster, with the reasons."""

from esremote.model.access.deciding import decide
from esremote.model.access.reach import Region

__all__ = ["Region", "decide"]
