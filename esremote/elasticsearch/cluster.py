"""One cluster: every Elasticsearch API that esremote calls, over one client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.elasticsearch import license as licence_api
from esremote.elasticsearch import secure_settings
from esremote.elasticsearch.about import About, AboutCall
from esremote.elasticsearch.client import Client
from esremote.elasticsearch.keys import Keys
from esremote.elasticsearch.remotes import Remotes
from esremote.elasticsearch.roles import Roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.elasticsearch.cluster_access import ClusterAccess
    from esremote.elasticsearch.license import License
    from esremote.elasticsearch.secure_settings import Reloaded
    from esremote.model.releases.versions import Version


class Cluster:
    """Groups the APIs by what they manage: `cluster.roles`, `cluster.keys`, `cluster.remotes`.

    >>> cluster = Cluster(access)                # doctest: +SKIP
    >>> await cluster.roles.get("analyst")       # doctest: +SKIP
    """

    def __init__(self, access: ClusterAccess, *, secrets: Iterable[str] = ()) -> None:
        self.client = Client(access, secrets=secrets)
        self._about = AboutCall(self.client)
        self.roles = Roles(self.client, self._about)
        self.keys = Keys(self.client)
        self.remotes = Remotes(self.client)

    @property
    def name(self) -> str:
        """The name of this cluster in the user's configuration."""
        return self.client.name

    async def about(self) -> About:
        """Return the cluster's own name, UUID and version."""
        return await self._about.get()

    async def version(self) -> Version | None:
        """Return the version; None if the cluster cannot be reached yet, or does not reveal its version."""
        return await self._about.version()

    async def license(self) -> License:
        """Return the cluster's licence."""
        return await licence_api.read(self.client)

    async def reload_secure_settings(self, keystore_password: str | None = None) -> Sequence[Reloaded]:
        """Make every node reload its keystore."""
        return await secure_settings.reload(self.client, keystore_password)

    async def close(self) -> None:
        """Close the connection pool."""
        await self.client.close()
