"""What Elasticsearch reserves for itself: built-in roles, which cannot be changed, and restricted indices."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from esremote.model.releases.features import Feature
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@lru_cache(maxsize=1)
def documents() -> Mapping[Version, Mapping[str, Any]]:
    """Give the built-in roles by name, as `GET /_security/role` returned them, by the version that did.

    Only the parts that decide about access are kept. `tests/constructs/test_lab_roles.py` reads them again.
    """
    text = files("esremote.model.roles").joinpath("built_in_roles.json").read_text(encoding="utf-8")
    return {Version.parse(version): roles for version, roles in json.loads(text).items()}


_SYSTEM_INDICES = (
    ".apm-agent-configuration*",
    ".apm-custom-link*",
    ".async-search*",
    ".connector-secrets*",
    ".enrich-*",
    "/\\.fleet-actions~(-results.*)/",
    ".fleet-agents*",
    ".fleet-artifacts*",
    ".fleet-enrollment-api-keys*",
    "/\\.fleet-policies-[0-9]+.*/",
    ".fleet-policies-leader*",
    ".fleet-secrets*",
    ".fleet-servers*",
    ".geoip_databases*",
    ".inference*",
    ".kibana_*",
    ".logstash*",
    ".ml-config*",
    ".ml-inference-*",
    ".ml-meta*",
    ".query-rules-*",
    ".reporting-*",
    ".search-app-*",
    ".secrets-inference*",
    "/\\.security-[0-9]+.*/",
    "/\\.security-profile-[0-9]+.*/",
    "/\\.security-tokens-[0-9]+.*/",
    ".snapshot-blob-cache*",
    ".synonyms-*",
    ".tasks*",
    ".transform-internal-*",
    ".triggered_watches*",
    ".watches*",
)
_ALIASES = (
    ".fleet-policies",
    ".kibana",
    ".query-rules",
    ".search-app",
    ".security",
    ".security-profile",
    ".security-tokens",
    ".synonyms",
)
_DATA_STREAMS = (".fleet-actions-results", ".ds-.fleet-actions-results-*")
_SINCE_9_2 = (".chat-*",)

_RESTRICTED = (*_SYSTEM_INDICES, *_ALIASES, *_DATA_STREAMS)


def restricted_indices(version: Version) -> tuple[str, ...]:
    """Give the patterns of restricted names on a cluster that has all modules of its version.

    They are those of the modules' own descriptors (`SystemIndexDescriptor`, `SystemDataStreamDescriptor`):
    an index pattern, and beside it the alias. A name that only looks like one of them is not restricted.

    >>> from esremote.model.patterns import Names
    >>> from esremote.model.releases.versions import Version
    >>> names = Names.of(*restricted_indices(Version(9, 5, 3)))
    >>> [name in names for name in (".security-7", ".security", ".securityish", ".synonymsx")]
    [True, True, False, False]
    """
    return (*_RESTRICTED, *_SINCE_9_2) if Feature.CHAT_INDICES.is_in(version) else _RESTRICTED
