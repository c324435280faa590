"""One cluster: all that we ask of it, over one client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.elasticsearch import secure_settings
from esremote.elasticsearch.about import About, AboutCall
from esremote.elasticsearch.client import Client
from esremote.elasticsearch.keys import Keys
from esremote.elasticsearch.remotes import Remotes
from esremote.elasticsearch.roles import Roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from esremote.elasticsearch.secure_settings import Reloaded
    from esremote.elasticsearch.settings import ClusterAccess
    from esremote.model.releases.versions import Version


class Cluster:
    """Groups the calls by what they are about: `cluster.roles`, `cluster.keys`, `cluster.remotes`.

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
        """What the user calls this cluster."""
        return self.client.name

    async def about(self) -> About:
        """Return the cluster's own name, its UUID and its version."""
        return await self._about.get()

    async def version(self) -> Version | None:
        """Return the cluster's version; None where it is not there yet, or does not tell it to us."""
        return await self._about.version()

    async def reload_secure_settings(self, keystore_password: str | None = None) -> Sequence[Reloaded]:
        """Have every node read its keystore again."""
        return await secure_settings.reload(self.client, keystore_password)

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()
