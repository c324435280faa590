"""Parts of a facts document, made from what Elasticsearch answers about roles, keys and connections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from esremote.access.facts._document import FORMAT, VERSION, Facts, read
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_ON_INDICES = ("names", "privileges", "query", "field_security", "allow_restricted_indices")
_MEMBERS = {
    "indices": _ON_INDICES,
    "remote_indices": ("clusters", *_ON_INDICES),
    "remote_cluster": ("clusters", "privileges"),
}
"""The lists of a role that decide about access, each with the members of its entries."""

_PARTS_OF_ACCESS = ("search", "replication")


class LiveKey(Protocol):
    """A cross-cluster API key as Elasticsearch describes it."""

    @property
    def name(self) -> str:
        """The name."""
        ...

    @property
    def access(self) -> Mapping[str, Any]:
        """The `access` of the key, as in the API."""
        ...

    @property
    def expires(self) -> datetime | None:
        """The instant at which it expires, None for never."""
        ...

    @property
    def invalidated(self) -> bool:
        """Whether it has been invalidated."""
        ...


def read_clusters(clusters: Mapping[str, Any]) -> Facts:
    """Read clusters, by name, that were described from Elasticsearch's answers.

    Raises:
        InvalidFactsError: an answer does not have the expected form.
    """
    return read(json.dumps({"format": FORMAT, "version": VERSION, "clusters": clusters}))


def role(body: Mapping[str, Any], source: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Describe a role.

    Args:
        body: the role as `GET /_security/role` returns it.
        source: where the role is written, as in a facts document.
    """
    written = {"source": dict(source)} if source else {}
    described: dict[str, Any] = {name: body[name] for name in ("cluster", "run_as") if body.get(name)}
    for part, members in _MEMBERS.items():
        entries = [{name: entry[name] for name in members if name in entry} for entry in body.get(part) or ()]
        if entries:
            described[part] = [
                entry | written for entry in entries if all(entry.get(name) for name in members[:2])
            ]
    return described | written


def cross_cluster_api_key(key: LiveKey) -> dict[str, Any]:
    """Describe a cross-cluster API key."""
    described: dict[str, Any] = {
        "name": key.name,
        "invalidated": key.invalidated,
        **{part: list(key.access[part]) for part in _PARTS_OF_ACCESS if key.access.get(part)},
    }
    if key.expires:
        described["expiration"] = int(key.expires.timestamp() * 1000)
    return described


def connection(info: Mapping[str, Any], remote_cluster: str, key_id: str | None = None) -> dict[str, Any]:
    """Describe a connection.

    Args:
        info: the entry of the alias in `GET /_remote/info`.
        remote_cluster: the name of the cluster that it leads to.
        key_id: the ID of the cross-cluster API key that bounds it, if that is known.
    """
    described: dict[str, Any] = {
        "remote_cluster": remote_cluster,
        "security_model": SecurityModel.of_remote_info(info),
        "mode": info.get("mode", "sniff"),
        **{name: info[name] for name in ("skip_unavailable",) if name in info},
    }
    return described | ({"cross_cluster_api_key": key_id} if key_id else {})
