"""Keeps the present value if a new one means the same, so that plans show no spurious changes.

`settle` applies the `equivalent` hooks of a schema at every depth. It compares what the service returned with
the state (read) or with the plan (create, update). Planning compares the configuration with the state.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import zip_longest
from typing import Any

from esremote.provider.protocol.schema import Attribute, Nested
from esremote.provider.protocol.types import List, Map, Object, Set, Tuple, Type
from esremote.provider.protocol.values import Unknown, Values, is_known


def same(kind: Type, value: Any, other: Any) -> bool:  # noqa: ANN401, PLR0911 (values of that type; a return for each kind)
    """Tell whether two values of a type are equal; the order of sets does not matter."""
    if value is None or other is None or isinstance(value, Unknown) or isinstance(other, Unknown):
        return bool(value is other) if value is None or other is None else bool(value == other)
    match kind:
        case Set(element):
            return _same_elements(element, value, other)
        case List(element):
            return len(value) == len(other) and all(map(partial(same, element), value, other))
        case Map(element):
            return value.keys() == other.keys() and all(
                same(element, value[key], other[key]) for key in value
            )
        case Nested(attributes):
            return all(same(a.type, value.get(name), other.get(name)) for name, a in attributes.items())
        case Object(members):
            return all(same(member, value.get(name), other.get(name)) for name, member in members.items())
        case Tuple(elements):
            return all(same(e, a, b) for e, a, b in zip(elements, value, other, strict=True))
        case _:
            return bool(value == other)


def _same_elements(element: Type, value: list[Any], other: list[Any]) -> bool:
    rest = list(other)
    for candidate in value:
        index = next((i for i, present in enumerate(rest) if same(element, candidate, present)), None)
        if index is None:
            return False
        del rest[index]
    return not rest


def settle(nested: Nested, new: Values, present: Values) -> Values:
    """Return `new`, with every value replaced by the present value if both mean the same."""
    settled = {
        name: settle_attribute(attribute, new.get(name), present.get(name))
        for name, attribute in nested.attributes.items()
    }
    return new | settled  # unknown members are kept, so that encoding reports them


def settle_attribute(attribute: Attribute, new: Any, present: Any) -> Any:  # noqa: ANN401 (values of its type)
    """Return the present value of an attribute if the new value means the same; settle its nested objects."""
    if isinstance(new, Unknown) or not is_known(present):
        return new
    if same(attribute.type, new, present) or _equivalent(attribute, new, present):
        return present
    nested = attribute.nested
    if nested is None or new is None or present is None:
        return new
    match attribute.type:
        case Nested() if isinstance(new, dict):
            settled: Any = settle(nested, new, present)
        case Map() if isinstance(new, dict):
            settled = {
                key: _settle_element(nested, element, present.get(key)) for key, element in new.items()
            }
        case Set() if isinstance(new, list):
            settled = [_settle_member(nested, element, present) for element in new]
        case List() if isinstance(new, list):
            pairs = zip_longest(new, present[: len(new)])
            settled = [_settle_element(nested, element, prior) for element, prior in pairs]
        case _:
            settled = new
    return settled


def _equivalent(attribute: Attribute, new: object, present: object) -> bool:
    if new is None or present is None:
        return (
            attribute.equivalent is not None
            and isinstance(attribute.type, List | Set | Map)
            and attribute.equivalent(new, present)
        )
    return equivalent(attribute, new, present)


def equivalent(attribute: Attribute, new: object, present: object) -> bool:
    """Ask the hook of an attribute whether two values mean the same; it never sees null or unknown values."""
    if attribute.equivalent is None or new is None or present is None:
        return False
    return is_known(new) and is_known(present) and attribute.equivalent(new, present)


def _settle_element(nested: Nested, new: Any, present: Any) -> Any:  # noqa: ANN401 (an object, null or unknown)
    return settle(nested, new, present) if isinstance(new, dict) and isinstance(present, dict) else new


def _settle_member(nested: Nested, new: Any, present: list[Any]) -> Any:  # noqa: ANN401 (an object)
    """Return the present member of a set that means the same: members of sets have no other identity."""
    for candidate in present:
        if isinstance(candidate, dict) and same(nested, _settle_element(nested, new, candidate), candidate):
            return candidate
    return new


def same_json(value: str, other: str) -> bool:
    """Tell whether two strings contain the same JSON, regardless of whitespace and the order of keys.

    They are compared as serialised JSON, because Python considers `1`, `1.0` and `true` equal.

    Example:
        >>> same_json('{"a": 1, "b": 2}', '{"b":2,"a":1}'), same_json('{"a": 1}', '{"a": true}')
        (True, False)
    """
    written = partial(json.dumps, sort_keys=True)
    try:
        return written(json.loads(value)) == written(json.loads(other))
    except ValueError:
        return False


def empty_is_absent(value: object, other: object) -> bool:
    """Tell whether both values are empty or missing."""
    return not value and not other
