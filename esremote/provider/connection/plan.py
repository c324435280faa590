"""Which computed values of a connection are known during plan, and whether its key has to be replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.connection.security_model import SecurityModel
from esremote.provider.cross_cluster_api_key.rotation import rotation_is_due
from esremote.provider.protocol import UNKNOWN, Unknown, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ENDED = "ended"
"""The private state's entry for why the key can no longer be used."""
ORPHANS = "orphans"
"""The private state's entry for other live keys that were created for this connection."""


def complete(
    planned: dict[str, Any],
    prior: Mapping[str, Any] | None,
    config: Mapping[str, Any],
    private: Mapping[str, Any],
    now: datetime,
) -> list[str]:
    """Fill in the computed values that are known already, so that the plan shows exactly what changes.

    Args:
        planned: The plan, which is changed in place.
        prior: The state; None if the connection does not exist yet.
        config: The configuration.
        private: The private state, with `ENDED` and `ORPHANS`.
        now: The current time.

    Returns:
        The reasons for creating a new key, as clauses of a sentence; empty if the key can stay.
    """
    _complete_names(planned)
    reasons = _complete_key(planned, prior, private, now)
    planned["security_model"] = _security_model(planned, prior, config)
    changed = prior is None or any(
        planned[name] != prior.get(name) for name in planned if name != "connected"
    )
    if changed:
        planned["connected"] = True if planned["wait_for"] == "request" else UNKNOWN
    elif prior is not None:
        planned["connected"] = prior["connected"]
    return reasons


def _complete_names(planned: dict[str, Any]) -> None:
    local, alias = planned["local_cluster"], planned["alias"]
    known = is_known(local) and is_known(alias)
    planned["id"] = f"{local}/{alias}" if known else UNKNOWN
    key = planned["cross_cluster_api_key"]
    if isinstance(key, dict) and isinstance(key["name"], Unknown) and known:
        key["name"] = f"{local}-{alias}"


def _complete_key(
    planned: dict[str, Any], prior: Mapping[str, Any] | None, private: Mapping[str, Any], now: datetime
) -> list[str]:
    key = planned["cross_cluster_api_key"]
    if not isinstance(key, dict):
        return []
    before = (prior or {}).get("cross_cluster_api_key")
    reasons = replacement_reasons(key, before, private, now)
    if (
        prior is not None
        and before is not None
        and prior.get("security_model") == SecurityModel.TLS_CERTIFICATE
    ):
        reasons.append("the local keystore no longer has credentials")
    if reasons or before is None:
        key["id"] = key["expires_at"] = UNKNOWN
        return reasons if before is not None else []
    key["id"] = before["id"]
    key["expires_at"] = before["expires_at"] if key["expiration"] == before["expiration"] else UNKNOWN
    return []


def replacement_reasons(
    key: Mapping[str, Any], before: Mapping[str, Any] | None, private: Mapping[str, Any], now: datetime
) -> list[str]:
    """Return why a key has to be replaced, as clauses of a sentence; empty if it can stay.

    Args:
        key: The planned key.
        before: The key in the state; None if there is none.
        private: The private state.
        now: The current time.
    """
    if before is None:
        return []
    reasons = []
    if before["id"] is None:
        reasons.append(str(private.get(ENDED) or "the key no longer exists"))
    if private.get(ORPHANS):
        reasons.append(
            f"an interrupted apply left other keys of this connection: {', '.join(private[ORPHANS])}"
        )
    reasons += [f"`{name}` changes" for name in ("remote_cluster", "name") if key[name] != before[name]]
    if key["expiration"] is None and before["expiration"] is not None:
        reasons.append("the expiration of an existing key cannot be removed")
    if before["id"] is not None and rotation_is_due(key, before["expires_at"], now):
        reasons.append(f"the key expires at {before['expires_at']}")
    return reasons


def _security_model(
    planned: Mapping[str, Any], prior: Mapping[str, Any] | None, config: Mapping[str, Any]
) -> Any:  # noqa: ANN401 (may be unknown)
    if isinstance(planned["cross_cluster_api_key"], Unknown):
        return UNKNOWN
    if planned["cross_cluster_api_key"] is not None or config["credentials_wo_version"] is not None:
        return SecurityModel.API_KEY
    if prior is None:
        return UNKNOWN
    delivered = prior["cross_cluster_api_key"] is not None or prior["credentials_wo_version"] is not None
    return SecurityModel.TLS_CERTIFICATE if delivered else prior["security_model"]
