"""`elasticsearch-keystore` itself, one command for each node: here, over ssh, in a container.

Source: Elasticsearch's documentation of `elasticsearch-keystore`; `add --stdin --force` reads one line for
each setting named, after a line with the keystore's password where it has one.
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
"""In the error when another `elasticsearch-keystore` is writing the file (`KeyStoreWrapper.save`)."""
_TURNS = 5
_TURN = 1.0


@dataclass(frozen=True)
class CommandKeystore:
    """Runs `argv add …` and `argv remove …` for every node, in parallel.

    `commands` holds one argv for each node; what they say is shown to the user, their secrets are not.

    >>> CommandKeystore("dublin", (("ssh", "dub-1", "sudo", "elasticsearch-keystore"),)).commands[0][0]
    'ssh'
    """

    cluster: str
    commands: tuple[tuple[str, ...], ...]
    password: str | None = field(default=None, repr=False)

    @property
    def immediate(self) -> bool:
        """The program writes the file itself."""
        return True

    async def add(self, secrets: Mapping[str, str]) -> None:
        """Set these settings on every node with one call for each node."""
        given = self._lines(secrets.values())
        await self._on_all("add", ["add", "--stdin", "--force", *secrets], given, secrets.values())

    async def remove(self, names: Collection[str]) -> None:
        """Take these settings out of every node's keystore."""
        await self._on_all("remove", ["remove", *sorted(names)], self._lines(()), ())

    async def _on_all(
        self, verb: str, arguments: Sequence[str], given: str, secrets: Collection[str]
    ) -> None:
        ends = await asyncio.gather(
            *(self._on_one(command, arguments, given, secrets) for command in self.commands)
        )
        failed = {
            f"node {number} ({' '.join(command)} {verb})": end.said or f"exit code {end.code}"
            for number, (command, end) in enumerate(zip(self.commands, ends, strict=True), start=1)
            if end.code
        }
        if failed:
            raise KeystoreError(
                f"the keystore of {self.cluster!r} could not be changed on every node", failed
            )

    async def _on_one(
        self, command: Sequence[str], arguments: Sequence[str], given: str, secrets: Collection[str]
    ) -> Finished:
        hidden = [*secrets, *([self.password] if self.password else [])]
        end = await run([*command, *arguments], given, secrets=hidden)
        for _ in range(_TURNS):
            if not end.code or _IN_USE not in end.said:
                break
            await asyncio.sleep(_TURN)
            end = await run([*command, *arguments], given, secrets=hidden)
        verb, *names = arguments
        if verb == "remove" and end.code and _is_absence(end.said):
            return await self._remove_present(command, names, given, hidden)
        return end

    async def _remove_present(
        self, command: Sequence[str], names: Sequence[str], given: str, hidden: Collection[str]
    ) -> Finished:
        """`remove` stops at the first setting that is not there, so ask which are."""
        listed = await run([*command, "list"], given, secrets=hidden)
        if listed.code:
            return listed
        present = [name for name in names if name in listed.said.split()]
        if not present:
            return listed
        return await run([*command, "remove", *present], given, secrets=hidden)

    def _lines(self, values: Collection[str]) -> str:
        lines = [*([self.password] if self.password else []), *values]
        return "".join(f"{line}\n" for line in lines)


def _is_absence(said: str) -> bool:
    """Elasticsearch's `RemoveSettingKeyStoreCommand` says "Setting [x] does not exist in the keystore."."""
    return "does not exist in the keystore" in said or "keystore not found" in said.lower()
