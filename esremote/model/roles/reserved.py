"""What Elasticsearch reserves for itself: built-in roles, which cannot be changed, and restricted indices."""

from __future__ import annotations

SUPERUSER = "superuser"

RESERVED_ROLES = frozenset(
    {
        SUPERUSER,
        "apm_system",
        "apm_user",
        "beats_admin",
        "beats_system",
        "data_frame_transforms_admin",
        "data_frame_transforms_user",
        "editor",
        "enrich_user",
        "inference_admin",
        "inference_user",
        "ingest_admin",
        "kibana_admin",
        "kibana_system",
        "kibana_user",
        "logstash_admin",
        "logstash_system",
        "machine_learning_admin",
        "machine_learning_user",
        "monitoring_user",
        "remote_monitoring_agent",
        "remote_monitoring_collector",
        "reporting_user",
        "rollup_admin",
        "rollup_user",
        "snapshot_user",
        "transform_admin",
        "transform_user",
        "transport_client",
        "viewer",
        "watcher_admin",
        "watcher_user",
    }
)
"""The built-in roles, read from `GET /_security/role` of real 8.19.21 and 9.5.3 nodes.

`tests/constructs/test_lab_roles.py` reads them again.
"""

RESTRICTED_INDICES = (
    ".apm-agent-configuration*",
    ".apm-custom-link*",
    ".async-search*",
    ".connector-secrets*",
    ".enrich-*",
    ".fleet-*",
    ".geoip_databases*",
    ".inference*",
    ".kibana_*",
    ".kibana",
    ".logstash*",
    ".ml-config*",
    ".ml-inference*",
    ".ml-meta*",
    ".reporting-*",
    ".secrets-inference*",
    ".security*",
    ".snapshot-blob-cache*",
    ".synonyms*",
    ".tasks*",
    ".transform-internal-*",
    ".triggered_watches*",
    ".watches*",
)
"""Index names that an Elasticsearch with all its modules treats as restricted."""
