"""Runs `elasticsearch-keystore`, one command for each node: locally, over SSH, or in a container.

Source: Elasticsearch's documentation of `elasticsearch-keystore`. `add --stdin --force` reads one line for
    each
named setting, preceded by a line with the keystore password if there is one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from esremote.keystore.base import KeystoreError
from esremote.keystore.process import run

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from esremote.keystore.process import Finished


_IN_USE = "elasticsearch.keystore.tmp"
"""Part of the error when another `elasticsearch-keystore` is writing the file (`KeyStoreWrapper.save`)."""
_RETRIES = 5
_PAUSE = 1.0


@dataclass(frozen=True)
class CommandKeystore:
    """Runs `argv add …` and `argv remove …` for every node, in parallel.

    `commands` holds one argv for each node. Their output is shown to the user, with secrets redacted.

    >>> CommandKeystore("dublin", (("ssh", "dub-1", "sudo", "elasticsearch-keystore"),)).commands[0][0]
    'ssh'
    """

    cluster: str
    commands: tuple[tuple[str, ...], ...]
    password: str | None = field(default=None, repr=False)

    @property
    def immediate(self) -> bool:
        """True: the program writes the file itself."""
        return True

    async def add(self, secrets: Mapping[str, str]) -> None:
        """Set these settings on every node, with one call for each node."""
        stdin = self._lines(secrets.values())
        await self._on_all_nodes("add", ["add", "--stdin", "--force", *secrets], stdin, secrets.values())

    async def remove(self, names: Collection[str]) -> None:
        """Remove these settings from the keystore of every node."""
        await self._on_all_nodes("remove", ["remove", *sorted(names)], self._lines(()), ())

    async def _on_all_nodes(
        self, verb: str, arguments: Sequence[str], stdin: str, secrets: Collection[str]
    ) -> None:
        results = await asyncio.gather(
            *(self._on_node(command, arguments, stdin, secrets) for command in self.commands)
        )
        failed = {
            f"node {number} ({' '.join(command)} {verb})": result.output or f"exit code {result.code}"
            for number, (command, result) in enumerate(zip(self.commands, results, strict=True), start=1)
            if result.code
        }
        if failed:
            raise KeystoreError(
                f"the keystore of cluster {self.cluster!r} could not be changed on every node", failed
            )

    async def _on_node(
        self, command: Sequence[str], arguments: Sequence[str], stdin: str, secrets: Collection[str]
    ) -> Finished:
        hidden = [*secrets, *([self.password] if self.password else [])]
        result = await run([*command, *arguments], stdin, secrets=hidden)
        for _ in range(_RETRIES):
            if not result.code or _IN_USE not in result.output:
                break
            await asyncio.sleep(_PAUSE)
            result = await run([*command, *arguments], stdin, secrets=hidden)
        verb, *names = arguments
        if verb == "remove" and result.code and _is_absence(result.output):
            return await self._remove_existing(command, names, stdin, hidden)
        return result

    async def _remove_existing(
        self, command: Sequence[str], names: Sequence[str], stdin: str, hidden: Collection[str]
    ) -> Finished:
        """Remove those settings that exist: `remove` stops at the first one that does not."""
        listed = await run([*command, "list"], stdin, secrets=hidden)
        if listed.code:
            return listed
        present = [name for name in names if name in listed.output.split()]
        if not present:
            return listed
        return await run([*command, "remove", *present], stdin, secrets=hidden)

    def _lines(self, values: Collection[str]) -> str:
        lines = [*([self.password] if self.password else []), *values]
        return "".join(f"{line}\n" for line in lines)


def _is_absence(output: str) -> bool:
    """Recognise the errors of `elasticsearch-keystore` for a setting or a keystore that does not exist.

    Source: `RemoveSettingKeyStoreCommand`: "Setting [x] does not exist in the keystore.".
    """
    return "does not exist in the keystore" in output or "keystore not found" in output.lower()
