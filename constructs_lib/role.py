"""A role: the privileges of its users on its own cluster and on remote clusters."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib._attributes import restrictions
from constructs_lib._role_entries import RoleEntries
from constructs_lib._source import caller
from constructs_lib._terraform_names import local_name
from esremote.model.constraints.json_objects import role_metadata_problem
from esremote.model.constraints.raising import require, require_all, require_list
from esremote.model.constraints.role_names import role_name_problem
from esremote.model.constraints.roles import role_entry_problems
from esremote.model.keys.entries import FieldSecurity, JsonObject, query_json
from esremote.model.roles.reserved import RESERVED_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.cluster import Cluster


@dataclass(frozen=True, kw_only=True)
class IndexPrivileges:
    """One entry of `indices` of a role.

    Args:
        names: index name patterns.
        privileges: index privileges, such as `"read"`.
        query: a query in the Query DSL; only documents that match it can be read.
        field_security: the fields that can be read.
        allow_restricted_indices: whether `names` also match system indices.

    Raises:
        ConfigurationError: Elasticsearch would reject a value.

    Example:
        >>> IndexPrivileges(names=["logs-*"], privileges=["read"]).privileges
        ['read']
    """

    names: Sequence[str]
    privileges: Sequence[str]
    query: str | JsonObject | None = None
    field_security: FieldSecurity | None = None
    allow_restricted_indices: bool = False

    def __post_init__(self) -> None:
        """Reject what the role API rejects."""
        _require_entry(self, "indices", names=self.names, privileges=self.privileges)
        query_json("IndexPrivileges.query", self.query)


@dataclass(frozen=True, kw_only=True)
class RemoteIndexPrivileges(IndexPrivileges):
    """One entry of `remote_indices` of a role: index privileges on remote clusters.

    Args:
        clusters: alias patterns of the remote clusters. The other arguments are those of `IndexPrivileges`.

    Raises:
        ConfigurationError: Elasticsearch would reject a value.
    """

    clusters: Sequence[str]

    def __post_init__(self) -> None:
        """Reject what the role API rejects."""
        _require_entry(
            self, "remote_indices", clusters=self.clusters, names=self.names, privileges=self.privileges
        )
        query_json("RemoteIndexPrivileges.query", self.query)


@dataclass(frozen=True, kw_only=True)
class RemoteClusterPrivileges:
    """One entry of `remote_cluster` of a role: cluster privileges on remote clusters.

    Args:
        clusters: alias patterns of the remote clusters.
        privileges: `"monitor_enrich"` or `"monitor_stats"`, the only ones that Elasticsearch accepts here.

    Raises:
        ConfigurationError: Elasticsearch would reject a value.
    """

    clusters: Sequence[str]
    privileges: Sequence[str]

    def __post_init__(self) -> None:
        """Reject what the role API rejects."""
        _require_entry(self, "remote_cluster", clusters=self.clusters, privileges=self.privileges)


@dataclass(frozen=True, kw_only=True)
class ApplicationPrivileges:
    """One entry of `applications` of a role.

    Args:
        application: the name of the application.
        privileges: privileges or actions of the application.
        resources: the resources that the privileges apply to.
    """

    application: str
    privileges: Sequence[str]
    resources: Sequence[str]

    def __post_init__(self) -> None:
        """Reject what the role API rejects."""
        _require_entry(self, "applications", privileges=self.privileges, resources=self.resources)


class Role:
    """A role that Terraform manages completely. Grants add privileges to it.

    Args:
        on: the cluster of the role.
        name: the name of the role.
        description: what the role is for.
        cluster: cluster privileges, such as `"monitor"`.
        indices: index privileges on this cluster.
        remote_indices: index privileges on remote clusters. `Connection.grant_search` adds to these.
        remote_cluster: cluster privileges on remote clusters.
        applications: application privileges.
        run_as: names of the users that users with this role can impersonate.
        metadata: metadata to store with the role.

    Raises:
        ConfigurationError: the cluster already has a role with this name or has no URL, or Elasticsearch
            would reject the name or reserves it.

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
        _require_name(on, name)
        path = f"Role {name!r}.metadata"
        require(path, query_json(path, metadata), role_metadata_problem)
        self.on = on
        self.name = name
        self.source = caller()
        self.terraform_name = local_name(on.name, name)
        self._description = description
        self._cluster = set(cluster)
        self._applications = tuple(applications)
        self._run_as = tuple(run_as)
        self._metadata = metadata
        self._indices = RoleEntries()
        self._remote_indices = RoleEntries()
        self._remote_cluster = RoleEntries()
        for index_entry in indices:
            self.add_indices(index_entry, self.source)
        for remote_entry in remote_indices:
            self.add_remote_indices(remote_entry, self.source)
        for cluster_entry in remote_cluster:
            self.add_remote_cluster(cluster_entry, self.source)
        on.adopt(self)

    @classmethod
    def from_role_name(cls, on: Cluster, name: str) -> RoleReference:
        """Refer to a role that is not managed here, or that is built into Elasticsearch, such as `superuser`.

        Grants cannot change it: the `applied` of a grant that would have to change it is False.

        Example:
            superuser = Role.from_role_name(frankfurt, "superuser")
        """
        return RoleReference(on=on, name=name)

    def add_cluster(self, privileges: Sequence[str]) -> None:
        """Add cluster privileges on the role's own cluster."""
        self._cluster.update(privileges)
        self.on.registry.touch()

    def add_indices(self, entry: IndexPrivileges, source: str | None = None) -> None:
        """Add privileges on indices of the role's own cluster."""
        self._indices.add(_index_entry(entry), source or caller())
        self.on.registry.touch()

    def add_remote_indices(self, entry: RemoteIndexPrivileges, source: str | None = None) -> None:
        """Add privileges on indices of remote clusters."""
        self._remote_indices.add(_index_entry(entry), source or caller(), clusters=entry.clusters)
        self.on.registry.touch()

    def add_remote_cluster(self, entry: RemoteClusterPrivileges, source: str | None = None) -> None:
        """Add cluster privileges on remote clusters."""
        written = {"privileges": sorted(entry.privileges)}
        self._remote_cluster.add(written, source or caller(), clusters=entry.clusters)
        self.on.registry.touch()

    def take(self, twin: Role) -> None:
        """Take over the privileges that grants added to a role with the same name before it was defined."""
        self._cluster |= twin._cluster
        self._indices.take(twin._indices)

    def attributes(self) -> Mapping[str, object]:
        """Return the attributes of its Terraform resource."""
        return {
            "on_cluster": self.on.name,
            "name": self.name,
            "description": self._description,
            "cluster": sorted(self._cluster) or None,
            "run_as": sorted(self._run_as) or None,
            "indices": self._indices.attribute(),
            "applications": [
                {
                    "application": entry.application,
                    "privileges": sorted(entry.privileges),
                    "resources": sorted(entry.resources),
                }
                for entry in self._applications
            ]
            or None,
            "remote_indices": self._remote_indices.attribute(),
            "remote_cluster": self._remote_cluster.attribute(),
            "metadata": None if self._metadata is None else json.dumps(self._metadata, sort_keys=True),
        }

    def sources(self) -> Mapping[str, str]:
        """Return the file and line of entries that are not defined where the role is, by attribute path."""
        lists = {
            "indices": self._indices,
            "remote_indices": self._remote_indices,
            "remote_cluster": self._remote_cluster,
        }
        return {
            f"{name}[{place}]": source
            for name, entries in lists.items()
            for place, source in enumerate(entries.sources())
            if source != self.source
        }


@dataclass(frozen=True, kw_only=True)
class RoleReference:
    """A role that this program does not manage. Created by `Role.from_role_name`.

    Attributes:
        on: the cluster of the role.
        name: the name of the role.
    """

    on: Cluster = field(repr=False)
    name: str

    @property
    def reserved(self) -> bool:
        """Whether it is built into Elasticsearch and cannot be changed."""
        return self.name in RESERVED_ROLES

    @property
    def why_not_changed(self) -> str:
        """Why a grant cannot change it, in one sentence."""
        if self.reserved:
            return f"role {self.name!r} is reserved: it is built into Elasticsearch and cannot be changed"
        return f"role {self.name!r} of {self.on.name!r} is not managed here (Role.from_role_name)"


def _require_name(on: Cluster, name: str) -> None:
    remedy = ""
    if name in RESERVED_ROLES:
        remedy = f"choose another name, or refer to the role with Role.from_role_name({on.name}, {name!r})"
    require(f"Cluster {on.name!r}, Role", name, role_name_problem, remedy=remedy)


def _require_entry(entry: object, kind: str, **lists: Sequence[str]) -> None:
    place = type(entry).__name__
    members = {name: require_list(f"{place}.{name}", each) for name, each in lists.items()}
    require_all(place, role_entry_problems(kind, members))


def _index_entry(entry: IndexPrivileges) -> dict[str, object]:
    return {
        "names": sorted(entry.names),
        "privileges": sorted(entry.privileges),
        **restrictions(
            entry.query, entry.field_security, allow_restricted_indices=entry.allow_restricted_indices
        ),
    }
