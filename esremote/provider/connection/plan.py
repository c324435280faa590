"""What is known of a connection before it is applied, and whether its key has to be replaced."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.model.connection.security_model import SecurityModel
from esremote.model.times import parse_time
from esremote.provider.protocol import UNKNOWN, Unknown, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDED = "ended"
"""Where private state says why the key is no good any more."""
ORPHANS = "orphans"
"""Where private state names other live keys that were made for this connection."""


def complete(
    planned: dict[str, Any],
    prior: Mapping[str, Any] | None,
    config: Mapping[str, Any],
    private: Mapping[str, Any],
    now: datetime,
) -> list[str]:
    """Fill in what can be known of the computed values; return the reasons for a new key, in words.

    What Terraform shows as `(known after apply)` is then exactly what changes.
    """
    _names(planned)
    reasons = _key(planned, prior, private, now)
    planned["security_model"] = _model(planned, prior, config)
    changed = prior is None or any(
        planned[name] != prior.get(name) for name in planned if name != "connected"
    )
    if changed:
        planned["connected"] = True if planned["wait_for"] == "request" else UNKNOWN
    elif prior is not None:
        planned["connected"] = prior["connected"]
    return reasons


def _names(planned: dict[str, Any]) -> None:
    local, alias = planned["local_cluster"], planned["alias"]
    known = is_known(local) and is_known(alias)
    planned["id"] = f"{local}/{alias}" if known else UNKNOWN
    key = planned["cross_cluster_api_key"]
    if isinstance(key, dict) and isinstance(key["name"], Unknown) and known:
        key["name"] = f"{local}-{alias}"


def _key(
    planned: dict[str, Any], prior: Mapping[str, Any] | None, private: Mapping[str, Any], now: datetime
) -> list[str]:
    key = planned["cross_cluster_api_key"]
    if not isinstance(key, dict):
        return []
    before = (prior or {}).get("cross_cluster_api_key")
    reasons = replacement(key, before, private, now)
    if (
        prior is not None
        and before is not None
        and prior.get("security_model") == SecurityModel.TLS_CERTIFICATE
    ):
        reasons.append("the local keystore has no credentials any more")
    if reasons or before is None:
        key["id"] = key["expires_at"] = UNKNOWN
        return reasons if before is not None else []
    key["id"] = before["id"]
    key["expires_at"] = before["expires_at"] if key["expiration"] == before["expiration"] else UNKNOWN
    return []


def replacement(
    key: Mapping[str, Any], before: Mapping[str, Any] | None, private: Mapping[str, Any], now: datetime
) -> list[str]:
    """Say why a key cannot stay; nothing where it can."""
    if before is None:
        return []
    reasons = []
    if before["id"] is None:
        reasons.append(str(private.get(ENDED) or "the key is gone"))
    if private.get(ORPHANS):
        reasons.append(
            f"an interrupted run left other keys of this connection: {', '.join(private[ORPHANS])}"
        )
    reasons += [f"{name} changes" for name in ("remote_cluster", "name") if key[name] != before[name]]
    if key["expiration"] is None and before["expiration"] is not None:
        reasons.append("a key that expires cannot be made to live for ever")
    if before["id"] is not None and due(key, before["expires_at"], now):
        reasons.append(f"the key ends at {before['expires_at']}")
    return reasons


def due(key: Mapping[str, Any], expires_at: str | None, now: datetime) -> bool:
    """Tell whether `rotate_before` says that it is time.

    >>> due({"rotate_before": "14d"}, "2026-01-20T00:00:00Z", datetime(2026, 1, 10, tzinfo=UTC))
    True
    """
    before = key["rotate_before"]
    span = parse_time(before) if isinstance(before, str) else None
    return span is not None and expires_at is not None and _moment(expires_at) - now <= span


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _model(planned: Mapping[str, Any], prior: Mapping[str, Any] | None, config: Mapping[str, Any]) -> Any:  # noqa: ANN401 (may be unknown)
    if isinstance(planned["cross_cluster_api_key"], Unknown):
        return UNKNOWN
    if planned["cross_cluster_api_key"] is not None or config["credentials_wo_version"] is not None:
        return SecurityModel.API_KEY
    if prior is None:
        return UNKNOWN
    delivered = prior["cross_cluster_api_key"] is not None or prior["credentials_wo_version"] is not None
    return SecurityModel.TLS_CERTIFICATE if delivered else prior["security_model"]
