"""A cluster's licence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.elasticsearch.answer import Answer
from esremote.elasticsearch.errors import UnexpectedAnswerError

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
    """Read a cluster's licence.

    Raises:
        UnexpectedAnswerError: the answer does not say which type of licence it is.
    """
    answer = Answer(await client.request("GET", "/_license"), "GET /_license")
    found = answer.member("license")
    if (type_ := found.required("type")) is None:
        raise UnexpectedAnswerError(client.name, answer.problems)
    licence = License(type_, found.text("status"), found.moment("expiry_date_in_millis"))
    client.odd.extend(answer.problems)
    return licence
