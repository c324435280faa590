"""Shapes that hold other shapes: lists, objects with free names, records."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any

from esremote.access.facts._shapes import FactsProblems, Json, Shape, Value, described, member, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape, as a tuple, or as a set when `collect` says so."""

    element: Shape
    description: str = ""
    least: int = 0
    collect: Callable[[Any], Any] = tuple

    def read(self, value: Json, path: str, problems: FactsProblems) -> Value:
        if not isinstance(value, list):
            problems.note(path, f"a list is needed, got {shown(value)}")
            return self.collect(())
        if len(value) < self.least:
            problems.note(path, f"at least {self.least} is needed")
        return self.collect(
            [self.element.read(item, f"{path}[{i}]", problems) for i, item in enumerate(value)]
        )

    def write(self, value: Value) -> Json:
        items = sorted(value) if isinstance(value, frozenset) else value
        return [self.element.write(item) for item in items]

    def schema(self) -> dict[str, Json]:
        least = {"minItems": self.least} if self.least else {}
        return described({"type": "array", "items": self.element.schema()} | least, self.description)


@dataclass(frozen=True, slots=True)
class ByName:
    """An object whose members are records; each record keeps its member's name in the attribute `key`."""

    record: Record | Lifted
    key: str
    description: str = ""

    def read(self, value: Json, path: str, problems: FactsProblems) -> tuple[Value, ...]:
        if not isinstance(value, dict):
            problems.note(path, f"an object with a member for each name is needed, got {shown(value)}")
            return ()
        for name in value:
            if not name:
                problems.note(path, "a name is empty")
        return tuple(
            self.record.read_named(item, member(path, name), problems, {self.key: name})
            for name, item in value.items()
        )

    def write(self, value: tuple[Value, ...]) -> Json:
        return {getattr(item, self.key): self.record.write(item) for item in value}

    def schema(self) -> dict[str, Json]:
        return described(
            {
                "type": "object",
                "propertyNames": {"minLength": 1},
                "additionalProperties": self.record.schema(),
            },
            self.description,
        )


@dataclass(frozen=True, slots=True)
class NamedRoles:
    """Role descriptors by name, or the list of such objects that Elasticsearch returns as `limited_by`."""

    by_name: ByName

    def read(self, value: Json, path: str, problems: FactsProblems) -> tuple[Value, ...]:
        if not isinstance(value, list):
            return self.by_name.read(value, path, problems)
        return tuple(
            role
            for i, roles in enumerate(value)
            for role in self.by_name.read(roles, f"{path}[{i}]", problems)
        )

    def write(self, value: tuple[Value, ...]) -> Json:
        return self.by_name.write(value)

    def schema(self) -> dict[str, Json]:
        roles = self.by_name.schema()
        description = roles.pop("description", "")
        return described({"oneOf": [roles, {"type": "array", "items": roles}]}, description)


@dataclass(frozen=True, slots=True)
class Lifted:
    """An object whose members may also stand one level higher, as they do in answers of Elasticsearch.

    `lifted` names the member, `within` the members that move up from it when the record is read.
    """

    record: Record
    lifted: str
    within: tuple[str, ...]

    @property
    def type(self) -> type[Any]:
        """The dataclass that the record becomes."""
        return self.record.type

    def read_named(self, value: Json, path: str, problems: FactsProblems, given: dict[str, Value]) -> Value:
        """Read the object, after its members have moved up."""
        if isinstance(value, dict) and self.lifted in value:
            value = dict(value)
            inner = value.pop(self.lifted)
            place = member(path, self.lifted)
            if not isinstance(inner, dict):
                problems.note(place, f"an object is needed, got {shown(inner)}")
                inner = {}
            for name in inner:
                if name not in self.within:
                    problems.note(member(place, name), f"no such member; there are {', '.join(self.within)}")
                elif name in value:
                    problems.note(member(place, name), f"stands at {member(path, name)} already")
            value |= {name: part for name, part in inner.items() if name in self.within}
        return self.record.read_named(value, path, problems, given)

    def write(self, value: Value) -> Json:
        return self.record.write(value)

    def schema(self) -> dict[str, Json]:
        schema = self.record.schema()
        inner = {name: schema["properties"][name] for name in self.within}
        schema["properties"] |= {
            self.lifted: {"type": "object", "additionalProperties": False, "properties": inner}
        }
        return schema


@dataclass(frozen=True, slots=True)
class Record:
    """An object that becomes a dataclass: `members` gives a shape to each JSON name.

    A JSON name is the attribute's name without a trailing underscore. A member that the dataclass has a
    default for may be left out, and the writer leaves it out when it has that default. Members in `ignored`
    are those that Elasticsearch returns although they have no bearing on remote access.
    """

    type: type[Any]
    members: Mapping[str, Shape]
    description: str = ""
    ignored: frozenset[str] = frozenset()

    def read(self, value: Json, path: str, problems: FactsProblems) -> Value:
        return self.read_named(value, path, problems, {})

    def read_named(self, value: Json, path: str, problems: FactsProblems, given: dict[str, Value]) -> Value:
        """Read an object; `given` are attributes that follow from its place in the document."""
        if not isinstance(value, dict):
            problems.note(path, f"an object is needed, got {shown(value)}")
            value = {}
            reported = FactsProblems()
        else:
            reported = problems
        for name in value:
            if name in self.ignored:
                problems.ignored.append(member(path, name))
            elif name not in self.members:
                allowed = ", ".join(self.members)
                problems.note(member(path, name), f"no such member; there are {allowed}")
        attributes = dict(given)
        for name, shape in self.members.items():
            place = member(path, name)
            if name in value:
                attributes[self._attribute(name)] = shape.read(value[name], place, problems)
            elif name in self.required:
                reported.note(place, "is needed")
                attributes[self._attribute(name)] = shape.read(None, place, FactsProblems())
        return self.type(**attributes)

    @property
    def required(self) -> tuple[str, ...]:
        """The members that may not be left out."""
        defaults = _defaults(self.type)
        return tuple(name for name in self.members if self._attribute(name) not in defaults)

    def _attribute(self, name: str) -> str:
        return "except_" if name == "except" else name

    def write(self, value: Value) -> Json:
        defaults = _defaults(self.type)
        written = {}
        for name, shape in self.members.items():
            attribute = self._attribute(name)
            held = getattr(value, attribute)
            if attribute not in defaults or held != defaults[attribute]:
                written[name] = shape.write(held)
        return written

    def schema(self) -> dict[str, Json]:
        required = {"required": list(self.required)} if self.required else {}
        properties = {name: shape.schema() for name, shape in self.members.items()}
        properties |= {name: {} for name in sorted(self.ignored)}
        return described(
            {"type": "object", "additionalProperties": False, "properties": properties} | required,
            self.description,
        )


def _defaults(kind: type[Any]) -> Mapping[str, Value]:
    return {f.name: f.default for f in fields(kind) if f.default is not MISSING}
