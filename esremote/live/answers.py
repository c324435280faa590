"""What the answers of a cluster say, as far as they can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from esremote.elasticsearch.answer import Answer
from esremote.live.observed import Certificate
from esremote.model.connection.modes import ModeName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_T = TypeVar("_T")

_INTERFACES = ("transport", "remote_cluster_server")
_LISTS_OF_ROLES = ("indices", "remote_indices", "remote_cluster")
_MODES = frozenset(ModeName)


def roles(answer: Answer) -> dict[str, dict[str, Any]]:
    """Read `GET /_security/role`; what cannot be read is left out: half a role is another role."""
    return dict(_sound(answer, _role))


def _role(role: Answer) -> dict[str, Any]:
    lists = {
        part: [_entry(entry) for entry in role.objects(part)]
        for part in _LISTS_OF_ROLES
        if part in role.members
    }
    return dict(role.members) | lists


def _entry(entry: Answer) -> dict[str, Any]:
    for name in ("clusters", "names", "privileges"):
        entry.texts(name)
    return dict(entry.members)


def users(answer: Answer) -> dict[str, dict[str, Any]]:
    """Read `GET /_security/user`; a user whose roles cannot be read is left out."""
    return dict(_sound(answer, lambda user: dict(user.members) | {"roles": list(user.texts("roles"))}))


def _sound(answer: Answer, read: Callable[[Answer], _T]) -> Iterator[tuple[str, _T]]:
    """Read the members of an object, and yield those in which nothing is wrong."""
    for name, member in answer.each():
        known = len(answer.problems)
        if member.value is None:
            member.note("an object")
        value = read(member)
        if len(answer.problems) == known:
            yield name, value


def remote_info(answer: Answer) -> dict[str, dict[str, Any]]:
    """Read `GET /_remote/info`: of each alias, the members that are of the expected types."""
    return {name: _alias(info) for name, info in answer.each()}


def _alias(info: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("proxy_address", "server_name"):
        if text := info.text(name):
            found[name] = text
    if (mode := info.text("mode")) in _MODES:
        found["mode"] = mode
    elif mode:
        info.member("mode").note(f"one of {', '.join(sorted(_MODES))}")
    if "seeds" in info.members:
        found["seeds"] = list(info.texts("seeds"))
    for name in ("skip_unavailable", "connected"):
        value = info.members.get(name)
        if isinstance(value, bool):
            found[name] = value
        else:
            info.flag(name)  # notes what it is, if it is anything
    if "cluster_credentials" in info.members:
        found["cluster_credentials"] = "::es_redacted::"
    return found


def addresses(nodes: Answer) -> tuple[str, ...]:
    """Read the publish addresses in `GET /_nodes/transport,remote_cluster_server`."""
    found = (
        node.member(interface).text("publish_address")
        for _, node in nodes.member("nodes").each()
        for interface in _INTERFACES
    )
    return tuple(dict.fromkeys(filter(None, found)))


def certificates(answer: Answer) -> tuple[Certificate, ...]:
    """Read the certificates that nodes present in `GET /_ssl/certificates`."""
    found = (_certificate(entry) for entry in answer.objects() if entry.flag("has_private_key"))
    return tuple(certificate for certificate in found if certificate)


def _certificate(entry: Answer) -> Certificate | None:
    serial, expiry = entry.required("serial_number"), entry.required("expiry")
    if serial is None or expiry is None:
        return None
    try:
        expires = datetime.fromisoformat(expiry)
    except ValueError:
        entry.member("expiry").note("a time such as 2028-01-01T00:00:00.000Z")
        return None
    aware = expires if expires.tzinfo else expires.replace(tzinfo=UTC)
    return Certificate(entry.text("subject_dn"), entry.text("issuer"), serial, aware)


def resources(resolved: Answer, filters: Answer) -> dict[str, Any] | None:
    """Read `GET /_resolve/index/*` and `GET /_alias` into the members of a facts document.

    Backing indices of data streams stand with their data streams.

    Returns:
        None if something cannot be read: what is left would look like all that exists.
    """
    known = len(resolved.problems)
    filters = Answer(filters.members, filters.place, filters.problems)
    read = _resources(resolved, filters)
    return read if resolved.value is not None and len(resolved.problems) == known else None


def _resources(resolved: Answer, filters: Answer) -> dict[str, Any]:
    streams = {
        name: {"backing_indices": list(stream.texts("backing_indices"))}
        for name, stream in _named(resolved, "data_streams")
    }
    backing = {index for stream in streams.values() for index in stream["backing_indices"]}
    return {
        "indices": {
            name: {"closed": "closed" in attributes, "hidden": "hidden" in attributes}
            for name, index in _named(resolved, "indices")
            if name not in backing
            for attributes in (index.texts("attributes"),)
        },
        "aliases": {
            name: {"indices": {index: _filter(filters, index, name) for index in alias.texts("indices")}}
            for name, alias in _named(resolved, "aliases")
        },
        "data_streams": streams,
    }


def _named(resolved: Answer, part: str) -> Iterator[tuple[str, Answer]]:
    for entry in resolved.objects(part):
        if name := entry.required("name"):
            yield name, entry


def _filter(filters: Answer, index: str, alias: str) -> Mapping[str, Any]:
    query = filters.member(index).member("aliases").member(alias).member("filter").members
    return {"filter": dict(query)} if query else {}
