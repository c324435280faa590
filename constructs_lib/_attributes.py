"""Values of the model, in the form of attributes of the provider's resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib._terraform_values import Expression
from esremote.model.keys.entries import Access, FieldSecurity, JsonObject, query_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.model.connection.security import Signing


def access_attribute(access: Access) -> dict[str, list[dict[str, object]]]:
    """Return the `access` attribute of a key."""
    attribute: dict[str, list[dict[str, object]]] = {}
    if access.search:
        attribute["search"] = [
            {
                "names": sorted(entry.names),
                **restrictions(
                    entry.query, entry.field_security, allow_restricted_indices=entry.allow_restricted_indices
                ),
            }
            for entry in access.search
        ]
    if access.replication:
        attribute["replication"] = [
            {
                "names": sorted(entry.names),
                **restrictions(None, None, allow_restricted_indices=entry.allow_restricted_indices),
            }
            for entry in access.replication
        ]
    return attribute


def restrictions(
    query: str | JsonObject | None, field_security: FieldSecurity | None, *, allow_restricted_indices: bool
) -> Mapping[str, object]:
    """Return the members that entries of roles and of keys share: documents, fields, restricted indices."""
    members: dict[str, object] = {}
    if query is not None:
        members["query"] = query_json("query", query)
    if field_security is not None:
        fields = {"grant": sorted(field_security.grant)}
        members["field_security"] = fields | (
            {"except": sorted(field_security.except_)} if field_security.except_ else {}
        )
    if allow_restricted_indices:
        members["allow_restricted_indices"] = True
    return members


def signing_attribute(signing: Signing) -> dict[str, object]:
    """Return the `signing` attribute of a connection. A passphrase is in a variable, and is never stored."""
    attribute: dict[str, object] = {"certificate": signing.certificate, "key": signing.key}
    if signing.passphrase_variable is not None:
        attribute["secure_key_passphrase_wo"] = Expression(f"${{var.{signing.passphrase_variable}}}")
        attribute["secure_settings_wo_version"] = signing.passphrase_version
    return attribute
