"""The name of a role."""

from __future__ import annotations

from esremote.model.roles.reserved import RESERVED_ROLES

_LONGEST = 507


def role_name_problem(name: str) -> str | None:
    """Return why this cannot be the name of a role, or None.

    Source: Elasticsearch's `NativeRealmValidationUtil`: 1 to 507 printable ASCII characters, no blank at
    either end; and its `ReservedRolesStore`.

    >>> role_name_problem("superuser")
    'must not be the name of a reserved role: Elasticsearch defines it, and rejects changes to it'
    """
    if not 1 <= len(name) <= _LONGEST:
        return f"must have 1 to {_LONGEST} characters, but has {len(name)}"
    if name != name.strip():
        return "must not begin or end with a blank: Elasticsearch rejects that in a role's name"
    if not all(" " <= character <= "~" for character in name):
        return "must have printable ASCII characters only: Elasticsearch rejects others in a role's name"
    if name in RESERVED_ROLES:
        return "must not be the name of a reserved role: Elasticsearch defines it, and rejects changes to it"
    return None
