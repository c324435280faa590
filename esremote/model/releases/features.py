"""What differs between versions of Elasticsearch: one table, which decides wherever a version counts.

The checks of the construct library, the provider's plan and the access model all read it, so the same
program gets the same verdict from each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from esremote.model.releases.versions import Version

_ALWAYS = Version(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """When a feature or a behaviour came, and how that is known.

    Attributes:
        since: the first version that has it.
        label: what a person calls it; completes "8.14.0 or later is required for …".
        source: where that was read or seen.
        beta_since: from this version up to `since` it was a beta, which counts as missing.
        is_preview: whether Elastic still calls it a technical preview.
        deprecated_since: the first version that advises against it.
    """

    since: Version
    label: str
    source: str
    beta_since: Version | None = None
    is_preview: bool = False
    deprecated_since: Version | None = None


class Feature(Enum):
    """Something that not every version has. Its value is its row of the table.

    >>> Feature.SIGNING.is_in(Version(8, 19))
    False
    """

    # What a configuration asks for.
    TLS_CERTIFICATE_MODEL = Release(
        since=_ALWAYS,
        deprecated_since=Version(9),
        label="the TLS certificate security model",
        source='Elastic docs, "Remote clusters", security models',
    )
    CROSS_CLUSTER_API_KEY = Release(
        beta_since=Version(8, 10),
        since=Version(8, 14),
        label="cross-cluster API keys (the API key security model)",
        source="elastic/security-docs#4796 (beta); release notes of 8.14",
    )
    ROLE_DESCRIPTION = Release(
        since=Version(8, 15), label="`description` of a role", source="release notes of 8.15"
    )
    ROLE_REMOTE_CLUSTER = Release(
        since=Version(8, 15),
        label="`remote_cluster` in a role (`monitor_enrich`)",
        source="elastic/elasticsearch#107493, #108735",
    )
    MONITOR_STATS = Release(
        since=Version(8, 17),
        label="`monitor_stats` in `remote_cluster` of a role",
        source="elastic/elasticsearch#116517, the release by its date; seen on 8.19.21",
    )
    SIGNING = Release(
        since=Version(9, 3),
        is_preview=True,
        label="strong identity (`signing`, `certificate_identity`)",
        source="Elasticsearch's docs/reference/elasticsearch/configuration-reference/remote-clusters.md",
    )
    # What this package uses where it can.
    BULK_ROLES = Release(
        since=Version(8, 15), label="writing several roles with one request", source="release notes of 8.15"
    )
    # What a server does by itself. Both sides of each change in 9.x were seen, on 8.19.21 and on 9.5.3; the
    # version between them is the first that could have it, by the day on which the change was merged.
    SKIPS_BY_DEFAULT = Release(
        since=Version(8, 15),
        label="`skip_unavailable` that is true by default",
        source="elastic/elasticsearch#105792",
    )
    BATCHED_QUERIES = Release(
        since=Version(9, 1),
        label="a node that is asked for all its shards at once, and refuses them together",
        source="8.19.21 and 9.5.3 differ",
    )
    CHAT_INDICES = Release(
        since=Version(9, 2),
        label="restricted indices named `.chat-*`",
        source="Elasticsearch's KibanaPlugin, ONECHAT_INDEX_DESCRIPTOR",
    )
    DASH_ALWAYS_EXCLUDES = Release(
        since=Version(9, 3),
        label="`-name` that excludes also where no wildcard comes before it",
        source="elastic/elasticsearch#138467",
    )
    UNKNOWN_ALIAS_IS_MISSING = Release(
        since=Version(9, 3),
        label="404 instead of 403 for an alias that does not exist",
        source="elastic/elasticsearch#138546",
    )
    READ_ASKS_FOR_SHARDS = Release(
        since=Version(9, 4),
        label="`read` that allows all that `read_cross_cluster` does",
        source="elastic/elasticsearch#141376",
    )
    CLUSTERS_EXCLUDED_IN_ORDER = Release(
        since=Version(9, 4),
        label="`-alias:*` that takes away only what comes before it",
        source="elastic/elasticsearch#143338",
    )
    REMOTE_SELECTORS = Release(
        since=Version(9, 4),
        label="`::data` and `::failures` in names of a remote cluster",
        source="elastic/elasticsearch#139760",
    )
    DASH_BEFORE_ALIAS = Release(
        since=Version(9, 5),
        label="`-alias:name` that excludes a name inside a cluster",
        source="elastic/elasticsearch#148497, and Elastic's own docs",
    )

    @property
    def since(self) -> Version:
        """The first version that has it."""
        return self.value.since

    @property
    def label(self) -> str:
        """The feature in words."""
        return self.value.label

    def is_in(self, version: Version) -> bool:
        """Tell whether this version has it; a beta counts as missing."""
        return version >= self.since

    def is_deprecated_in(self, version: Version) -> bool:
        """Tell whether this version advises against it.

        >>> Feature.TLS_CERTIFICATE_MODEL.is_deprecated_in(Version(8, 19))
        False
        """
        deprecated = self.value.deprecated_since
        return deprecated is not None and version >= deprecated

    def shortfall(self, cluster: str, version: Version) -> str | None:
        """Return why a cluster of this version does not have the feature, or None if it does.

        >>> Feature.ROLE_DESCRIPTION.shortfall("a", Version(8, 14))
        "Elasticsearch 8.15.0 or later is required for `description` of a role, but cluster 'a' runs 8.14.0"
        """
        if self.is_in(version):
            return None
        beta = self.value.beta_since
        in_beta = beta is not None and version >= beta
        return (
            f"Elasticsearch {self.since} or later is required for {self.label}, but cluster {cluster!r} runs "
            f"{version}" + (", which offers it only as a beta" if in_beta else "")
        )
