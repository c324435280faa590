"""The model's rules as validators of attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol import AttributeProblem, Path, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from esremote.model.keys import access as key_access
    from esremote.provider.protocol import Validator


def by(rule: Callable[[str], str | None]) -> Validator:
    """Make a validator of a rule that says what is wrong with a text, or None."""

    def check(value: str) -> Iterator[str]:
        wrong = rule(value)
        if wrong:
            yield wrong[0].upper() + wrong[1:] + "."

    return check


def finds(rule: Callable[[Mapping[str, Any]], Iterable[key_access.Finding]]) -> Validator:
    """Make a validator of a rule that finds what is wrong within an object, known parts of it only."""

    def check(value: dict[str, Any]) -> Iterator[AttributeProblem]:
        for found in rule(_known(value)):
            yield AttributeProblem(found.message[0].upper() + found.message[1:] + ".", path_of(found.path))

    return check


def path_of(steps: Iterable[str | int]) -> Path:
    """Make the protocol's path of the model's: indices of lists are ints."""
    path = Path()
    for step in steps:
        path = path[step] if isinstance(step, int) else path / step
    return path


def _known(value: Any) -> Any:  # noqa: ANN401 (a value of any shape gives one of the same shape)
    """Replace every unknown part by something that no rule objects to."""
    match value:
        case Unknown():
            return UNKNOWABLE
        case dict():
            return {name: _known(part) for name, part in value.items()}
        case list():
            return [_known(part) for part in value]
    return value


class _Unknowable:
    """Stands for what is not known yet: truthy, of no type that a rule looks at, and empty to loop over."""

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def get(self, name: str) -> None:
        """Have no members."""


UNKNOWABLE = _Unknowable()
