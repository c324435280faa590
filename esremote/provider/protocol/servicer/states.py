"""Converts states and identities between a resource's schema and the protocol's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.members import Member, rebuild
from esremote.provider.protocol.messages import message
from esremote.provider.protocol.types import Object
from esremote.provider.protocol.values import Values, is_known
from esremote.provider.protocol.wire import dump, load

if TYPE_CHECKING:
    from esremote.provider.protocol.identity import Identity
    from esremote.provider.protocol.provider import Resource
    from esremote.provider.protocol.schema import Nested


def dump_state(resource: Resource, state: Values | None) -> Any:  # noqa: ANN401 (a message)
    """Create the DynamicValue of a state or a plan; write-only values are null in both."""
    root = resource.schema.root
    return dump(root, None if state is None else _without_write_only(root, Member({}, {}, state), state))


def _without_write_only(nested: Nested, _: Member, values: Values) -> Values:
    kept = dict(values)
    for name, attribute in nested.attributes.items():
        value = values.get(name)
        if attribute.write_only:
            kept[name] = None
        elif attribute.nested is not None:
            kept[name] = rebuild(attribute, (None, None, value), value, _without_write_only)
    return kept


def identity_type(identity: Identity) -> Object:
    """Return the type of an identity."""
    return Object({name: attribute.type for name, attribute in identity.attributes.items()})


def load_identity(resource: Resource, data: Any) -> Values | None:  # noqa: ANN401 (a message)
    """Read the identity of a resource; None if Terraform did not send one."""
    if resource.identity is None or not data.HasField("identity_data"):
        return None
    identity: Values | None = load(identity_type(resource.identity), data.identity_data)
    return identity


def dump_identity(resource: Resource, state: Values | None, reply: Any) -> None:  # noqa: ANN401 (a message)
    """Set the identity of a state in the reply, if it is complete."""
    if resource.identity is None or state is None:
        return
    identity = {name: state.get(name) for name in resource.identity.attributes}
    if all(value is not None for value in identity.values()) and is_known(identity):
        set_identity(resource.identity, identity, reply)


def set_identity(kind: Identity, identity: Values, reply: Any) -> None:  # noqa: ANN401 (a message)
    """Set an identity in the reply."""
    data = message("ResourceIdentityData")(identity_data=dump(identity_type(kind), identity))
    reply.CopyFrom(data)
