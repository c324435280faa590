"""What can be seen inside an index: fields and documents, as several parties bound them.

Each party (the key, the role, the alias) is one layer. Within a layer any alternative is enough; all layers
must agree. That is how the server combines them: united within a role or key, intersected between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from esremote.model.roles import FieldSecurity


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that can be seen: in each layer, those that any of its alternatives grants.

    >>> Fields().all
    True
    """

    layers: frozenset[frozenset[FieldSecurity]] = frozenset()

    @property
    def all(self) -> bool:
        """Whether no layer bounds anything."""
        return not self.layers

    def and_(self, other: Self) -> Self:
        """Bound these by others as well."""
        return type(self)(self.layers | other.layers)


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents that can be seen: in each layer, those that match any of its queries."""

    layers: frozenset[frozenset[str]] = frozenset()

    @property
    def all(self) -> bool:
        """Whether no layer bounds anything."""
        return not self.layers

    def and_(self, other: Self) -> Self:
        """Bound these by others as well."""
        return type(self)(self.layers | other.layers)
