"""Finds a JDK that can run a version of Elasticsearch."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab import user, versions


@dataclass(frozen=True)
class Range:
    """Majors of Java that one major of Elasticsearch runs with; `tried` is the one the lab is tested with."""

    lowest: int
    highest: int
    tried: int

    def __contains__(self, major: int) -> bool:
        return self.lowest <= major <= self.highest

    def __str__(self) -> str:
        return f"{self.lowest} to {self.highest}, tested with {self.tried}"


RANGES = {8: Range(17, 23, tried=17), 9: Range(21, 25, tried=25)}


@dataclass(frozen=True)
class Jdk:
    """An installed JDK."""

    home: Path
    major: int

    def tool(self, name: str) -> str:
        """The path of one of its programs, such as `java`."""
        return str(self.home / "bin" / name)


def find(version: str) -> Jdk | None:
    """The best JDK for an Elasticsearch version: the major we test with, else the newest that fits."""
    accepted = RANGES[versions.major(version)]
    fitting = [jdk for jdk in installed() if jdk.major in accepted]
    return max(fitting, key=lambda jdk: (jdk.major == accepted.tried, jdk.major), default=None)


def installed() -> Iterator[Jdk]:
    """Every JDK in the usual places that the nodes' user can run, JAVA_HOME first."""
    seen = set()
    runs_as = user.of_nodes()
    for place in _places():
        home = place.resolve()
        if home in seen or not (home / "bin/javac").exists():
            continue
        seen.add(home)
        if runs_as is None or runs_as.can_enter(home / "bin"):
            major = _major(home)
            if major is not None:
                yield Jdk(home, major)


def _places() -> Iterator[Path]:
    if java_home := os.environ.get("JAVA_HOME"):
        yield Path(java_home)
    yield from sorted(Path("/usr/lib/jvm").glob("*"))
    if java := shutil.which("java"):
        yield Path(java).resolve().parent.parent
    yield from sorted((Path.home() / ".sdkman/candidates/java").glob("*"))
    yield from sorted((Path.home() / ".jdks").glob("*"))
    yield from sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))
    for homebrew in (Path("/opt/homebrew/opt"), Path("/usr/local/opt")):
        yield from sorted(homebrew.glob("openjdk*/libexec/openjdk.jdk/Contents/Home"))


def _major(home: Path) -> int | None:
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r'^JAVA_VERSION="(\d+)', release, re.MULTILINE)
    return int(found[1]) if found else None
