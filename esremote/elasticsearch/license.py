"""Which licence a cluster has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.elasticsearch.client import Client


@dataclass(frozen=True)
class License:
    """What `GET /_license` says: `type` such as "enterprise" or "trial", `status` such as "active"."""

    type: str
    status: str
    expires: datetime | None = None


async def read(client: Client) -> License:
    """Ask a cluster for its licence."""
    found = (await client.request("GET", "/_license"))["license"]
    expiry = found.get("expiry_date_in_millis")
    return License(
        found["type"], found["status"], datetime.fromtimestamp(expiry / 1000, UTC) if expiry else None
    )
