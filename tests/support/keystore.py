"""`elasticsearch-keystore`, called as a person or the provider would."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.cluster import Node


@dataclass(frozen=True)
class Keystore:
    """`elasticsearch-keystore` of a node that was never started."""

    node: Node

    @property
    def file(self) -> Path:
        return self.node.config / "elasticsearch.keystore"

    def __call__(self, *arguments: str, lines: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.node.keystore_command), *arguments],
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            check=False,
        )

    def names(self, *, password: Sequence[str] = ()) -> list[str]:
        return self("list", lines=password).stdout.splitlines()
