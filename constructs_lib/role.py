"""A role of a cluster, whole: what its members may do there and on the remote clusters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib._names import local_name
from constructs_lib._source import caller
from constructs_lib._written import restrictions
from esremote.model.errors import ConfigurationError, require_names
from esremote.model.security import FieldSecurity, JsonObject, query_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cluster import Cluster


@dataclass(frozen=True, kw_only=True)
class IndexPrivileges:
    """One entry of a role's `indices`.

    Args:
        names: index name patterns.
        privileges: index privileges, as `"read"`.
        query: only documents that match this query.
        field_security: only these fields.
        allow_restricted_indices: system indices too.
    """

    names: Sequence[str]
    privileges: Sequence[str]
    query: str | JsonObject | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False

    def __post_init__(self) -> None:
        """Refuse what the role API refuses."""
        require_names("IndexPrivileges.names", self.names)
        require_names("IndexPrivileges.privileges", self.privileges)
        query_json("IndexPrivileges.query", self.query)


@dataclass(frozen=True, kw_only=True)
class RemoteIndexPrivileges(IndexPrivileges):
    """One entry of a role's `remote_indices`: the same, on the remote clusters with these aliases.

    Args:
        clusters: alias patterns.
    """

    clusters: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse what the role API refuses."""
        super().__post_init__()
        require_names("RemoteIndexPrivileges.clusters", self.clusters)


@dataclass(frozen=True, kw_only=True)
class RemoteClusterPrivileges:
    """One entry of a role's `remote_cluster`: cluster privileges on the remote clusters with these aliases.

    Args:
        clusters: alias patterns.
        privileges: `"monitor_enrich"` or `"monitor_stats"`; Elasticsearch takes no others.
    """

    clusters: Sequence[str]
    privileges: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse what the role API refuses."""
        require_names("RemoteClusterPrivileges.clusters", self.clusters)
        for place, privilege in enumerate(
            require_names("RemoteClusterPrivileges.privileges", self.privileges)
        ):
            if privilege not in {"monitor_enrich", "monitor_stats"}:
                raise ConfigurationError(
                    f"RemoteClusterPrivileges.privileges[{place}]",
                    f"must be 'monitor_enrich' or 'monitor_stats', got {privilege!r}",
                )


@dataclass(frozen=True, kw_only=True)
class ApplicationPrivileges:
    """One entry of a role's `applications`."""

    application: str
    privileges: Sequence[str]
    resources: Sequence[str]


class Role:
    """A role that Terraform owns on `cluster`, whole. Grants add to it.

    Args:
        on: the cluster.
        name: of the role.
        description: what it is for.
        cluster: cluster privileges, as `"monitor"`.
        indices: index privileges on this cluster.
        remote_indices: index privileges on remote clusters; `grant_search` writes these.
        remote_cluster: cluster privileges on remote clusters.
        applications: application privileges.
        run_as: users whom members may impersonate.
        metadata: stored with the role.

    Raises:
        ConfigurationError: the cluster has this role already.

    Example:
        analyst = Role(frankfurt, "analyst")
    """

    terraform_type = "esremote_role"
    source: str

    def __init__(
        self,
        on: Cluster,
        name: str,
        *,
        description: str | None = None,
        cluster: Sequence[str] = (),
        indices: Sequence[IndexPrivileges] = (),
        remote_indices: Sequence[RemoteIndexPrivileges] = (),
        remote_cluster: Sequence[RemoteClusterPrivileges] = (),
        applications: Sequence[ApplicationPrivileges] = (),
        run_as: Sequence[str] = (),
        metadata: JsonObject | None = None,
    ) -> None:
        if name in on.roles:
            raise ConfigurationError(
                f"Cluster {on.name!r}", f"already has a role {name!r}, made at {on.roles[name].source}"
            )
        self.on = on
        self.name = name
        self.source = caller()
        self.terraform_name = local_name(on.name, name)
        self._description = description
        self._cluster = tuple(cluster)
        self._indices = list(indices)
        self._remote_indices = list(remote_indices)
        self._remote_cluster = list(remote_cluster)
        self._applications = tuple(applications)
        self._run_as = tuple(run_as)
        self._metadata = metadata
        on.registry.add(self)
        on.roles[name] = self

    def add_indices(self, entry: IndexPrivileges) -> None:
        """Add privileges on indices of the role's own cluster."""
        self._indices.append(entry)

    def add_remote_indices(self, entry: RemoteIndexPrivileges) -> None:
        """Add privileges on indices of remote clusters."""
        self._remote_indices.append(entry)

    def add_remote_cluster(self, entry: RemoteClusterPrivileges) -> None:
        """Add cluster privileges on remote clusters."""
        self._remote_cluster.append(entry)

    def attributes(self) -> Mapping[str, object]:
        """Return the attributes of its Terraform resource."""
        return {
            "on_cluster": self.on.name,
            "name": self.name,
            "description": self._description,
            "cluster": _some(sorted(self._cluster)),
            "run_as": _some(sorted(self._run_as)),
            "indices": _some([_index_entry(entry) for entry in self._indices]),
            "applications": _some(
                [
                    {
                        "application": a.application,
                        "privileges": sorted(a.privileges),
                        "resources": sorted(a.resources),
                    }
                    for a in self._applications
                ]
            ),
            "remote_indices": _some(
                [{"clusters": sorted(entry.clusters)} | _index_entry(entry) for entry in self._remote_indices]
            ),
            "remote_cluster": _some(
                [
                    {"clusters": sorted(entry.clusters), "privileges": sorted(entry.privileges)}
                    for entry in self._remote_cluster
                ]
            ),
            "metadata": None if self._metadata is None else json.dumps(self._metadata, sort_keys=True),
        }


def _index_entry(entry: IndexPrivileges) -> dict[str, object]:
    return {
        "names": sorted(entry.names),
        "privileges": sorted(entry.privileges),
        **restrictions(
            entry.query, entry.field_security, allow_restricted_indices=entry.allow_restricted_indices
        ),
    }


def _some(entries: Sequence[object]) -> object:
    return entries or None
