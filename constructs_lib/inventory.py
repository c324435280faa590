"""Existing clusters, described as data: those of the lab, or your own."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.cluster import Cluster
from esremote.model.deployment.deployments import SelfManaged
from esremote.model.deployment.interfaces import Certificates
from esremote.model.deployment.keystores import KeystoreCommands
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from constructs import Construct

CONTEXT = "esremote_clusters"
ENVIRONMENT = "ESREMOTE_CLUSTERS"
LAB = Path(".lab/lab.json")


class Inventory:
    """Existing clusters, by name.

    `Inventory.load(app)` uses the first of the following sources that exists:

    1. The context `esremote_clusters` in `cdktf.json`: the clusters by name, or the path of a JSON file.
    2. The environment variable `ESREMOTE_CLUSTERS`: the path of a JSON file.
    3. `.lab/lab.json`, which `python -m lab up` writes.

    A JSON file contains `{"clusters": {"<name>": {...}}}`. Each cluster has a `url` and optionally
    `username`, `ca_file`, `transport`, `remote_cluster_server`, `version`, `license`, `keep_idle`, and
    `keystore_commands` with one command for each node. `ca_file` is the certificate authority of all
    interfaces, except those for which `transport_ca_file` or `remote_cluster_server_ca_file` is set. Relative
    paths are relative to the folder of the file that contains them. A password in the file is ignored,
    because nothing secret is synthesised.

    Args:
        clusters: the description of each cluster, by name.
        origin: where the descriptions are from, for messages.

    Example:
        clusters = Inventory.load(app)
        frankfurt = clusters.cluster(stack, "frankfurt")
    """

    def __init__(self, clusters: Mapping[str, Mapping[str, Any]], *, origin: str) -> None:
        self._clusters = clusters
        self._origin = origin

    @classmethod
    def load(cls, app: Construct) -> Inventory:
        """Read the clusters from the first source that exists; see the class.

        Args:
            app: the app, for its context.

        Raises:
            ConfigurationError: no source exists, or a file cannot be read.
        """
        found = app.node.try_get_context(CONTEXT)
        if isinstance(found, Mapping):
            return cls(found, origin=f"context {CONTEXT!r} of cdktf.json")
        for file, origin in (
            (found, f"context {CONTEXT!r} of cdktf.json"),
            (os.environ.get(ENVIRONMENT), f"environment variable {ENVIRONMENT}"),
            (LAB if LAB.exists() else None, "the lab"),
        ):
            if file:
                return cls.read(Path(file), origin=origin)
        raise ConfigurationError(
            "clusters",
            f"not found: there is no context {CONTEXT!r} in cdktf.json, no {ENVIRONMENT} and no {LAB}",
            remedy="run 'python -m lab up', or describe your own clusters in one of the first two places",
        )

    @classmethod
    def read(cls, file: Path, *, origin: str) -> Inventory:
        """Read the clusters from a JSON file, `{"clusters": {...}}`.

        Args:
            file: the path of the file.
            origin: where the path is from, for messages.

        Raises:
            ConfigurationError: the file cannot be read, or has another structure.
        """
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise ConfigurationError(f"{file} ({origin})", f"cannot be read: {problem}") from problem
        clusters = document.get("clusters") if isinstance(document, dict) else None
        if not isinstance(clusters, dict):
            raise ConfigurationError(
                f"{file} ({origin})", 'must be {"clusters": {"<name>": {"url": ...}, ...}}'
            )
        return cls(
            {name: _with_resolved_paths(file, known) for name, known in clusters.items()},
            origin=f"{file} ({origin})",
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the clusters, in the order of the file."""
        return tuple(self._clusters)

    def all(self, scope: Construct) -> list[Cluster]:
        """Create the constructs of all clusters, in the order of the file."""
        return [self.cluster(scope, name) for name in self.names]

    def cluster(self, scope: Construct, name: str) -> Cluster:
        """Create the construct of one cluster.

        Args:
            scope: a stack, or a construct in a stack.
            name: the name of the cluster.

        Raises:
            ConfigurationError: the inventory has no cluster with this name, or the cluster has no URL.
        """
        known = self._known(name)
        if "url" not in known:
            raise ConfigurationError(f"cluster {name!r}", f"has no url in {self._origin}")
        return Cluster(
            scope,
            name,
            url=known["url"],
            username=known.get("username"),
            ca_file=known.get("ca_file"),
            version=known.get("version"),
            license=known.get("license"),
            deployment=self.deployment(name),
            transport_certificates=_certificates(known, "transport_ca_file"),
            server_certificates=_certificates(known, "remote_cluster_server_ca_file"),
        )

    def deployment(self, name: str) -> SelfManaged:
        """Return the deployment of one cluster, for `Cluster.from_attributes`.

        Args:
            name: the name of the cluster.

        Raises:
            ConfigurationError: the inventory has no cluster with this name.
        """
        known = self._known(name)
        return SelfManaged(
            transport=known.get("transport"),
            remote_cluster_server=known.get("remote_cluster_server"),
            keystore=_keystore(known),
            keep_idle=known.get("keep_idle"),
        )

    def _known(self, name: str) -> Mapping[str, Any]:
        known = self._clusters.get(name)
        if known is None:
            raise ConfigurationError(
                f"cluster {name!r}",
                f"is not in {self._origin}, which contains {', '.join(self.names) or 'no cluster'}",
            )
        return known


_FILES = ("ca_file", "transport_ca_file", "remote_cluster_server_ca_file")


def _with_resolved_paths(file: Path, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Resolve the paths of a cluster, which are relative to the folder of the file."""
    return {**known, **{name: str(file.parent / known[name]) for name in _FILES if name in known}}


def _certificates(known: Mapping[str, Any], name: str) -> Certificates | None:
    file = known.get(name, known.get("ca_file"))
    return Certificates(ca_file=file) if file else None


def _keystore(known: Mapping[str, Any]) -> KeystoreCommands | None:
    return KeystoreCommands(known["keystore_commands"]) if "keystore_commands" in known else None
