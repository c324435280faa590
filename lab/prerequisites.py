"""What must be installed, and how to install what is not. All that is missing is named at once.

Standard library only, so that it can speak before anything is installed: `python -m lab.prerequisites`.
"""

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lab import jdk, versions
from lab.errors import LabError


@dataclass(frozen=True)
class Prerequisite:
    """Something that must be installed."""

    name: str
    found: Callable[[], str | None]
    why: str
    install: Sequence[str]


def java(version: str) -> Prerequisite:
    """A JDK that runs a version of Elasticsearch."""
    accepted = jdk.RANGES[versions.major(version)]

    def found() -> str | None:
        fitting = jdk.find(version)
        return f"{fitting.home} (Java {fitting.major})" if fitting else None

    return Prerequisite(
        f"JDK {accepted}",
        found,
        f"runs Elasticsearch {version}",
        (
            f"apt install temurin-{accepted.tried}-jdk    (Adoptium; or openjdk-{accepted.tried}-jdk)",
            f"brew install openjdk@{accepted.tried}",
            f"sdk install java <a {accepted.tried} that `sdk list java` shows>",
            "then, if it is in no usual place: export JAVA_HOME=<its folder>",
        ),
    )


MAVEN = Prerequisite(
    "Maven",
    lambda: shutil.which("mvn"),
    "fetches the jars that Elasticsearch is made of",
    ("apt install maven", "brew install maven"),
)
NODE = Prerequisite(
    "Node.js 20 or newer",
    lambda: shutil.which("node"),
    "synthesises the stacks: cdktf is written in it",
    ("apt install nodejs npm", "brew install node"),
)
TERRAFORM = Prerequisite(
    "Terraform 1.11 or OpenTofu 1.11, or newer",
    lambda: shutil.which("terraform") or shutil.which("tofu"),
    "plans and applies",
    (
        "brew install opentofu                  (or hashicorp/tap/terraform)",
        "snap install --classic opentofu        (Linux; Debian and RPM packages: https://opentofu.org/docs/intro/install)",
    ),
)


def check(needed: Iterable[Prerequisite]) -> None:
    """Raise `LabError` that names everything that is missing, why it is needed and how to install it."""
    missing = [each for each in needed if each.found() is None]
    if missing:
        raise LabError("\n\n".join(_explained(each) for each in missing))


def _explained(missing: Prerequisite) -> str:
    how = "\n".join(f"    {line}" for line in missing.install)
    return f"missing: {missing.name} ({missing.why}). To install it:\n{how}"


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
