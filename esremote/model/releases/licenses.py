"""Elasticsearch's licences, as far as remote clusters depend on them."""

from __future__ import annotations

from typing import Literal, TypeAlias

License: TypeAlias = Literal["basic", "standard", "gold", "platinum", "enterprise", "trial"]

API_KEY_MODEL: frozenset[License] = frozenset({"enterprise", "trial"})
"""Licences that have the API-key model; both clusters need one (`advanced-remote-cluster-security`)."""

REPLICATION: frozenset[License] = frozenset({"platinum", "enterprise", "trial"})
"""Licences that have cross-cluster replication."""

API_KEY_MODEL_NEEDS = "Cross-cluster API keys require an Enterprise licence or a trial on both clusters."
"""The same for people."""
