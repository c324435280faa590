"""What a cross-cluster API key allows, entry by entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from esremote.model.errors import ConfigurationError, require_names
from esremote.model.index_names import require_patterns

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
        """Refuse an exclusion from nothing, as Elasticsearch does."""
        require_names("FieldSecurity.grant", self.grant)
        if self.except_:
            require_names("FieldSecurity.except_", self.except_)


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
        require_patterns("Search.names", self.names)
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
        require_patterns("Replication.names", self.names)


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
                require_names(f"{path}.{name}", entries)
        access = cls(
            search=tuple(e if isinstance(e, Search) else Search(names=[e]) for e in search),
            replication=tuple(
                e if isinstance(e, Replication) else Replication(names=[e]) for e in replication
            ),
        )
        if not access.search and not access.replication:
            raise ConfigurationError(
                path,
                "a cross-cluster API key must allow search or replication, got neither",
                remedy="for example search=['logs-*']",
            )
        for place, entry in enumerate(access.search):
            if access.replication and (entry.query is not None or entry.field_security is not None):
                raise ConfigurationError(
                    f"{path}.search[{place}]",
                    "a key that allows replication cannot restrict search by query or field_security",
                    remedy="use two connections, one for search and one for replication",
                )
        return access


def query_json(path: str, query: str | JsonObject | None) -> str | None:
    """Return a document-level query as canonical JSON text.

    Raises:
        ConfigurationError: it is not a JSON object. Elasticsearch accepts it and then fails each search with
            400.
    """
    if query is None:
        return None
    try:
        value = json.loads(query) if isinstance(query, str) else query
        text = json.dumps(value, sort_keys=True)
    except (TypeError, ValueError) as problem:
        raise ConfigurationError(path, f"must be a JSON object, got {query!r}") from problem
    if not isinstance(value, Mapping):
        raise ConfigurationError(path, f"must be a JSON object, got {query!r}")
    return text


_Entry = TypeVar("_Entry", bound=Search | Replication)


def _entries(written: Sequence[str | _Entry], kind: Callable[..., _Entry]) -> tuple[_Entry, ...]:
    """Put the bare strings together into one entry: they mean the same and read better in a plan."""
    names: list[str] = []
    entries: list[_Entry] = []
    for entry in written:
        if isinstance(entry, str):
            names.append(entry)
        else:
            entries.append(entry)
    return (kind(names=names), *entries) if names else tuple(entries)
