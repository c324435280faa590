"""A Kubernetes secret that ECK's `spec.secureSettings` refers to; the operator rolls it out to the nodes.

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
    """Patches one secret with `kubectl`, which reads the values from standard input.

    `command` is an argv that behaves like `kubectl`. Add `--context` or `--kubeconfig` as needed.
    """

    cluster: str
    namespace: str
    name: str
    command: tuple[str, ...] = ("kubectl",)

    @property
    def immediate(self) -> bool:
        """False: the operator rolls the change out to the nodes some time later."""
        return False

    async def add(self, secrets: Mapping[str, str]) -> None:
        """Set these entries of the secret; create the secret if it does not exist."""
        data = {name: base64.b64encode(value.encode()).decode() for name, value in secrets.items()}
        hidden = [*secrets.values(), *data.values()]
        result = await self._patch(data, hidden)
        if result.code and _is_absence(result.output):
            result = await self._create(data, hidden)
        self._check("patch", result)

    async def remove(self, names: Collection[str]) -> None:
        """Remove these entries from the secret."""
        result = await self._patch(dict.fromkeys(names), ())
        if not _is_absence(result.output):
            self._check("patch", result)

    async def _patch(self, data: Mapping[str, str | None], hidden: Collection[str]) -> Finished:
        argv = [*self._argv(), "patch", "secret", self.name, "--type=merge", "--patch-file=/dev/stdin"]
        return await run(argv, json.dumps({"data": data}), secrets=hidden)

    async def _create(self, data: Mapping[str, str], hidden: Collection[str]) -> Finished:
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

    def _check(self, verb: str, result: Finished) -> None:
        if result.code:
            place = f"secret {self.namespace}/{self.name} ({' '.join(self.command)} {verb})"
            raise KeystoreError(
                f"the secure settings of cluster {self.cluster!r} could not be changed",
                {place: result.output or f"exit code {result.code}"},
            )


def _is_absence(output: str) -> bool:
    return "(NotFound)" in output
