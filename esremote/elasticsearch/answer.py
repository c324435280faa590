"""Reads loosely typed answers: every value is of the expected type, or a problem with its place.

An answer may come from a proxy, from a version that esremote does not know, or from a broken node. What is
wrong with one value must not hide the others, so nothing here raises: the getters return a default, and note
what they found instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Json: TypeAlias = Any
"""Whatever `json.loads` returns."""

_T = TypeVar("_T")

_LONGEST = 60
_EMPTY: Mapping[str, Json] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """A value of an answer, with its place.

    Args:
        value: the value.
        place: where it stands, such as `GET /_license: license.type`.
        problems: what was found to be wrong, shared by all values of an answer.

    >>> answer = Answer({"license": {"type": 7}}, "GET /_license")
    >>> answer.member("license").text("type"), answer.problems
    ('', ['GET /_license: license.type is 7, a string is needed'])
    """

    value: Json
    place: str
    problems: list[str] = field(default_factory=list)

    def note(self, needed: str) -> None:
        """Note that this value is not what is needed."""
        problem = f"{self.place} is {_shown(self.value)}, {needed} is needed"
        if problem not in self.problems:
            self.problems.append(problem)

    @property
    def members(self) -> Mapping[str, Json]:
        """The members of an object; none if it is absent or something else."""
        if isinstance(self.value, dict):
            return self.value
        if self.value is not None:
            self.note("an object")
        return _EMPTY

    def member(self, name: str) -> Answer:
        """Return a member; its value is None if it is absent."""
        return self._at(name, self.members.get(name))

    def each(self) -> Iterator[tuple[str, Answer]]:
        """Yield the members of an object, each with its name."""
        for name, value in self.members.items():
            yield name, self._at(name, value)

    def items(self, name: str | None = None) -> Iterator[Answer]:
        """Yield the items of a list, this value or a member; none if it is absent or something else."""
        found = self if name is None else self.member(name)
        for position, value in enumerate(_typed(found, list, "a list", [])):
            yield Answer(value, f"{found.place}[{position}]", self.problems)

    def objects(self, name: str | None = None) -> Iterator[Answer]:
        """Yield the items of a list that are objects."""
        for item in self.items(name):
            if isinstance(item.value, dict):
                yield item
            else:
                item.note("an object")

    def text(self, name: str) -> str:
        """Return a string; empty if it is absent or something else."""
        return _typed(self.member(name), str, "a string", "")

    def required(self, name: str) -> str | None:
        """Return a string that must not be empty; None if it is."""
        if not (found := self.text(name)) and name in self.members and self.members[name] is not None:
            self.member(name).note("a string that is not empty")
        elif not found:
            self._at(name, None).note("a string")
        return found or None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the strings of a list, without anything else that stands in it."""
        found = list(self.items(name))
        for item in found:
            if not isinstance(item.value, str):
                item.note("a string")
        return tuple(item.value for item in found if isinstance(item.value, str))

    def flag(self, name: str) -> bool:
        """Return a truth value; false if it is absent or something else."""
        return _typed(self.member(name), bool, "true or false", default=False)

    def moment(self, name: str) -> datetime | None:
        """Return an instant that is written in milliseconds; None if it is absent or something else.

        Elasticsearch gives a licence that never expires an instant that is further away than Python counts.
        """
        found = self.member(name)
        value = found.value
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            found.note("a number of milliseconds")
            return None
        try:
            return datetime.fromtimestamp(value / 1000, UTC)
        except (OverflowError, ValueError, OSError):
            return None if value > 0 else datetime.fromtimestamp(0, UTC)

    def _at(self, name: str, value: Json) -> Answer:
        between = "." if ": " in self.place else ": "
        return Answer(value, f"{self.place}{between}{name}", self.problems)


def _typed(answer: Answer, type_: type[_T], needed: str, default: _T) -> _T:
    if isinstance(answer.value, type_):
        return answer.value
    if answer.value is not None:
        answer.note(needed)
    return default


def _shown(value: Json) -> str:
    match value:
        case None:
            return "missing"
        case dict():
            return "an object"
        case list():
            return "a list"
    text = " ".join(repr(value).split()) if not isinstance(value, int) else _number(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _number(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # more digits than Python writes
        return "a number"
