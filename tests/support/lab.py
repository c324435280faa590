"""Real clusters for tests: started once for a session, or somebody's own, named by ESREMOTE_TEST_CLUSTERS."""

import json
import os
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from lab import lifecycle
from lab.lifecycle import Options
from lab.node import Lifetime

OWN_CLUSTERS = "ESREMOTE_TEST_CLUSTERS"

LOCAL, REMOTE = "frankfurt", "dublin"


@dataclass(frozen=True)
class Cluster:
    """One cluster, with what `lab.json` says about it."""

    name: str
    facts: Mapping[str, Any]

    @property
    def url(self) -> str:
        return str(self.facts["url"])

    @property
    def username(self) -> str:
        return str(self.facts["username"])

    @property
    def password(self) -> str:
        return str(self.facts["password"])

    @property
    def ca_file(self) -> Path:
        return Path(self.facts["ca_file"])

    @property
    def transport(self) -> str:
        """Address of the transport interface, `host:port`: where the TLS certificate model connects to."""
        return str(self.facts["transport"])

    @property
    def remote_cluster_server(self) -> str:
        """Address of the remote cluster interface, `host:port`: where the API key model connects to."""
        return str(self.facts["remote_cluster_server"])

    @property
    def version(self) -> str:
        return str(self.facts["version"])

    @property
    def keystore_commands(self) -> list[list[str]]:
        """Argv of `elasticsearch-keystore` on each node."""
        return [list(command) for command in self.facts["keystore_commands"]]

    @property
    def keystore_password(self) -> str:
        """The password of the nodes' keystores; empty when they have none."""
        return str(self.facts.get("keystore_password", ""))

    @cached_property
    def client(self) -> httpx.Client:
        context = ssl.create_default_context(cafile=self.ca_file)
        return httpx.Client(base_url=self.url, verify=context, timeout=60)

    def request(
        self, method: str, path: str, body: object = None, *, user: tuple[str, str] | None = None
    ) -> httpx.Response:
        """Send a request, as the lab's superuser unless told otherwise. `body` is sent as JSON."""
        return self.client.request(method, path, json=body, auth=user or (self.username, self.password))

    def call(
        self, method: str, path: str, body: object = None, *, user: tuple[str, str] | None = None
    ) -> Any:
        """Like `request`, for what must succeed: the answer's JSON."""
        answer = self.request(method, path, body, user=user)
        assert answer.is_success, f"{self.name}: {method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def keystore(self, *arguments: str, lines: Sequence[str] = ()) -> str:
        """Run `elasticsearch-keystore` on every node, with lines for standard input."""
        lines = [*([self.keystore_password] if self.keystore_password else []), *lines]
        for command in self.keystore_commands:
            ran = subprocess.run(
                [*command, *arguments],
                input="".join(f"{line}\n" for line in lines),
                capture_output=True,
                text=True,
                check=False,
            )
            assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def reload(self) -> list[Mapping[str, Any]]:
        """Have every node read its keystore again; what each of them says."""
        body = {"secure_settings_password": self.keystore_password} if self.keystore_password else {}
        return list(self.call("POST", "/_nodes/reload_secure_settings", body)["nodes"].values())


@dataclass(frozen=True)
class Lab:
    """Clusters that run. `local` connects to `remote`."""

    file: Path
    clusters: Mapping[str, Cluster]

    def __getitem__(self, name: str) -> Cluster:
        return self.clusters[name]

    @property
    def local(self) -> Cluster:
        return next(iter(self.clusters.values()))

    @property
    def remote(self) -> Cluster:
        return list(self.clusters.values())[1]


@contextmanager
def opened(file: Path) -> Iterator[Lab]:
    """The clusters that a lab.json describes."""
    described = json.loads(file.read_text(encoding="utf-8"))["clusters"]
    lab = Lab(file, {name: Cluster(name, facts) for name, facts in described.items()})
    try:
        yield lab
    finally:
        for cluster in lab.clusters.values():
            cluster.client.close()


@contextmanager
def started(directory: Path, versions: Mapping[str, str], options: Options | None = None) -> Iterator[Lab]:
    """A lab of its own, which ends with the block, and with the test run however that ends.

    Its nodes are killed: nobody needs their data.
    """
    lifecycle.up(directory, versions, options or Options(lives=Lifetime.AS_LONG_AS_US))
    try:
        with opened(directory / "lab.json") as lab:
            yield lab
    finally:
        lifecycle.down(directory, grace=0)


def own_clusters() -> Path | None:
    """The lab.json that ESREMOTE_TEST_CLUSTERS names."""
    named = os.environ.get(OWN_CLUSTERS)
    return Path(named) if named else None
