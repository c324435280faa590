"""The table of the provider's resource types: one row for each, so that none is overlooked or misread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.sources.problems import Problem
from esremote.sources.resource_types import api_key, connection, elasticstack, role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.sources.resource_types.resource_type import ResourceType

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    row.type: row for row in (connection.ROW, api_key.ROW, role.ROW, *elasticstack.ROWS)
}
"""Every resource type that is understood, by its name."""

_PREFIX = "esremote_"


def is_ours(type_: str) -> bool:
    """Return whether a resource type belongs to this provider.

    >>> is_ours("esremote_role"), is_ours("aws_instance")
    (True, False)
    """
    return type_.startswith(_PREFIX)


def is_read(type_: str) -> bool:
    """Return whether a resource of this type is read: one of ours, or one of another provider with a row.

    >>> is_read("elasticstack_elasticsearch_security_role"), is_read("elasticstack_elasticsearch_index")
    (True, False)
    """
    return is_ours(type_) or type_ in RESOURCE_TYPES


def not_understood(type_: str, address: str) -> Problem | None:
    """Return what is wrong with a resource of this provider whose type has no row here, None if it has one.

    Access that such a resource gives would be overlooked, so it must not be read past.

    >>> str(not_understood("esremote_user", "esremote_user.ops")).partition(";")[0]
    "esremote_user.ops: is of the type 'esremote_user', which this version of esremote does not understand"
    """
    if type_ in RESOURCE_TYPES:
        return None
    return Problem(
        address,
        f"is of the type {type_!r}, which this version of esremote does not understand; it understands "
        f"{', '.join(RESOURCE_TYPES)}. Use the version of esremote that provides this type",
    )
