"""What a cross-cluster API key allows, entry by entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from esremote.model.constraints.field_security import field_security_problems
from esremote.model.constraints.json_objects import json_object_problem
from esremote.model.constraints.key_access import access_problems, key_entry_problems
from esremote.model.constraints.raising import require, require_all, require_list, require_names
from esremote.model.errors import ConfigurationError

JsonObject: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class FieldSecurity:
    """Which fields of a document can be read: those of `grant` that are not in `except_`.

    Args:
        grant: field patterns; every field by default.
        except_: of those, the ones that cannot be read (`except` in Elasticsearch).
    """

    grant: Sequence[str] = ("*",)
    except_: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse what Elasticsearch rejects: nothing granted, or something excluded that is not granted."""
        require_list("FieldSecurity.grant", self.grant)
        require_list("FieldSecurity.except_", self.except_)
        require_all("FieldSecurity", field_security_problems(self.as_members(), ()), {"except": "except_"})

    def as_members(self) -> dict[str, list[str]]:
        """Return it as `field_security` of Elasticsearch's API."""
        return {"grant": list(self.grant), "except": list(self.except_)}


@dataclass(frozen=True, kw_only=True)
class Search:
    """One entry of a cross-cluster API key's `access.search`.

    Args:
        names: index name patterns.
        query: only documents that match this query, as a mapping or as JSON text.
        field_security: only these fields.
        allow_restricted_indices: restricted indices too.

    Raises:
        ConfigurationError: names are missing, or the query is not a JSON object.
    """

    names: Sequence[str]
    query: str | JsonObject | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False

    def __post_init__(self) -> None:
        """Refuse entries that Elasticsearch refuses, and queries that it would accept and then fail on."""
        names = require_names("Search.names", self.names)
        require_all("Search", key_entry_problems({"names": names}))
        query_json("Search.query", self.query)


@dataclass(frozen=True, kw_only=True)
class Replication:
    """One entry of a cross-cluster API key's `access.replication`; it takes no query and no field security.

    Args:
        names: index name patterns.
        allow_restricted_indices: restricted indices too.
    """

    names: Sequence[str]
    allow_restricted_indices: bool = False

    def __post_init__(self) -> None:
        """Refuse an entry without names."""
        names = require_names("Replication.names", self.names)
        require_all("Replication", key_entry_problems({"names": names}))


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a cross-cluster API key allows: the upper bound of whatever the local roles say."""

    search: tuple[Search, ...]
    replication: tuple[Replication, ...]

    @classmethod
    def of(
        cls, path: str, *, search: Sequence[str | Search], replication: Sequence[str | Replication]
    ) -> Access:
        """Read what the user wrote; strings are names.

        Raises:
            ConfigurationError: nothing is allowed, or search is restricted beside replication, which
                Elasticsearch refuses ("search does not support DLS/FLS if replication is assigned").
        """
        for name, entries in (("search", search), ("replication", replication)):
            if isinstance(entries, str):
                require_list(f"{path}.{name}", entries)
        access = cls(
            search=tuple(e if isinstance(e, Search) else Search(names=[e]) for e in search),
            replication=tuple(
                e if isinstance(e, Replication) else Replication(names=[e]) for e in replication
            ),
        )
        require_all(path, access_problems(access.as_members()))
        return access

    def as_members(self) -> dict[str, list[dict[str, Any]]]:
        """Return it as `access` of Elasticsearch's API, as far as the constraints look at it."""
        return {
            "search": [
                {
                    "names": list(entry.names),
                    "query": entry.query,
                    "field_security": entry.field_security and entry.field_security.as_members(),
                }
                for entry in self.search
            ],
            "replication": [{"names": list(entry.names)} for entry in self.replication],
        }


def query_json(path: str, query: str | JsonObject | None) -> str | None:
    """Return a document-level query as canonical JSON text.

    Raises:
        ConfigurationError: it is not a JSON object. Elasticsearch accepts it and then fails each search with
            400.
    """
    if query is None:
        return None
    try:
        text = query if isinstance(query, str) else json.dumps(query)
    except (TypeError, ValueError, RecursionError) as problem:
        raise ConfigurationError(path, f"must be a JSON object, got {query!r}") from problem
    require(path, text, json_object_problem)
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:  # a Terraform reference that stands for the whole of it
        return text
