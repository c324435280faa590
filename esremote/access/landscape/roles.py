"""Roles as Elasticsearch stores them: entries on local indices, on remote indices, on remote clusters."""

from __future__ import annotations

from dataclasses import dataclass

from esremote.model.source import NOWHERE, Source


@dataclass(frozen=True, slots=True)
class FieldSecurity:
    """Field-level security of one entry.

    This one holds whatever a cluster has, and is hashable. What a program writes is
    `esremote.model.keys.entries.FieldSecurity`, which rejects what Elasticsearch would reject.

    Args:
        grant: names and patterns of the fields that can be read; none means every field.
        except_: fields among them that cannot be read (`except` in Elasticsearch).

    >>> FieldSecurity(grant=("message", "host.*"), except_=("host.ip",)).except_
    ('host.ip',)
    """

    grant: tuple[str, ...] = ("*",)
    except_: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicesEntry:
    """One element of a role's `indices`, or of the permissions that another kind of entry leads to.

    Args:
        names: index names and patterns; the entry covers what any of them matches.
        privileges: index privileges by name, or action patterns.
        query: document-level security, a query in JSON or a template; None means every document.
        field_security: field-level security; None means every field.
        allow_restricted_indices: whether `names` reach into restricted indices such as `.security-7`.
        source: where the entry is written.

    >>> IndicesEntry(names=("logs-*",), privileges=("read",)).query is None
    True
    """

    names: tuple[str, ...]
    privileges: tuple[str, ...]
    query: str | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class RemoteIndicesEntry:
    """One element of a role's `remote_indices`: what it asks for on the clusters whose alias matches.

    The arguments are those of `IndicesEntry`, after `clusters`: aliases and patterns of them.
    It has no effect over a connection of the TLS certificate model.
    """

    clusters: tuple[str, ...]
    names: tuple[str, ...]
    privileges: tuple[str, ...]
    query: str | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class RemoteClusterEntry:
    """One element of a role's `remote_cluster`: `monitor_enrich`, `monitor_stats` on matching aliases."""

    clusters: tuple[str, ...]
    privileges: tuple[str, ...]
    source: Source = NOWHERE


@dataclass(frozen=True, slots=True)
class Role:
    """A role of one cluster.

    Args:
        name: its name; under the TLS certificate model the remote cluster looks up its own role of this name.
        cluster: cluster privileges by name.
        indices: what it may do on this cluster.
        remote_indices: what it asks for on other clusters, API key model only.
        remote_cluster: cluster-level privileges on other clusters, API key model only.
        run_as: names and patterns of the users it may act as.
        source: where the role is written.
    """

    name: str
    cluster: tuple[str, ...] = ()
    indices: tuple[IndicesEntry, ...] = ()
    remote_indices: tuple[RemoteIndicesEntry, ...] = ()
    remote_cluster: tuple[RemoteClusterEntry, ...] = ()
    run_as: tuple[str, ...] = ()
    source: Source = NOWHERE
