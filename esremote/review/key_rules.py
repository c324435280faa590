"""The checks of keys that a plan, a state or a stack creates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.findings import catalogue
from esremote.model.findings.rule import Occurrence
from esremote.sources.resource_types.api_key import API_KEY
from esremote.sources.resource_types.connection import CONNECTION, OWN_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.model.findings.finding import Finding
    from esremote.sources.snapshot import Resource, Snapshot


RESOURCE_RULES = (catalogue.KEY_NEVER_EXPIRES,)
"""The rules that are checked here."""


def keys_that_never_expire(snapshot: Snapshot) -> Iterator[Finding]:
    """Find keys without an expiration."""
    sources = {declared.address: declared.source for declared in snapshot.declared}
    for resource in snapshot.resources:
        for subject, text in _endless(resource):
            yield catalogue.KEY_NEVER_EXPIRES.finding(
                Occurrence(text), subject=subject, source=sources[resource.address]
            )


def _endless(resource: Resource) -> Iterator[tuple[str, str]]:
    values = resource.attributes
    match resource.type, values.get(OWN_KEY):
        case (type_, dict() as key) if type_ == CONNECTION and key.get("expiration") is None:
            local, alias = values.get("local_cluster"), values.get("alias")
            yield f"{local}/{alias}", f"the key of connection {alias!r} of {local!r} never expires"
        case (type_, _) if type_ == API_KEY and values.get("expiration") is None:
            name, cluster = values.get("name"), values.get("on_cluster")
            yield f"{cluster}/{name}", f"the key {name!r} of {cluster!r} never expires"
