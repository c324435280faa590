"""`data.esremote_cluster`: the version, the licence and the supported features of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.releases.features import Feature
from esremote.model.times import rfc3339
from esremote.provider.failures import as_diagnostics
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
        "on_cluster": Attribute(
            String, "The cluster, by its name in the provider's `clusters`.", required=True
        ),
        "cluster_name": Attribute(
            String, "The name of the cluster, as set by `cluster.name`.", computed=True
        ),
        "uuid": Attribute(String, "The UUID of the cluster.", computed=True),
        "version": Attribute(String, "The version of the cluster, such as `9.5.3`.", computed=True),
        "license": Attribute(
            Nested(
                {
                    "type": Attribute(
                        String,
                        "The type of the licence, such as `enterprise`, `trial` or `basic`.",
                        computed=True,
                    ),
                    "status": Attribute(
                        String, "The status of the licence, such as `active` or `expired`.", computed=True
                    ),
                    "expires_at": Attribute(
                        String, "When the licence expires (RFC 3339). Null if it never does.", computed=True
                    ),
                }
            ),
            "The licence of the cluster. Cross-cluster API keys require `enterprise` or `trial`.",
            computed=True,
        ),
        "supports": Attribute(
            Nested(
                {
                    name: Attribute(
                        Bool,
                        f"{feature.label[0].upper()}{feature.label[1:]}. Supported since {feature.since}.",
                        computed=True,
                    )
                    for name, feature in _SHOWN.items()
                }
            ),
            "The features that the version of the cluster supports.",
            computed=True,
        ),
    },
    "Reads the version, the licence and the supported features of a cluster.\n\n"
    "~> **Required privileges:** the cluster privilege `monitor`.",
)


class ClusterData(DataSource):
    """Reads `GET /` and `GET /_license`."""

    type_name = "esremote_cluster"
    schema = _SCHEMA

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def read(self, request: ReadDataRequest) -> Values:
        """Read the cluster."""
        name = request.config["on_cluster"]
        with as_diagnostics({name: at("on_cluster")}):
            cluster = self._sessions.current.cluster(name, at("on_cluster"))
            about, licence = await cluster.about(), await cluster.license()
        return {
            "on_cluster": name,
            "cluster_name": about.name,
            "uuid": about.uuid,
            "version": str(about.version),
            "license": {
                "type": licence.type,
                "status": licence.status,
                "expires_at": rfc3339(licence.expires),
            },
            "supports": {name: feature.is_in(about.version) for name, feature in _SHOWN.items()},
        }
