"""Requests of the demonstration to Elasticsearch, as with curl."""

from __future__ import annotations

import json
import ssl
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from demo.narrator import DemoError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class User:
    """Who sends a request."""

    name: str
    password: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The status and the body of an answer."""

    status: int
    body: Any

    @property
    def reason(self) -> str:
        """Why Elasticsearch refused, in its own words."""
        match self.body:
            case {"error": {"reason": str(reason)}}:
                return reason
            case _:
                return json.dumps(self.body)[:400]


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One cluster of the lab, or of your own, as `lab.json` describes it."""

    name: str
    url: str
    admin: User
    ca_file: str
    keystore_commands: Sequence[Sequence[str]]

    @classmethod
    def from_lab(cls, name: str, facts: Mapping[str, Any]) -> Cluster:
        """Read the entry of one cluster in `lab.json`."""
        return cls(
            name=name,
            url=facts["url"],
            admin=User(name=facts["username"], password=facts["password"]),
            ca_file=facts["ca_file"],
            keystore_commands=facts["keystore_commands"],
        )

    def send(self, method: str, path: str, body: object = None, *, user: User | None = None) -> Answer:
        """Send one request, as the cluster's administrator when no `user` is given."""
        who = user or self.admin
        with httpx.Client(
            base_url=self.url,
            auth=(who.name, who.password),
            verify=ssl.create_default_context(cafile=self.ca_file),
            timeout=60,
        ) as client:
            response = client.request(method, path, json=body)
        return Answer(status=response.status_code, body=response.json())

    def must(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - the body of any answer
        """Send a request of the administrator that has to succeed, and return the body of the answer."""
        answer = self.send(method, path, body)
        if answer.status >= httpx.codes.BAD_REQUEST:
            raise DemoError(f"{method} {path} on {self.name} answered {answer.status}: {answer.reason}")
        return answer.body

    def curl_config(self, file: Path, user: User) -> Path:
        """Write a file for `curl -K`, so that no password is in a command line."""
        file.touch(mode=0o600)
        file.write_text(f'user = "{user.name}:{user.password}"\ncacert = "{self.ca_file}"\n')
        return file

    def keystore(self, *arguments: str) -> str:
        """Run the keystore tool of the cluster's first node and return what it prints."""
        done = subprocess.run(
            [*self.keystore_commands[0], *arguments], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise DemoError(f"the keystore of {self.name} refused {arguments[0]!r}: {done.stderr.strip()}")
        return done.stdout


def read_lab(path: Path) -> dict[str, Cluster]:
    """Read every cluster of a `lab.json`."""
    document = json.loads(path.read_text())
    return {name: Cluster.from_lab(name, facts) for name, facts in document["clusters"].items()}
