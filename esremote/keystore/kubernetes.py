"""A Kubernetes secret that ECK's `spec.secureSettings` names; the operator brings it to the nodes.

Source: elastic/cloud-on-k8s, "Secure settings": every entry of the secret is a secure setting of that name.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from esremote.keystore.base import KeystoreError
from esremote.keystore.process import run

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from esremote.keystore.process import Finished


@dataclass(frozen=True)
class KubernetesSecretKeystore:
    """Patches one secret with `kubectl`; the secret's values travel on standard input.

    `command` is an argv that behaves like `kubectl`: add `--context` or `--kubeconfig` to it as needed.
    """

    cluster: str
    namespace: str
    name: str
    command: tuple[str, ...] = ("kubectl",)

    @property
    def immediate(self) -> bool:
        """The platform brings the change to the nodes, some time later."""
        return False

    async def add(self, secrets: Mapping[str, str]) -> None:
        """Set these entries of the secret; make the secret if there is none."""
        data = {name: base64.b64encode(value.encode()).decode() for name, value in secrets.items()}
        hidden = [*secrets.values(), *data.values()]
        end = await self._patch(data, hidden)
        if end.code and _is_absence(end.said):
            end = await self._make(data, hidden)
        self._check("patch", end)

    async def remove(self, names: Collection[str]) -> None:
        """Take these entries out of the secret."""
        end = await self._patch(dict.fromkeys(names), ())
        if not _is_absence(end.said):
            self._check("patch", end)

    async def _patch(self, data: Mapping[str, str | None], hidden: Collection[str]) -> Finished:
        argv = [*self._argv(), "patch", "secret", self.name, "--type=merge", "--patch-file=/dev/stdin"]
        return await run(argv, json.dumps({"data": data}), secrets=hidden)

    async def _make(self, data: Mapping[str, str], hidden: Collection[str]) -> Finished:
        manifest = {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": self.name, "namespace": self.namespace},
            "type": "Opaque",
            "data": data,
        }
        return await run([*self._argv(), "create", "-f", "-"], json.dumps(manifest), secrets=hidden)

    def _argv(self) -> list[str]:
        return [*self.command, "--namespace", self.namespace]

    def _check(self, verb: str, end: Finished) -> None:
        if end.code:
            place = f"secret {self.namespace}/{self.name} ({' '.join(self.command)} {verb})"
            raise KeystoreError(
                f"the secure settings of {self.cluster!r} could not be changed",
                {place: end.said or f"exit code {end.code}"},
            )


def _is_absence(said: str) -> bool:
    return "(NotFound)" in said
