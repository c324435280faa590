"""Shapes of JSON values: one description gives the reader, the writer and the JSON schema of a document.

A reader does not stop at the first mistake: it notes every mistake in `FactsProblems`, with its JSON path.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from esremote.model.queries import canonical, canonical_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

Json = Any
"""What `json.loads` gives."""

Value = Any
"""What a shape reads: a value of the model."""


@dataclass(frozen=True, slots=True)
class FactsProblem:
    """One mistake in a document.

    Args:
        path: its place, such as `$.clusters.dublin.roles.analyst.indices[0].names`.
        message: what is wrong with it, what was found there, what is allowed.
    """

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(slots=True)
class FactsProblems:
    """The mistakes noted so far, and the paths of members that have no bearing on remote access."""

    noted: list[FactsProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def note(self, path: str, message: str) -> None:
        """Add a mistake."""
        self.noted.append(FactsProblem(path, message))


def member(path: str, name: str) -> str:
    """Give the path of an object's member."""
    return f"{path}.{name}" if name.replace("_", "a").isalnum() else f"{path}[{json.dumps(name)}]"


def shown(value: Json) -> str:
    """Show a value that was found, in short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 (one line of a terminal)


class Shape(Protocol):
    """One kind of value."""

    def read(self, value: Json, path: str, problems: FactsProblems) -> Value:
        """Give the value in Python; after a problem, anything of that type."""

    def write(self, value: Value) -> Json:
        """Give the JSON of a value in Python."""

    def schema(self) -> dict[str, Json]:
        """Give the JSON schema."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string, of at least one character unless `empty`."""

    description: str = ""
    empty: bool = False

    def read(self, value: Json, path: str, problems: FactsProblems) -> str:
        if isinstance(value, str) and (value or self.empty):
            return str(value)
        problems.note(
            path, f"a string{'' if self.empty else ' that is not empty'} is needed, got {shown(value)}"
        )
        return ""

    def write(self, value: str) -> Json:
        return value

    def schema(self) -> dict[str, Json]:
        return described({"type": "string"} | ({} if self.empty else {"minLength": 1}), self.description)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A string with a meaning of its own, such as a version."""

    parse: Callable[[str], Any]
    pattern: str
    description: str = ""

    def read(self, value: Json, path: str, problems: FactsProblems) -> Value:
        if not isinstance(value, str):
            problems.note(path, f"a string is needed, got {shown(value)}")
            return None
        try:
            return self.parse(value)
        except ValueError as mistake:
            problems.note(path, str(mistake))
            return None

    def write(self, value: Value) -> Json:
        return str(value)

    def schema(self) -> dict[str, Json]:
        return described({"type": "string", "pattern": self.pattern}, self.description)


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time: milliseconds since 1970, as Elasticsearch gives it."""

    description: str = ""

    def read(self, value: Json, path: str, problems: FactsProblems) -> datetime | None:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LATEST:
            problems.note(path, f"milliseconds since 1970 are needed, got {shown(value)}")
            return None
        return datetime.fromtimestamp(value // 1000, UTC).replace(microsecond=value % 1000 * 1000)

    def write(self, value: datetime) -> Json:
        return int(value.replace(microsecond=0).timestamp()) * 1000 + value.microsecond // 1000

    def schema(self) -> dict[str, Json]:
        return described({"type": "integer", "minimum": 0, "exclusiveMaximum": LATEST}, self.description)


LATEST = 253_402_300_800_000
"""The year 10,000, where Python's dates end."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number of at least `minimum`."""

    minimum: int
    description: str = ""

    def read(self, value: Json, path: str, problems: FactsProblems) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < self.minimum:
            problems.note(path, f"a whole number of at least {self.minimum} is needed, got {shown(value)}")
            return self.minimum
        return value

    def write(self, value: int) -> Json:
        return value

    def schema(self) -> dict[str, Json]:
        return described({"type": "integer", "minimum": self.minimum}, self.description)


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    description: str = ""

    def read(self, value: Json, path: str, problems: FactsProblems) -> bool:
        if not isinstance(value, bool):
            problems.note(path, f"true or false is needed, got {shown(value)}")
        return value is True

    def write(self, value: bool) -> Json:  # noqa: FBT001 (the value itself)
        return value

    def schema(self) -> dict[str, Json]:
        return described({"type": "boolean"}, self.description)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the values of an enumeration."""

    values: type[StrEnum]
    description: str = ""

    def read(self, value: Json, path: str, problems: FactsProblems) -> StrEnum:
        for known in self.values:
            if value == known.value:
                return known
        allowed = ", ".join(self.values)
        problems.note(path, f"one of {allowed} is needed, got {shown(value)}")
        return next(iter(self.values))

    def write(self, value: StrEnum) -> Json:
        return value.value

    def schema(self) -> dict[str, Json]:
        return described({"enum": [known.value for known in self.values]}, self.description)


@dataclass(frozen=True, slots=True)
class Query:
    """A query: a JSON object, or a string that holds one, as Elasticsearch accepts both; kept as a string.

    A string that holds no query is kept as it is: roles and keys accept it, and searches fail later.
    """

    description: str = ""

    def read(self, value: Json, path: str, problems: FactsProblems) -> str:
        if isinstance(value, dict) and value:
            return canonical_json(value)
        if isinstance(value, str) and value:
            return canonical(value)
        problems.note(
            path, f"a query is needed, as an object or as a string that holds one, got {shown(value)}"
        )
        return "{}"

    def write(self, value: str) -> Json:
        parsed = _object(value)
        return value if parsed is None else parsed

    def schema(self) -> dict[str, Json]:
        return described(
            {"oneOf": [{"type": "object", "minProperties": 1}, {"type": "string", "minLength": 1}]},
            self.description,
        )


def _object(text: str) -> dict[str, Json] | None:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parsed if isinstance(parsed, dict) and parsed else None


def described(schema: dict[str, Json], description: str) -> dict[str, Json]:
    """Add a description to a schema, if there is one."""
    return schema | {"description": description} if description else schema
