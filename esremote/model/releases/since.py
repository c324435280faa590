"""Since which release a server decides in another way than 8.19 does.

Both sides of each change were seen, on 8.19.21 and on 9.5.3. The release between them is the first that
could have the change, by the day on which it was merged into elastic/elasticsearch; only the last is in
Elastic's own docs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from typing import Final

BATCHED_QUERIES: Final = Version(9, 1)
"""A node is asked for all its shards at once, and refuses them together."""

DASH_ALWAYS_EXCLUDES: Final = Version(9, 3)
"""`-name` excludes also where no wildcard comes before it (#138467)."""

UNKNOWN_ALIAS_IS_MISSING: Final = Version(9, 3)
"""An alias that does not exist is answered with 404 instead of 403 (#138546)."""

READ_ASKS_FOR_SHARDS: Final = Version(9, 4)
"""`read` allows all that `read_cross_cluster` does (#141376)."""

CLUSTERS_EXCLUDED_IN_ORDER: Final = Version(9, 4)
"""`-alias:*` takes away only what comes before it (#143338)."""

DASH_BEFORE_ALIAS: Final = Version(9, 5)
"""`-alias:name` excludes a name inside a cluster (#148497)."""
