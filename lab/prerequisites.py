"""What must be installed, and how to install what is missing. Everything that is missing is named at once.

Standard library only, so that it can speak before anything is installed: `python -m lab.prerequisites`.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lab import jdk, versions
from lab.errors import LabError


@dataclass(frozen=True)
class Prerequisite:
    """Something that must be installed.

    Attributes:
        name: what it is, with the versions that do.
        lacks: what is wrong, "missing" or "too old (...)"; None when it is there.
        why: what it is for.
        install: lines that say how to install it.
    """

    name: str
    lacks: Callable[[], str | None]
    why: str
    install: Sequence[str]


def java(version: str) -> Prerequisite:
    """A JDK that runs a version of Elasticsearch."""
    accepted = jdk.RANGES[versions.major(version)]
    return Prerequisite(
        f"JDK {accepted}",
        lambda: None if jdk.find(version) else "missing",
        f"runs Elasticsearch {version}",
        (
            f"apt install temurin-{accepted.tried}-jdk    (Adoptium; or openjdk-{accepted.tried}-jdk)",
            f"brew install openjdk@{accepted.tried}",
            f"sdk install java <a {accepted.tried} that `sdk list java` shows>",
            "then, if it is in no usual place: export JAVA_HOME=<its folder>",
        ),
    )


def _program(name: str, at_least: tuple[int, int] = (0, 0)) -> str | None:
    """What a program lacks."""
    path = shutil.which(name)
    if path is None:
        return "missing"
    if at_least == (0, 0):
        return None
    said = subprocess.run(
        [path, "--version"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},  # Terraform, do not ask the network for a newer one
    ).stdout
    found = re.search(r"v(\d+)\.(\d+)", said)
    if found and (int(found[1]), int(found[2])) >= at_least:
        return None
    return f"too old ({path} is {said.splitlines()[0] if said else 'silent about its version'})"


def _terraform_or_opentofu() -> str | None:
    found = [_program(name, at_least=(1, 11)) for name in ("terraform", "tofu")]
    if None in found:
        return None
    return next((each for each in found if each != "missing"), "missing")


MAVEN = Prerequisite(
    "Maven",
    lambda: _program("mvn"),
    "fetches the jars that Elasticsearch is made of",
    ("apt install maven", "brew install maven"),
)
NODE = Prerequisite(
    "Node.js 20 or newer",
    lambda: _program("node", at_least=(20, 0)),
    "synthesises the stacks: cdktf is written in it",
    ("apt install nodejs npm", "brew install node"),
)
TERRAFORM = Prerequisite(
    "Terraform 1.11 or OpenTofu 1.11, or newer",
    _terraform_or_opentofu,
    "plans and applies",
    (
        "brew install opentofu                  (or hashicorp/tap/terraform)",
        "snap install --classic opentofu        (Linux; other packages: opentofu.org/docs/intro/install)",
    ),
)


def check(needed: Iterable[Prerequisite]) -> None:
    """Raise `LabError` that names everything that is missing, why it is needed and how to install it."""
    lacking = [(each, lacks) for each in needed if (lacks := each.lacks())]
    if lacking:
        raise LabError("\n\n".join(_explained(each, lacks) for each, lacks in lacking))


def _explained(needed: Prerequisite, lacks: str) -> str:
    how = "\n".join(f"    {line}" for line in needed.install)
    return f"{lacks}: {needed.name} ({needed.why}). To install it:\n{how}"


def of_demo(version: str = versions.DEFAULT) -> Sequence[Prerequisite]:
    """All that `make demo` needs."""
    return (java(version), MAVEN, NODE, TERRAFORM)


def main() -> int:
    """Check what `make demo` needs; print what is missing."""
    try:
        check(of_demo())
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
