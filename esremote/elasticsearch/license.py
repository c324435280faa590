"""A cluster's licence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.model.times import from_milliseconds

if TYPE_CHECKING:
    from datetime import datetime

    from esremote.elasticsearch.client import Client


@dataclass(frozen=True)
class License:
    """What `GET /_license` returns: `type` such as "enterprise" or "trial", `status` such as "active"."""

    type: str
    status: str
    expires: datetime | None = None


async def read(client: Client) -> License:
    """Read a cluster's licence."""
    found = (await client.request("GET", "/_license"))["license"]
    return License(found["type"], found["status"], from_milliseconds(found.get("expiry_date_in_millis")))
