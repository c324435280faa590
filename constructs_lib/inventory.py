"""Clusters that exist already, as data: the lab's, or a user's own."""

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
    """Clusters that exist already, by name.

    `Inventory.load(app)` takes the first of these that is there:

    1. the context `esremote_clusters` in `cdktf.json`: the clusters themselves, or the path of a JSON file;
    2. the environment variable `ESREMOTE_CLUSTERS`: the path of such a file;
    3. `.lab/lab.json`, which `python -m lab up` writes.

    Such a file is `{"clusters": {"<name>": {...}}}`. A cluster has a `url` and, as far as they are known,
    `username`, `ca_file`, `transport`, `remote_cluster_server`, `version`, `license`, `keep_idle`, and
    `keystore_commands`, one command for each node. `ca_file` is the certificate authority of all its
    interfaces, unless `transport_ca_file` or `remote_cluster_server_ca_file` differ from it. Relative paths
    are relative to the folder of the file that names them. A password in such a file is ignored: nothing
    secret is synthesised.
    """

    def __init__(self, clusters: Mapping[str, Mapping[str, Any]], *, origin: str) -> None:
        self._clusters = clusters
        self._origin = origin

    @classmethod
    def load(cls, app: Construct) -> Inventory:
        """Find the clusters.

        Raises:
            ConfigurationError: there are none, or a file cannot be read.
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
            f"none are known: no context {CONTEXT!r} in cdktf.json, no {ENVIRONMENT}, no {LAB}",
            remedy="run 'python -m lab up', or describe your own clusters in one of the first two",
        )

    @classmethod
    def read(cls, file: Path, *, origin: str) -> Inventory:
        """Read a JSON file, `{"clusters": {...}}`.

        Raises:
            ConfigurationError: the file is not there or is not such a file.
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
            {name: _beside(file, known) for name, known in clusters.items()}, origin=f"{file} ({origin})"
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The clusters' names, in the order of the file."""
        return tuple(self._clusters)

    def all(self, scope: Construct) -> list[Cluster]:
        """Make the constructs of all of them, in the order of the file."""
        return [self.cluster(scope, name) for name in self.names]

    def cluster(self, scope: Construct, name: str) -> Cluster:
        """Make the construct of one of them.

        Raises:
            ConfigurationError: there is none of that name, or it has no URL.
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
        """Return where one of them runs and answers.

        Raises:
            ConfigurationError: there is none of that name.
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
                f"cluster {name!r}", f"is not in {self._origin}, which has {', '.join(self.names) or 'none'}"
            )
        return known


_FILES = ("ca_file", "transport_ca_file", "remote_cluster_server_ca_file")


def _beside(file: Path, known: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make the paths of a cluster usable from here: in an inventory they are relative to its folder."""
    return {**known, **{name: str(file.parent / known[name]) for name in _FILES if name in known}}


def _certificates(known: Mapping[str, Any], name: str) -> Certificates | None:
    file = known.get(name, known.get("ca_file"))
    return Certificates(ca_file=file) if file else None


def _keystore(known: Mapping[str, Any]) -> KeystoreCommands | None:
    return KeystoreCommands(known["keystore_commands"]) if "keystore_commands" in known else None
