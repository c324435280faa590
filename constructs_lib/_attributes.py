"""How values of the model are written as attributes of the provider's resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib._terraform_values import Expression
from esremote.model.keys.entries import Access, FieldSecurity, JsonObject, query_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.model.connection.security import Signing


def access_attribute(access: Access) -> dict[str, list[dict[str, object]]]:
    """Return what a key allows as the `access` attribute."""
    written: dict[str, list[dict[str, object]]] = {}
    if access.search:
        written["search"] = [
            {
                "names": sorted(entry.names),
                **restrictions(
                    entry.query, entry.field_security, allow_restricted_indices=entry.allow_restricted_indices
                ),
            }
            for entry in access.search
        ]
    if access.replication:
        written["replication"] = [
            {
                "names": sorted(entry.names),
                **restrictions(None, None, allow_restricted_indices=entry.allow_restricted_indices),
            }
            for entry in access.replication
        ]
    return written


def restrictions(
    query: str | JsonObject | None, field_security: FieldSecurity | None, *, allow_restricted_indices: bool
) -> Mapping[str, object]:
    """Return the members that roles and keys share: documents, fields, restricted indices."""
    written: dict[str, object] = {}
    if query is not None:
        written["query"] = query_json("query", query)
    if field_security is not None:
        fields = {"grant": sorted(field_security.grant)}
        written["field_security"] = fields | (
            {"except": sorted(field_security.except_)} if field_security.except_ else {}
        )
    if allow_restricted_indices:
        written["allow_restricted_indices"] = True
    return written


def signing_attribute(signing: Signing) -> dict[str, object]:
    """Return `signing` of a connection; a passphrase comes from a variable and is never stored."""
    written: dict[str, object] = {"certificate": signing.certificate, "key": signing.key}
    if signing.passphrase_variable is not None:
        written["secure_key_passphrase_wo"] = Expression(f"${{var.{signing.passphrase_variable}}}")
        written["secure_settings_wo_version"] = signing.passphrase_version
    return written
