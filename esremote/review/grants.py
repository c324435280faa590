"""What one party gives: a role by its entries, a cross-cluster API key by its access."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from esremote.access.decision.decisions import Step, Verdict
from esremote.access.engine.api_key_model import as_sent
from esremote.access.engine.permissions import is_explicit_denial
from esremote.review.abilities import KEY_ACCESS, grants
from esremote.review.names import simplified
from esremote.review.report import Ability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, SearchAccess
    from esremote.access.landscape.roles import FieldSecurity, IndicesEntry, RemoteIndicesEntry, Role
    from esremote.model.releases.versions import Version

    Entry = IndicesEntry | RemoteIndicesEntry
    KeyEntry = SearchAccess | ReplicationAccess

_Bound = TypeVar("_Bound", str, "FieldSecurity")
_AnyEntry = TypeVar("_AnyEntry", "Entry", "KeyEntry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one party gives on a set of names.

    Args:
        names: patterns.
        restricted: whether they reach into restricted indices.
        documents: queries of which any is enough; None means every document.
        fields: rules of which any is enough; None means every field.
        step: the entry that says so.
    """

    names: tuple[str, ...]
    restricted: bool = False
    documents: frozenset[str] | None = None
    fields: frozenset[FieldSecurity] | None = None
    step: Step


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role's entries stand, cluster and part of the role, and the version that reads them."""

    cluster: str
    part: str
    version: Version


def of_role(role: Role, entries: Iterable[Entry], where: Place, ability: Ability) -> Iterator[Grant]:
    """Yield what some entries of a role give on a remote cluster.

    Entries on the same names are one, as for the server: a query among them counts only if each of them has
    one.
    """
    given = tuple(entries)
    written = role.indices if where.part == "indices" else role.remote_indices
    if is_explicit_denial(written) or (where.part != "indices" and is_explicit_denial(as_sent(given))):
        return
    for (names, restricted), group in _by_names(given).items():
        privileges = tuple(sorted({privilege for entry in group for privilege in entry.privileges}))
        if grants(privileges, ability, where.version):
            detail = f"{where.part} names {', '.join(names)}, privileges {', '.join(privileges)}"
            step = Step(Verdict.PERMITS, where.cluster, f"role {role.name}", detail, group[0].source)
            yield _grant(names, group, step, restricted=restricted)


def of_key(key: CrossClusterApiKey, cluster: str, ability: Ability) -> Iterator[Grant]:
    """Yield what a key allows."""
    entries = KEY_ACCESS[ability](key)
    access = "search" if ability is Ability.SEARCH else "replication"
    for (names, restricted), group in _by_names(entries).items():
        detail = f"access.{access} names {', '.join(names)}"
        what = f"cross-cluster API key {key.name or key.id}"
        yield _grant(
            names, group, Step(Verdict.PERMITS, cluster, what, detail, group[0].source), restricted=restricted
        )


def _by_names(entries: Iterable[_AnyEntry]) -> dict[tuple[tuple[str, ...], bool], list[_AnyEntry]]:
    groups: dict[tuple[tuple[str, ...], bool], list[_AnyEntry]] = defaultdict(list)
    for entry in entries:
        groups[tuple(sorted(set(entry.names))), entry.allow_restricted_indices].append(entry)
    return groups


def _grant(
    names: tuple[str, ...], group: Sequence[Entry | KeyEntry], step: Step, *, restricted: bool
) -> Grant:
    queries = [entry.query if hasattr(entry, "query") else None for entry in group]
    rules = [entry.field_security if hasattr(entry, "field_security") else None for entry in group]
    return Grant(
        names=simplified(names),
        restricted=restricted,
        documents=_all_or_none(queries),
        fields=_all_or_none(rules),
        step=step,
    )


def _all_or_none(bounds: Sequence[_Bound | None]) -> frozenset[_Bound] | None:
    """Return the alternatives; None, which bounds nothing, if any of them bounds nothing."""
    told = frozenset(bound for bound in bounds if bound is not None)
    return None if None in bounds else told
