"""The ports on which Elasticsearch and Elastic Cloud listen by default.

Source: Elastic docs, "Networking settings", "Remote cluster settings", "Remote clusters with Elastic Cloud".
"""

from __future__ import annotations

HTTP = 9200
"""`http.port`: the REST interface of a node. Remote clusters are never reached through it."""

HTTP_IN_ELASTIC_CLOUD = 9243
"""The REST interface of a deployment, at the proxy of Elastic Cloud."""

TRANSPORT = 9300
"""`transport.port`: the interface of a node that the TLS certificate security model uses."""

TRANSPORT_IN_ELASTIC_CLOUD = 9400
"""The same at the proxy of Elastic Cloud."""

REMOTE_CLUSTER_SERVER = 9443
"""`remote_cluster.port`: the interface that the API key security model uses, in Elastic Cloud too."""
