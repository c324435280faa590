"""Adapters that turn the model's rules into validators of attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.sentences import sentence
from esremote.provider.protocol import AttributeProblem, Path, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from esremote.model.constraints.problem import ValueProblem
    from esremote.provider.protocol import Validator


def value_rule(rule: Callable[[Any], str | None]) -> Validator:
    """Make a validator from a rule that returns what is wrong with a value, or None."""

    def check(value: Any) -> Iterator[str]:  # noqa: ANN401 (of the attribute's type)
        wrong = rule(value)
        if wrong:
            yield _sentence(wrong)

    return check


def object_rule(rule: Callable[[Mapping[str, Any]], Iterable[ValueProblem]]) -> Validator:
    """Make a validator from a rule that yields what is wrong within an object; it sees known parts only."""

    def check(value: dict[str, Any]) -> Iterator[AttributeProblem]:
        for found in rule(_known(value)):
            yield AttributeProblem(_sentence(found.message), path_of(_outside_sets(found.path)))

    return check


def path_of(steps: Iterable[str | int]) -> Path:
    """Turn the model's path of attribute names and list indices into the protocol's."""
    path = Path()
    for step in steps:
        path = path[step] if isinstance(step, int) else path / step
    return path


def _outside_sets(steps: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """End a path at the set: lists of names are sets for Terraform, whose elements have no address."""
    while steps and isinstance(steps[-1], int):
        steps = steps[:-1]
    return steps


def _sentence(text: str) -> str:
    """Make a sentence; the protocol does that itself for what completes "<attribute> must …"."""
    return text if text.startswith("must") else sentence(text)


def _known(value: Any) -> Any:  # noqa: ANN401 (a value of any shape gives one of the same shape)
    """Replace every unknown part with something that no rule objects to."""
    match value:
        case Unknown():
            return UNKNOWABLE
        case dict():
            return {name: _known(part) for name, part in value.items()}
        case list():
            return [_known(part) for part in value]
    return value


class _Unknowable:
    """Stands for an unknown value: truthy, empty to iterate over, of no type that a rule checks."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def get(self, name: str) -> None:
        """Have no members."""


UNKNOWABLE = _Unknowable()
