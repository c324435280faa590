"""What the acceptance tests work on: a stack, and the two clusters behind it."""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.harness.binaries import environment
from tests.harness.process import ProviderProcess, python_module
from tests.harness.stack import Stack
from tests.support.relay import Asked, PassOn, relay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx

    from tests.support.lab import Cluster, Lab

PASSWORD = "a-passw0rd!"
KEYS = "/_security/cross_cluster/api_key"


def provider(clusters: Mapping[str, Mapping[str, Any]]) -> str:
    """Write the provider's configuration; attributes that are None are left out."""
    known = {
        name: {attribute: value for attribute, value in cluster.items() if value is not None}
        for name, cluster in clusters.items()
    }
    return (
        'terraform {\n  required_providers {\n    esremote = { source = "esremote/esremote" }\n  }\n}\n'
        f'provider "esremote" {{\n  clusters = {json.dumps(known)}\n}}\n'
    )


def variables_of(lab: Lab, home: Path) -> dict[str, str]:
    """The provider's environment: the clusters' credentials, and nothing that this user has configured."""
    made = environment(home, TF_LOG="debug", PYTHONPATH=str(Path(__file__).parents[2]))
    for cluster in lab.clusters.values():
        given = {
            "USERNAME": cluster.username,
            "PASSWORD": cluster.password,
            "KEYSTORE_PASSWORD": cluster.keystore_password,
        }
        made |= {f"ESREMOTE_{cluster.name.upper()}_{what}": value for what, value in given.items() if value}
    return made


_TEE = """#!{python}
# Stands before the real program and keeps what goes through standard input, so that a test knows the secret.
import subprocess, sys
given = sys.stdin.read()
if "add" in sys.argv:
    with open({seen!r}, "a") as seen:
        seen.write(given)
sys.exit(subprocess.run([*{command!r}, *sys.argv[1:]], input=given, text=True).returncode)
"""


class World:
    """A stack whose provider knows both clusters; the other members look at the clusters themselves."""

    def __init__(
        self, folder: Path, lab: Lab, attached: ProviderProcess, variables: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self.lab = lab
        self.log = attached.log
        self.variables = variables
        self.stack = Stack(
            folder / "stack",
            environment(folder, **attached.reattach),
            self.preamble(),
            gone=self.assert_clean,
        )
        self._users: list[str] = []
        self._other_aliases = self._aliases()
        self._other_keys = frozenset(key["id"] for key in self._keys())

    @property
    def local(self) -> Cluster:
        """The cluster that connects."""
        return self.lab.local

    @property
    def remote(self) -> Cluster:
        """The cluster that is connected to."""
        return self.lab.remote

    def preamble(self, **changes: Mapping[str, Any]) -> str:
        """The provider's configuration; `changes` replaces attributes of a cluster, None leaves one out."""
        described = {
            cluster.name: {
                "endpoints": [cluster.url],
                "ca_file": str(cluster.ca_file),
                "keystore": self._keystore_of(cluster),
                **changes.get(cluster.name, {}),
            }
            for cluster in self.lab.clusters.values()
        }
        return provider(described)

    @contextmanager
    def reached_by(self, **changes: Mapping[str, Any]) -> Iterator[Stack]:
        """The stack, with these attributes of clusters in the provider's configuration."""
        self.stack.preamble = self.preamble(**changes)
        try:
            yield self.stack
        finally:
            self.stack.preamble = self.preamble()

    @contextmanager
    def served_by(self, variables: Mapping[str, str]) -> Iterator[ProviderProcess]:
        """The stack, with a provider process of its own that has exactly this environment."""
        shared = self.stack.environment
        log = self.folder / "own.log"
        with ProviderProcess(python_module("esremote.provider"), variables, log) as process:
            self.stack.environment = {**shared, **process.reattach}
            try:
                yield process
            finally:
                self.stack.environment = shared

    @contextmanager
    def killed_on_the_answer_to(self, method: str, path: str) -> Iterator[Stack]:
        """The stack, whose provider is killed when the remote cluster has done this, and before it knows."""

        def kill(asked: Asked, pass_on: PassOn) -> httpx.Response:
            answer = pass_on()
            if asked == Asked(method, path):
                os.kill(victim.pid, signal.SIGKILL)
            return answer

        with relay(self.remote, kill) as dublin, self.served_by(self.variables) as victim:
            behind = {"endpoints": [dublin.url], "ca_file": None, "allow_http": True}
            with self.reached_by(dublin=behind) as stack:
                yield stack

    def _keystore_of(self, cluster: Cluster) -> dict[str, Any]:
        return {"commands": self.keystore_commands(cluster)}

    def keystore_commands(self, cluster: Cluster) -> list[list[str]]:
        """The command of each node of a cluster, which lets the test see the secrets."""
        seen = str(self.folder / "seen")
        return [
            self.program(
                f"keystore-{cluster.name}-{number}",
                _TEE.format(python=sys.executable, seen=seen, command=command),
            )
            for number, command in enumerate(cluster.keystore_commands, start=1)
        ]

    def program(self, name: str, text: str) -> list[str]:
        """Write a program; return how it is called."""
        file = self.folder / name
        file.write_text(text)
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return [str(file)]

    @property
    def secrets(self) -> list[str]:
        """Every secret that went to a keystore, in order."""
        seen = self.folder / "seen"
        return seen.read_text().split() if seen.exists() else []

    # ---- what is on the clusters

    def alias(self, name: str = "dublin") -> dict[str, Any]:
        """The stored settings of an alias; empty where there is none."""
        flat = self.local.call("GET", "/_cluster/settings?flat_settings=true")["persistent"]
        prefix = f"cluster.remote.{name}."
        return {key.removeprefix(prefix): value for key, value in flat.items() if key.startswith(prefix)}

    def aliases(self) -> frozenset[str]:
        """The aliases of the local cluster that this test made."""
        return self._aliases() - self._other_aliases

    def _aliases(self) -> frozenset[str]:
        flat = self.local.call("GET", "/_cluster/settings?flat_settings=true")["persistent"]
        return frozenset(key.split(".")[2] for key in flat if key.startswith("cluster.remote."))

    def live_keys(self) -> list[dict[str, Any]]:
        """The live cross-cluster keys of the remote cluster that this test made."""
        return [key for key in self._keys() if key["id"] not in self._other_keys]

    def _keys(self) -> list[dict[str, Any]]:
        found = self.remote.call("GET", "/_security/api_key?active_only=true")["api_keys"]
        now = datetime.now(UTC).timestamp() * 1000
        return [
            key for key in found if key["type"] == "cross_cluster" and key.get("expiration", now + 1) > now
        ]

    def keystore(self) -> list[str]:
        """The secrets of this test's aliases in the local keystores.

        From 9.3 on the nodes say what the files have.
        """
        if self.local.version.startswith("8."):
            names = set(self.local.keystore("list").split())
        else:
            names = set(chain.from_iterable(node["secure_setting_names"] for node in self.local.reload()))
        prefix = "cluster.remote."
        return sorted(
            name
            for name in names
            if name.startswith(prefix) and name.split(".")[2] not in self._other_aliases
        )

    def user(self, role: str) -> tuple[str, str]:
        """Make a user of the local cluster who has only this role."""
        name = f"user-of-{role}"
        self.local.call("PUT", f"/_security/user/{name}", {"password": PASSWORD, "roles": [role]})
        self._users.append(name)
        return name, PASSWORD

    def put_documents(self, *indices: str) -> None:
        """Make these indices on the remote cluster, with one document each."""
        for index in indices:
            self.remote.call("PUT", f"/{index}/_doc/1?refresh=true", {"message": f"hello from {index}"})

    def search(
        self, index: str, user: tuple[str, str] | None = None, alias: str = "dublin"
    ) -> tuple[int, list[str]]:
        """Search an index through an alias: the status, and what was found."""
        answer = self.local.request("GET", f"/{alias}:{index}/_search", user=user)
        hits = answer.json().get("hits", {}).get("hits", []) if answer.is_success else []
        return answer.status_code, [hit["_source"]["message"] for hit in hits]

    # ---- the end

    def assert_clean(self) -> None:
        """Demand that no alias, no key and no keystore entry of this test is left."""
        left = self.aliases()
        assert not left, f"settings are left: {left}"
        assert self.live_keys() == [], "keys are left"
        if self.secrets:  # otherwise nothing was ever written to a keystore
            assert self.keystore() == [], "keystore entries are left"

    def end(self) -> None:
        """Destroy everything that the stack made, and what the test made beside it."""
        try:
            self.stack.destroy()
        except BaseException:
            self._sweep()
            raise
        finally:
            for name in self._users:
                self.local.call("DELETE", f"/_security/user/{name}")

    def _sweep(self) -> None:
        """Take away what a failed test left, so that it does not fail the next one."""
        if aliases := self.aliases():
            nulls = {f"cluster.remote.{alias}.*": None for alias in aliases}
            self.local.call("PUT", "/_cluster/settings", {"persistent": nulls})
        if ids := [key["id"] for key in self.live_keys()]:
            self.remote.call("DELETE", "/_security/api_key", {"ids": ids})
        if entries := self.keystore():
            self.local.keystore("remove", *entries)
            self.local.reload()
