"""`data.esremote_cluster`: which cluster this is, and what it can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.elasticsearch import license as licences
from esremote.model.releases.features import Feature
from esremote.provider.connection.values import moment
from esremote.provider.failures import told
from esremote.provider.protocol import Attribute, Bool, DataSource, Nested, Schema, String, at

if TYPE_CHECKING:
    from esremote.provider.protocol import ReadDataRequest, Values
    from esremote.provider.session import Sessions

_SHOWN = {
    "cross_cluster_api_key": Feature.CROSS_CLUSTER_API_KEY,
    "role_remote_cluster": Feature.ROLE_REMOTE_CLUSTER,
    "role_description": Feature.ROLE_DESCRIPTION,
    "signing": Feature.SIGNING,
}

_SCHEMA = Schema(
    {
        "on_cluster": Attribute(String, "The cluster, by its name in `clusters`.", required=True),
        "cluster_name": Attribute(String, "What the cluster calls itself.", computed=True),
        "uuid": Attribute(String, "The cluster's UUID.", computed=True),
        "version": Attribute(String, "Its version, such as `9.5.3`.", computed=True),
        "license": Attribute(
            Nested(
                {
                    "type": Attribute(String, "Such as `enterprise`, `trial`, `basic`.", computed=True),
                    "status": Attribute(String, "Such as `active`, `expired`.", computed=True),
                    "expires_at": Attribute(String, "RFC 3339; null when it does not expire.", computed=True),
                }
            ),
            "Its licence. Cross-cluster API keys need `enterprise` or `trial`.",
            computed=True,
        ),
        "supports": Attribute(
            Nested(
                {
                    name: Attribute(
                        Bool,
                        f"{feature.label[0].upper()}{feature.label[1:]}: {feature.since}.",
                        computed=True,
                    )
                    for name, feature in _SHOWN.items()
                }
            ),
            "What its version can do; each with the version that it came with.",
            computed=True,
        ),
    },
    "Version, licence and abilities of a cluster.\n\n~> **Privileges:** the cluster privilege `monitor`.",
)


class ClusterData(DataSource):
    """Reads `GET /` and `GET /_license`."""

    type_name = "esremote_cluster"
    schema = _SCHEMA

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def read(self, request: ReadDataRequest) -> Values:
        """Ask the cluster."""
        name = request.config["on_cluster"]
        with told({name: at("on_cluster")}):
            cluster = self._sessions.current.cluster(name, at("on_cluster"))
            about, licence = await cluster.about(), await licences.read(cluster.client)
        return {
            "on_cluster": name,
            "cluster_name": about.name,
            "uuid": about.uuid,
            "version": str(about.version),
            "license": {
                "type": licence.type,
                "status": licence.status,
                "expires_at": moment(licence.expires),
            },
            "supports": {name: feature.is_in(about.version) for name, feature in _SHOWN.items()},
        }
