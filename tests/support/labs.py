"""The clusters that the tests of a session share, booted in the background."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.lab import LOCAL, REMOTE, Lab, opened
from tests.support.pairs import NEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CHECKOUT = Path(__file__).resolve().parents[2]
_PATIENCE = 30.0  # seconds for a keeper to end its nodes


class Fleet:
    """A local and a remote cluster of each version, all of which trust each other: any two make a pair.

    Attributes:
        versions: The versions that it has.
        used: The versions whose clusters some test has had.
    """

    def __init__(self, folder: Path, versions: Iterable[str]) -> None:
        self.versions = frozenset(versions)
        self.used: set[str] = set()
        self._lab = folder / "lab"
        self._errors = folder / "keeper.log"
        self._open = ExitStack()
        names = {
            _name(role, version): version
            for version in sorted(versions, reverse=True)
            for role in (LOCAL, REMOTE)
        }
        with self._errors.open("wb") as errors:
            self._keeper = subprocess.Popen(
                [sys.executable, "-m", "tests.support.keeper", str(self._lab), json.dumps(names)],
                cwd=_CHECKOUT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def pair(self, local_version: str, remote_version: str) -> Lab:
        """Return two of the clusters as a lab; waits until all are ready."""
        self.used |= {local_version, remote_version}
        clusters = {
            LOCAL: self._clusters[_name(LOCAL, local_version)],
            REMOTE: self._clusters[_name(REMOTE, remote_version)],
        }
        file = self._lab / f"{local_version}-to-{remote_version}.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps({"clusters": clusters}), encoding="utf-8")
        return self._open.enter_context(opened(file))

    @cached_property
    def _clusters(self) -> dict[str, Any]:
        """What lab.json says about each cluster, by the name that it really has."""
        assert self._keeper.stdout is not None
        if self._keeper.stdout.readline() != "ready\n":
            raise RuntimeError(f"the clusters did not start:\n{self._errors.read_text()}")
        described: dict[str, Any] = json.loads((self._lab / "lab.json").read_text(encoding="utf-8"))
        return dict(described["clusters"])

    def end(self) -> None:
        """Have the keeper end the nodes."""
        self._open.close()
        self._keeper.terminate()
        self._keeper.communicate(timeout=_PATIENCE)


def _name(role: str, version: str) -> str:
    return role if version == NEW else f"{role}-{version.partition('.')[0]}"


def _nothing() -> None:
    """Leave nothing."""


class Labs:
    """Every fleet of a session. Call it for a pair of clusters."""

    def __init__(self) -> None:
        self._fleets: list[Fleet] = []
        self._pairs: dict[tuple[str, str], Lab] = {}
        self._leave: dict[str, Callable[[], None]] = {}
        self._stack = ExitStack()

    def boot(self, versions: Iterable[str]) -> Fleet:
        """Begin to boot clusters of these versions, and do not wait for them."""
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="esremote-tests-"))
        fleet = Fleet(Path(folder), versions)
        self._stack.callback(fleet.end)
        self._fleets.append(fleet)
        return fleet

    def __call__(self, local_version: str, remote_version: str) -> Lab:
        """Return the lab in which a cluster of one version connects to one of another. Clean up after use."""
        pair = (local_version, remote_version)
        for version in pair:
            self._leave.pop(version, _nothing)()
        if pair not in self._pairs:
            having = (fleet for fleet in self._fleets if fleet.versions >= set(pair))
            fleet = next(having, None) or self.boot(pair)
            self._pairs[pair] = fleet.pair(*pair)
        return self._pairs[pair]

    def unused(self, version: str, leave: Callable[[], None]) -> Lab:
        """Return two clusters of a version on which no test has left anything yet.

        Args:
            version: The version of both.
            leave: Called before any other test gets them.
        """
        self._leave[version] = leave
        fresh = (fleet for fleet in self._fleets if version in fleet.versions and version not in fleet.used)
        fleet = next(fresh, None) or self.boot([version])
        return fleet.pair(version, version)

    def end(self) -> None:
        """End all clusters."""
        self._stack.close()
