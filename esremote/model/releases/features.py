"""What came with which version of Elasticsearch."""

from __future__ import annotations

from enum import Enum

from esremote.model.releases.versions import Version


class Feature(Enum):
    """Something that not every version can do: the first version that can, and how a person would call it.

    Sources: Elasticsearch's `docs/reference/elasticsearch/configuration-reference/remote-clusters.md`, its
    release notes, and the answers of real 8.19.21 and 9.5.3 nodes.

    >>> Feature.SIGNING.is_in(Version(8, 19))
    False
    """

    CROSS_CLUSTER_API_KEY = (Version(8, 14), "cross-cluster API keys (the API key security model)")
    ROLE_REMOTE_CLUSTER = (Version(8, 15), "`remote_cluster` in a role")
    ROLE_DESCRIPTION = (Version(8, 15), "`description` of a role")
    BULK_ROLES = (Version(8, 15), "writing several roles with one request")
    SIGNING = (Version(9, 3), "strong identity (`signing`, `certificate_identity`)")

    @property
    def since(self) -> Version:
        """The first version that can."""
        return self.value[0]

    @property
    def label(self) -> str:
        """The feature in words."""
        return self.value[1]

    def is_in(self, version: Version) -> bool:
        """Tell whether this version can."""
        return version >= self.since
