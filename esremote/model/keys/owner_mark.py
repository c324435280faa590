"""The mark that the provider leaves on every key it makes for a connection.

Terraform learns of a key only when the provider answers. If the process dies in between, the key exists and
nobody knows of it. The mark says for which alias of which cluster it was made, so that the next apply finds
and ends it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = "esremote"


@dataclass(frozen=True)
class Owner:
    """The connection that a key was made for: the UUID of the local cluster, and the alias on it.

    >>> Owner("u1", "dublin").marked(None)
    {'esremote': {'local_cluster': 'u1', 'alias': 'dublin'}}
    """

    local_cluster: str
    alias: str

    def marked(self, metadata: str | None) -> dict[str, Any]:
        """The metadata to send: the user's, and the mark."""
        return {**(json.loads(metadata) if metadata else {}), MARK: {**vars(self)}}

    def owns(self, metadata: Mapping[str, Any] | None) -> bool:
        """Tell whether a key with this metadata was made for this connection."""
        return (metadata or {}).get(MARK) == vars(self)


def unmarked(metadata: Mapping[str, Any] | None) -> str | None:
    """The user's part of a key's metadata, as JSON text; None where there is none.

    >>> unmarked({"esremote": {}, "team": "search"})
    '{"team":"search"}'
    """
    rest = {key: value for key, value in (metadata or {}).items() if key != MARK}
    return json.dumps(rest, sort_keys=True, separators=(",", ":")) if rest else None
