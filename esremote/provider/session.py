"""The clusters of one Terraform run, which are connected to on first use."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch import ApiKeyAuth, Cluster
from esremote.keystore import Delivery
from esremote.provider.cluster_access import cluster_access, credentials
from esremote.provider.keystores import keystore, keystore_password
from esremote.provider.protocol import Path, ProviderError, Unknown, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping


class Session:
    """Where resources get a cluster by its name in the provider's `clusters`.

    `clusters` is the configuration as Terraform sent it: parts of it may not be known yet.
    """

    def __init__(self, clusters: Mapping[str, Any] | Unknown) -> None:
        self._configured = clusters
        self._clusters: dict[str, Cluster] = {}
        self._deliveries: dict[str, Delivery] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all clusters, sorted; empty if they are not known yet."""
        return () if isinstance(self._configured, Unknown) else tuple(sorted(self._configured))

    def knows(self, name: object) -> bool:
        """Tell whether everything needed to reach this cluster is known already."""
        return (
            isinstance(name, str)
            and not isinstance(self._configured, Unknown)
            and name in self._configured
            and is_known(self._configured[name])
        )

    def check_name(self, name: str, at: Path) -> None:
        """Refuse a cluster that is not in the configuration.

        Raises:
            ProviderError: it is not there; the message lists the clusters and suggests the closest name.
        """
        if isinstance(self._configured, Unknown) or name in self._configured:
            return
        similar = difflib.get_close_matches(name, self._configured, 1)
        raise ProviderError(
            f"Unknown cluster {name!r}",
            f'The `clusters` of provider "esremote" do not include {name!r}. Configured clusters: '
            f"{', '.join(map(repr, self.names)) or 'none'}."
            + (f" Did you mean {similar[0]!r}?" if similar else " Add the cluster, or correct the name."),
            at,
        )

    def cluster(self, name: str, at: Path) -> Cluster:
        """Return the cluster of that name.

        Raises:
            ProviderError: there is no such cluster, or its configuration is not known yet.
        """
        self.check_name(name, at)
        if name not in self._clusters:
            if not self.knows(name):
                raise ProviderError(
                    f"Cluster {name!r} is not known yet",
                    f'`clusters["{name}"]` of provider "esremote" depends on values that are known only '
                    "after "
                    "apply. Apply the resources that they come from first, with `-target`.",
                    at,
                )
            self._clusters[name] = Cluster(cluster_access(name, self._of(name)))
        return self._clusters[name]

    def has_keystore(self, name: str) -> bool:
        """Tell whether secure settings can be delivered to this cluster, as far as is known."""
        if isinstance(self._configured, Unknown):
            return True
        return isinstance(self._configured[name], Unknown) or self._of(name).get("keystore") is not None

    def refuse_api_key(self, name: str, at: Path) -> None:
        """Refuse to create a cross-cluster API key with credentials that cannot create one.

        Raises:
            ProviderError: the provider authenticates to this cluster with an API key.
        """
        if self._uses_api_key(name):
            raise ProviderError(
                f"Cluster {name!r} is configured with an API key",
                "Elasticsearch does not allow API keys to create cross-cluster API keys. Set `username` and "
                f'`password`, or `bearer_token`, in `clusters["{name}"]` of provider "esremote".',
                at,
            )

    def delivery(self, name: str, at: Path) -> Delivery:
        """Return what delivers secure settings to this cluster.

        Raises:
            ProviderError: the cluster has no `keystore` in the configuration.
        """
        cluster = self.cluster(name, at)
        if name not in self._deliveries:
            found = keystore(name, self._of(name).get("keystore"))
            if found is None:
                raise no_keystore(name, at)
            self._deliveries[name] = Delivery(cluster, found, keystore_password(name))
        return self._deliveries[name]

    def _uses_api_key(self, name: str) -> bool:
        return self.knows(name) and isinstance(credentials(name, self._of(name)), ApiKeyAuth)

    def _of(self, name: str) -> dict[str, Any]:
        assert not isinstance(self._configured, Unknown)  # noqa: S101 (callers check knows() first)
        configured: dict[str, Any] = self._configured[name]
        return configured

    async def close(self) -> None:
        """Close every connection."""
        for cluster in self._clusters.values():
            await cluster.close()


class Sessions:
    """Holds the session of the current run; an attached provider (`--debug`) gets a new one for each run."""

    def __init__(self) -> None:
        self.current = Session({})

    async def begin(self, clusters: Mapping[str, Any] | Unknown) -> None:
        """Close the connections of the previous run, and forget what was read over them."""
        await self.current.close()
        self.current = Session(clusters)


def no_keystore(name: str, at: Path) -> ProviderError:
    """Return the error for a cluster that a secret cannot be delivered to."""
    return ProviderError(
        f"No keystore configured for cluster {name!r}",
        f"A secret must be written to the keystore of every node of {name!r}, and the provider does not "
        "know "
        f'how. Set `clusters["{name}"].keystore` of provider "esremote" to one of `commands`, '
        "`elastic_cloud` "
        "and `kubernetes_secret`.",
        at,
    )
