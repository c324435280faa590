"""Matches the nested objects of a plan with those of the configuration and the state.

In a list, objects at the same index correspond, and in a map, objects with the same key. A set has neither:
there, two objects correspond if they agree in everything that the configuration sets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.equivalence import equivalent, same, settle
from esremote.provider.protocol.schema import Attribute, Nested, Nesting
from esremote.provider.protocol.values import Unknown, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Member:
    """One object in the configuration, in the state and in Terraform's proposal; empty where it is missing.

    Attributes:
        config: The object in the configuration.
        prior: The object in the state.
        proposed: The object that Terraform proposes: the configuration, with unset values taken from the
            state.
    """

    config: Values
    prior: Values
    proposed: Values

    def of(self, name: str) -> tuple[Any, Any, Any]:
        """Return the three values of one attribute."""
        return self.config.get(name), self.prior.get(name), self.proposed.get(name)


def rebuild(
    attribute: Attribute,
    sides: tuple[Any, Any, Any],
    planned: Any,  # noqa: ANN401 (a value of the attribute's type)
    change: Callable[[Nested, Member, Values], Values],
) -> Any:  # noqa: ANN401 (a value of the attribute's type)
    """Return `planned`, with every nested object replaced by the result of `change`.

    Args:
        attribute: An attribute with nested attributes.
        sides: Its values in the configuration, the state and the proposal, which has the same length and
            order as `planned`.
        planned: The value to rebuild.
        change: Called with the schema, the corresponding objects and the planned object.
    """
    nested, (config, prior, proposed) = attribute.nested, sides
    if nested is None or planned is None or isinstance(planned, Unknown):
        return planned
    match attribute.nesting:
        case Nesting.SINGLE:
            return _element(nested, (config, prior, proposed), planned, change)
        case Nesting.MAP:
            return {
                key: _element(
                    nested, (_at(config, key), _at(prior, key), _at(proposed, key)), element, change
                )
                for key, element in planned.items()
            }
        case Nesting.SET:
            found = _Correspondence(nested, config, prior)
            pairs = zip(proposed, planned, strict=True)
            return [
                _element(nested, (*found.of(wanted), wanted), element, change) for wanted, element in pairs
            ]
        case _:
            return [
                _element(nested, (_at(config, i), _at(prior, i), _at(proposed, i)), element, change)
                for i, element in enumerate(planned)
            ]


def _element(
    nested: Nested,
    sides: tuple[Any, Any, Any],
    planned: Any,  # noqa: ANN401 (an object, null or unknown)
    change: Callable[[Nested, Member, Values], Values],
) -> Any:  # noqa: ANN401 (an object, null or unknown)
    if not isinstance(planned, dict):
        return planned
    config, prior, proposed = map(_object, sides)
    return change(nested, Member(config, prior, proposed), planned)


def _object(value: object) -> Values:
    return value if isinstance(value, dict) else {}


def _at(value: Any, key: str | int) -> Any:  # noqa: ANN401 (an element of a collection)
    match value, key:
        case dict(), str():
            return value.get(key)
        case list(), int() if key < len(value):
            return value[key]
        case _:
            return None


@dataclass(slots=True)
class _Correspondence:
    """Matches elements of sets; each candidate is matched at most once."""

    nested: Nested
    config: list[Any]
    prior: list[Any]
    _config: list[Any] = field(init=False)
    _prior: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        self._config = [*self.config] if isinstance(self.config, list) else []
        self._prior = [*self.prior] if isinstance(self.prior, list) else []

    def of(self, proposed: Any) -> tuple[Any, Any]:  # noqa: ANN401 (an object, null or unknown)
        """Return the elements of the configuration and the state that correspond to a proposed element."""
        if not isinstance(proposed, dict):
            return None, None
        config = _take(self._config, lambda candidate: _covers(self.nested, candidate, proposed))
        wanted = {name: _wanted(self.nested, name, config or {}, proposed) for name in self.nested.attributes}
        return config, _take(self._prior, lambda candidate: _agrees(self.nested, wanted, candidate))


def _take(candidates: list[Any], fits: Callable[[Values], bool]) -> Any:  # noqa: ANN401 (an object or None)
    for index, candidate in enumerate(candidates):
        if isinstance(candidate, dict) and fits(candidate):
            return candidates.pop(index)
    return None


def _covers(nested: Nested, config: Values, proposed: Values) -> bool:
    """Tell whether a proposed object agrees with everything that a configured object sets."""
    return all(
        config.get(name) is None
        or attribute.nested is not None
        or same(attribute.type, config.get(name), proposed.get(name))
        for name, attribute in nested.attributes.items()
    )


def _wanted(nested: Nested, name: str, config: Values, proposed: Values) -> object:
    default = nested.attributes[name].default
    return default if config.get(name) is None and default is not None else proposed.get(name)


def _agrees(nested: Nested, wanted: Values, prior: Values) -> bool:
    """Tell whether an object in the state is the wanted one, ignoring computed values."""
    settled = settle(nested, wanted, prior)
    return all(
        (attribute.computed and settled[name] is None)
        or equivalent(attribute, settled[name], prior.get(name))
        or same(attribute.type, settled[name], prior.get(name))
        for name, attribute in nested.attributes.items()
    )


def elements(attribute: Attribute, value: Any) -> Iterator[tuple[str | int | None, Any]]:  # noqa: ANN401 (its value)
    """Yield the known nested objects of a value with their keys; the key is None if there is none."""
    if value is None or isinstance(value, Unknown) or attribute.nested is None:
        return
    match attribute.nesting:
        case Nesting.SINGLE:
            pairs: Any = [(None, value)]
        case Nesting.SET:
            pairs = [(None, element) for element in value]
        case Nesting.MAP:
            pairs = value.items()
        case _:
            pairs = enumerate(value)
    yield from ((key, element) for key, element in pairs if isinstance(element, dict))
