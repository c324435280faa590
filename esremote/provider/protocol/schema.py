"""Schemas: attributes, nested to any depth, with everything that Terraform needs to know about each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from esremote.provider.protocol.paths import Path
from esremote.provider.protocol.types import List, Map, Set, Spec, Type


class SchemaError(ValueError):
    """A schema contradicts itself, which is a mistake of the provider's author. Raised when it is defined."""


@dataclass(frozen=True, slots=True)
class AttributeProblem:
    """What is wrong with a value, or with a part of it.

    Attributes:
        message: A whole sentence, or a phrase that begins with `must`.
        path: The part that is wrong, relative to the value that was validated.
    """

    message: str
    path: Path = field(default_factory=Path)


Validator = Callable[[Any], Iterable[str | AttributeProblem]]
"""Yields what is wrong with a known value.

A message that begins with `must` (`must be between 1 and 65535`) is completed with the path before it and,
unless it is sensitive, the value after it. A plain string is a problem of the value itself.
"""

Equivalence = Callable[[Any, Any], bool]
"""Tells whether two known, different values mean the same. A collection may be compared with None."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a schema.

    Attributes:
        type: Its type. With `Nested({...})`, alone or within one `List`, `Set` or `Map`, every member is an
            attribute with its own flags.
        description: Its meaning, format, accepted values and default, in Markdown.
        required: Whether the configuration must set it.
        optional: Whether the configuration may set it.
        computed: Whether the provider sets it if the configuration does not.
        sensitive: Whether its value is hidden.
        write_only: Whether its value is passed to the provider, but stored in neither plan nor state.
        default: The planned value if the configuration sets none. Makes the attribute optional and computed.
        requires_replace: Whether a change requires the resource to be replaced.
        use_state_for_unknown: Whether a computed value is kept from the state if something else changes.
        validators: Called with every known value of it.
        equivalent: Tells whether a new value means the same as the present one, which is then kept.
        deprecated: What to use instead; empty if it is not deprecated.

    Raises:
        SchemaError: The flags contradict each other.

    Example:
        >>> name = Attribute(String, "Name of the role.", required=True, requires_replace=True)
        >>> Attribute(String, required=True, computed=True)
        Traceback (most recent call last):
        ...
        esremote.provider.protocol.schema.SchemaError: required excludes optional and computed
    """

    type: Type
    description: str = ""
    required: bool = field(default=False, kw_only=True)
    optional: bool = field(default=False, kw_only=True)
    computed: bool = field(default=False, kw_only=True)
    sensitive: bool = field(default=False, kw_only=True)
    write_only: bool = field(default=False, kw_only=True)
    default: Any = field(default=None, kw_only=True)
    requires_replace: bool = field(default=False, kw_only=True)
    use_state_for_unknown: bool = field(default=False, kw_only=True)
    validators: tuple[Validator, ...] = field(default=(), kw_only=True)
    equivalent: Equivalence | None = field(default=None, kw_only=True)
    deprecated: str = field(default="", kw_only=True)
    nested: Nested | None = field(init=False, repr=False, compare=False)
    nesting: Nesting | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive what follows from the type and the default; refuse contradictions."""
        nested, nesting = _nested(self.type)
        derived: dict[str, object] = {"nested": nested, "nesting": nesting}
        if self.default is not None:
            derived |= {"optional": True, "computed": True}
        for name, value in derived.items():
            object.__setattr__(self, name, value)
        hidden_in_set = nesting is Nesting.SET and nested is not None and _has_write_only(nested)
        settable = self.required or self.optional
        for wrong, reason in (
            (
                hidden_in_set,
                "elements of a set are identified by their values, so nothing in a set can be write-only",
            ),
            (
                nested is None and _holds_nested(self.type),
                "nested attributes can be in at most one collection",
            ),
            (not (settable or self.computed), "one of required, optional and computed must be set"),
            (self.required and (self.optional or self.computed), "required excludes optional and computed"),
            (self.write_only and self.computed, "a write-only value is not stored, so it cannot be computed"),
            (self.use_state_for_unknown and not self.computed, "use_state_for_unknown requires computed"),
        ):
            if wrong:
                raise SchemaError(reason)


class Nesting(Enum):
    """How attributes are nested; the numbers are defined by the protocol."""

    SINGLE = 1
    LIST = 2
    SET = 3
    MAP = 4


@dataclass(frozen=True, slots=True)
class Nested(Type):
    """An object whose members are attributes with their own flags.

    Attributes:
        attributes: Its members by name.
        validators: Called with every known object, for rules between members.
        members: The types of its members.

    Example:
        >>> names = Attribute(Set(String), "Index patterns.", required=True)
        >>> search = Attribute(List(Nested({"names": names})), "What can be searched.", optional=True)
        >>> search.nesting
        <Nesting.LIST: 2>
    """

    attributes: Mapping[str, Attribute] = field(hash=False)
    validators: tuple[Validator, ...] = ()
    members: Mapping[str, Type] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        members = {name: attribute.type for name, attribute in self.attributes.items()}
        object.__setattr__(self, "members", members)

    @property
    def spec(self) -> Spec:
        """`["object", {name: type}]`."""
        return ["object", {name: member.spec for name, member in self.members.items()}]


def _nested(kind: Type) -> tuple[Nested | None, Nesting | None]:
    match kind:
        case Nested():
            return kind, Nesting.SINGLE
        case List(Nested() as nested):
            return nested, Nesting.LIST
        case Set(Nested() as nested):
            return nested, Nesting.SET
        case Map(Nested() as nested):
            return nested, Nesting.MAP
        case _:
            return None, None


def _holds_nested(kind: Type) -> bool:
    match kind:
        case List(element) | Set(element) | Map(element):
            return isinstance(element, Nested) or _holds_nested(element)
        case _:
            return False


def _has_write_only(nested: Nested) -> bool:
    return any(
        member.write_only or (member.nested is not None and _has_write_only(member.nested))
        for member in nested.attributes.values()
    )


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema of a provider, a resource, a data source or an ephemeral resource.

    Attributes:
        attributes: Its attributes by name, in the order of the documentation.
        description: What it is for, in Markdown.
        version: The version of the state, incremented when `upgrade` has to change older states.
        validators: Called with the whole configuration, for rules between attributes. Values may be unknown.
        deprecated: What to use instead; empty if it is not deprecated.
    """

    attributes: Mapping[str, Attribute] = field(hash=False)
    description: str = ""
    version: int = 0
    validators: tuple[Validator, ...] = ()
    deprecated: str = ""
    root: Nested = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", Nested(self.attributes, self.validators))
