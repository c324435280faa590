"""Attributes of a resource, read with their paths, so that a wrong value is reported with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from esremote.access.pattern_sets import is_plain
from esremote.model.patterns import Names, PatternError
from esremote.sources.problems import Problem
from esremote.sources.unknown import UNKNOWN, is_unknown

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

ANYTHING = ("*",)
"""The names that are assumed while they are not known yet: all of them."""

LATER = "(known after apply)"
"""Stands for a string that is not known yet."""

_T = TypeVar("_T")


class _AllUnknown(Mapping[str, Any]):
    """An object of which nothing is known yet: each of its members is unknown."""

    def __getitem__(self, key: str) -> Json:
        return UNKNOWN

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(slots=True)
class Notes:
    """What is noted while a document is read."""

    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attributes:
    """One object of attributes, its path, and the notes about it."""

    values: Mapping[str, Any]
    path: str
    notes: Notes

    @property
    def known(self) -> bool:
        """Whether anything of the object is known yet."""
        return not isinstance(self.values, _AllUnknown)

    def text(self, name: str) -> str | None:
        """Return a string, None if it is absent or not known yet."""
        value = self.values.get(name)
        if value is None or self._unknown(name, value):
            return None
        if not isinstance(value, str):
            return self._wrong(name, value, "a string", None)
        return value

    def computed(self, name: str) -> str | None:
        """Return a string that the provider computes; None, without a note, if it is not known yet."""
        value = self.values.get(name)
        return value if isinstance(value, str) and not is_unknown(value) else None

    def required(self, name: str) -> str:
        """Return a required string; `(known after apply)` if it is not known yet."""
        value = self.values.get(name)
        if value is None:
            self.notes.problems.append(Problem(self.at(name), "is missing, a string is needed"))
            return ""
        if self._unknown(name, value):
            return LATER
        if not isinstance(value, str):
            return self._wrong(name, value, "a string", "")
        return value

    def texts(self, name: str, *, unknown: tuple[str, ...] = ANYTHING) -> tuple[str, ...]:
        """Return strings, sorted and without duplicates; `unknown` if any of them is not known yet."""
        value = self.values.get(name)
        if value is None:
            return ()
        if is_unknown(value) or (isinstance(value, list) and any(map(is_unknown, value))):
            self.notes.unknown.append(self.at(name))
            return unknown
        if not isinstance(value, list) or {*map(type, value)} - {str}:
            return self._wrong(name, value, "a list of strings", ())
        return tuple(sorted(set(value)))

    def patterns(self, name: str) -> tuple[str, ...]:
        """Return patterns of names, `*` if they are not known yet; note malformed ones."""
        found = self.texts(name)
        if all(map(is_plain, found)):
            return found
        for pattern in found:
            try:
                Names.of(pattern)
            except PatternError as mistake:
                self.notes.problems.append(Problem(self.at(name), str(mistake)))
        return tuple(pattern for pattern in found if pattern)

    def flag(self, name: str) -> bool | None:
        """Return a truth value, None if it is absent or not known yet."""
        value = self.values.get(name)
        if value is None or self._unknown(name, value):
            return None
        if not isinstance(value, bool):
            return self._wrong(name, value, "true or false", None)
        return value

    def inner(self, name: str) -> Attributes | None:
        """Return a nested object, None if absent; if it is not known yet, all its members are unknown."""
        value = self.values.get(name)
        if value is None:
            return None
        if self._unknown(name, value):
            return Attributes(_AllUnknown(), self.at(name), self.notes)
        if not isinstance(value, dict):
            return self._wrong(name, value, "an object", None)
        return Attributes(value, self.at(name), self.notes)

    def each(self, name: str) -> Iterator[Attributes]:
        """Yield the objects of a list; a single unknown object if the list is not known yet."""
        value = self.values.get(name)
        if value is None:
            return
        if self._unknown(name, value):
            yield Attributes(_AllUnknown(), f"{self.at(name)}[?]", self.notes)
            return
        if not isinstance(value, list):
            self._wrong(name, value, "a list of objects", None)
            return
        for position, item in enumerate(value):
            if isinstance(item, dict):
                yield Attributes(item, f"{self.at(name)}[{position}]", self.notes)
            else:
                self._wrong(f"{name}[{position}]", item, "an object", None)

    def named(self, name: str) -> Iterator[tuple[str, Attributes]]:
        """Yield the members of an object whose members are objects."""
        inner = self.inner(name)
        for key, value in inner.values.items() if inner else ():
            if isinstance(value, dict):
                yield key, Attributes(value, f"{self.at(name)}.{key}", self.notes)
            else:
                self._wrong(f"{name}.{key}", value, "an object", None)

    def at(self, name: str) -> str:
        """Return the path of an attribute."""
        return f"{self.path}.{name}" if self.path else name

    def _unknown(self, name: str, value: Json) -> bool:
        if not is_unknown(value):
            return False
        self.notes.unknown.append(self.at(name))
        return True

    def _wrong(self, name: str, value: Json, wanted: str, instead: _T) -> _T:
        match value:
            case dict():
                got = "an object"
            case list():
                others = [item for item in value if not isinstance(item, str)]
                got = f"a list with {others[0]!r}" if others else "a list"
            case _:
                got = repr(value)
        self.notes.problems.append(Problem(self.at(name), f"is {got}, {wanted} is needed"))
        return instead
