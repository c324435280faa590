"""Resource identity: the attributes that uniquely identify a remote object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.provider.protocol.types import Type


@dataclass(frozen=True, slots=True)
class IdentityAttribute:
    """One attribute of an identity.

    Attributes:
        type: A primitive, or a list of primitives.
        description: What it identifies.
        optional_for_import: Whether an import may leave it out.
    """

    type: Type
    description: str = ""
    optional_for_import: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a resource type.

    Attributes:
        attributes: Its attributes by name. The values are those of the attributes with the same names in the
            state.
        version: Incremented when identities of older versions have to be upgraded.
    """

    attributes: Mapping[str, IdentityAttribute] = field(hash=False)
    version: int = 0
