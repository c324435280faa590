"""A new value that means the same as the present one gives way to it: no change where there is none.

`settle` applies the `equivalent` hooks of a schema at every depth: to what the service answers, against the
state (read) and against the plan (create, update). Planning applies them to the configuration, against the
state.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import zip_longest
from typing import Any

from esremote.provider.protocol.schema import Attribute, Nested
from esremote.provider.protocol.types import List, Map, Object, Set, Tuple, Type
from esremote.provider.protocol.values import Unknown, Values, is_known


def same(kind: Type, one: Any, other: Any) -> bool:  # noqa: ANN401, PLR0911 (values of that type; a return for each kind)
    """Tell whether two values of a type are equal: the order of a set does not count."""
    if one is None or other is None or isinstance(one, Unknown) or isinstance(other, Unknown):
        return bool(one is other) if one is None or other is None else bool(one == other)
    match kind:
        case Set(element):
            return _same_elements(element, one, other)
        case List(element):
            return len(one) == len(other) and all(map(partial(same, element), one, other))
        case Map(element):
            return one.keys() == other.keys() and all(same(element, one[key], other[key]) for key in one)
        case Nested(attributes):
            return all(same(a.type, one.get(name), other.get(name)) for name, a in attributes.items())
        case Object(members):
            return all(same(member, one.get(name), other.get(name)) for name, member in members.items())
        case Tuple(elements):
            return all(same(e, a, b) for e, a, b in zip(elements, one, other, strict=True))
        case _:
            return bool(one == other)


def _same_elements(element: Type, one: list[Any], other: list[Any]) -> bool:
    rest = list(other)
    for candidate in one:
        index = next((i for i, present in enumerate(rest) if same(element, candidate, present)), None)
        if index is None:
            return False
        del rest[index]
    return not rest


def settle(nested: Nested, new: Values, present: Values) -> Values:
    """Return `new` with every value replaced by the present one where both mean the same."""
    settled = {
        name: settle_attribute(attribute, new.get(name), present.get(name))
        for name, attribute in nested.attributes.items()
    }
    return new | settled  # what no attribute has stays, so that encoding can complain of it


def settle_attribute(attribute: Attribute, new: Any, present: Any) -> Any:  # noqa: ANN401 (values of its type)
    """Do for one attribute what `settle` does for an object."""
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
    """Ask an attribute's hook whether two values mean the same; never of what is null or unknown."""
    if attribute.equivalent is None or new is None or present is None:
        return False
    return is_known(new) and is_known(present) and attribute.equivalent(new, present)


def _settle_element(nested: Nested, new: Any, present: Any) -> Any:  # noqa: ANN401 (an object, null or unknown)
    return settle(nested, new, present) if isinstance(new, dict) and isinstance(present, dict) else new


def _settle_member(nested: Nested, new: Any, present: list[Any]) -> Any:  # noqa: ANN401 (an object)
    """Find the present member of a set that means the same: its elements have no other name."""
    for candidate in present:
        if isinstance(candidate, dict) and same(nested, _settle_element(nested, new, candidate), candidate):
            return candidate
    return new


def same_json(one: str, other: str) -> bool:
    """Tell whether two strings hold the same JSON, whatever its spacing and the order of its keys.

    For Python `1`, `1.0` and `true` are equal; written out, they are what they are.

    Example:
        >>> same_json('{"a": 1, "b": 2}', '{"b":2,"a":1}'), same_json('{"a": 1}', '{"a": true}')
        (True, False)
    """
    written = partial(json.dumps, sort_keys=True)
    try:
        return written(json.loads(one)) == written(json.loads(other))
    except ValueError:
        return False


def empty_is_absent(one: object, other: object) -> bool:
    """Tell whether both are nothing: an empty collection, or none."""
    return not one and not other
