"""What two clusters answer to every request of the reader, written by hand in the form of the APIs."""

from __future__ import annotations

from typing import Any

Answers = dict[str, Any]
"""The answer to each request, by its path without the query."""

SEARCHING = ["read", "read_cross_cluster"]
LATER = 1_893_456_000_000
PROBED = (
    "action [indices:data/read/field_caps] towards remote cluster is unauthorized for user [ops] with "
    "assigned roles [superuser] authenticated by API key id [k1] of user [elastic] on indices [.security-7]"
)

LOCAL: Answers = {
    "/": {"name": "n", "cluster_name": "fra", "cluster_uuid": "u1", "version": {"number": "9.5.3"}},
    "/_license": {
        "license": {"status": "active", "uid": "x", "type": "enterprise", "expiry_date_in_millis": LATER}
    },
    "/_security/role": {
        "analyst": {
            "cluster": ["monitor"],
            "indices": [
                {
                    "names": ["own-*"],
                    "privileges": ["read"],
                    "field_security": {"grant": ["*"], "except": ["secret"]},
                    "query": '{"term":{"public":true}}',
                    "allow_restricted_indices": False,
                }
            ],
            "applications": [],
            "run_as": ["ada"],
            "metadata": {"a": 1},
            "transient_metadata": {"enabled": True},
            "remote_indices": [
                {
                    "names": ["logs-*"],
                    "privileges": SEARCHING,
                    "allow_restricted_indices": False,
                    "clusters": ["dublin", "lisbon"],
                }
            ],
            "remote_cluster": [{"privileges": ["monitor_enrich"], "clusters": ["dublin"]}],
        },
        "reader": {"remote_indices": [{"names": ["x"], "privileges": ["read"], "clusters": ["*"]}]},
    },
    "/_security/user": {
        "ada": {"username": "ada", "roles": ["analyst"], "enabled": True, "metadata": {}, "full_name": None}
    },
    "/_remote/info": {
        "dublin": {
            "connected": True,
            "mode": "proxy",
            "proxy_address": "dublin.example:9443",
            "server_name": "",
            "num_proxy_sockets_connected": 18,
            "skip_unavailable": True,
            "cluster_credentials": "::es_redacted::",
        },
        "OLD": {"connected": False, "mode": "sniff", "seeds": ["a b:9300", "127.0.0.1:70000"]},
    },
    "/_resolve/cluster/dublin:*": {
        "(local)": {"connected": True},
        "dublin": {"connected": True, "skip_unavailable": True, "version": {"number": "8.19.21"}},
    },
    "/_resolve/cluster/OLD:*": {"OLD": {"connected": False, "error": "no seed node"}},
    "/dublin:.security-7/_field_caps": {"error": PROBED},
    "/_security/_query/api_key": {"total": 0, "count": 0, "api_keys": []},
    "/_nodes/transport,remote_cluster_server": {
        "nodes": {"n1": {"transport": {"publish_address": "10.0.0.1:9300"}}}
    },
    "/_ssl/certificates": [],
    "/_resolve/index/*": {"indices": [], "aliases": [], "data_streams": []},
    "/_alias": {},
}
REMOTE: Answers = LOCAL | {
    "/": {"cluster_name": "dub", "cluster_uuid": "u2", "version": {"number": "8.19.21"}},
    "/_security/role": {},
    "/_security/user": {},
    "/_remote/info": {},
    "/_security/_query/api_key": {
        "total": 1,
        "count": 1,
        "api_keys": [
            {
                "id": "k1",
                "name": "fra",
                "type": "cross_cluster",
                "creation": 1_700_000_000_000,
                "expiration": LATER,
                "invalidated": False,
                "username": "elastic",
                "metadata": {"esremote": {"alias": "dublin"}},
                "access": {
                    "search": [
                        {
                            "names": ["logs-*"],
                            "query": '{"term":{"a":1}}',
                            "field_security": {"grant": ["*"], "except": ["b"]},
                            "allow_restricted_indices": False,
                        }
                    ],
                    "replication": [{"names": ["copied-*"]}],
                },
                "certificate_identity": "CN=fra",
                "_sort": [1, "fra"],
            }
        ],
    },
    "/_nodes/transport,remote_cluster_server": {
        "nodes": {
            "n1": {
                "transport": {"publish_address": "10.0.0.2:9300"},
                "remote_cluster_server": {"publish_address": "dublin.example:9443"},
            }
        }
    },
    "/_ssl/certificates": [
        {
            "path": "node.crt",
            "format": "PEM",
            "subject_dn": "CN=dub",
            "issuer": "CN=ca",
            "serial_number": "d1",
            "has_private_key": True,
            "expiry": "2030-01-01T00:00:00.000Z",
        }
    ],
    "/_resolve/index/*": {
        "indices": [
            {"name": "logs-1", "aliases": ["errors"], "attributes": ["open"]},
            {"name": ".ds-events-1", "attributes": ["open", "hidden"], "data_stream": "events"},
        ],
        "aliases": [{"name": "errors", "indices": ["logs-1"]}],
        "data_streams": [
            {"name": "events", "backing_indices": [".ds-events-1"], "timestamp_field": "@timestamp"}
        ],
    },
    "/_alias": {"logs-1": {"aliases": {"errors": {"filter": {"term": {"level": "error"}}}}}},
}
