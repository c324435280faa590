"""The table of rooms in ARCHITECTURE.md says what each package imports, neither more nor less."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
ROWS = {
    room: {name for part in may_import.split(", ") for name in part.split(" or ")}
    for room, may_import in re.findall(
        r"^\| `([\w/]+)/` \|[^|]*\| ([^|]*) \|$",
        (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
}
MODULES = {"protobuf": "google", "PyYAML": "yaml"}
"""Where a distribution's name differs from the module that is imported."""

NO_LIMIT = {"tools"}
TOP = {"esremote", "esremote.cli", "esremote.__main__"}
"""The version and the command line are above the rooms, and not in them."""


def room_of(module: str) -> str:
    """Return the room that a module is in, or the top-level package of a module from elsewhere."""
    path = module.replace(".", "/")
    inside = [room for room in ROWS if f"{path}/".startswith(f"{room}/")]
    return max(inside, key=len, default=module.partition(".")[0])


def imported(room: str) -> Iterator[str]:
    """Yield what the modules of a room import from other rooms and other distributions."""
    for file in (ROOT / room).rglob("*.py"):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if room_of(module) != room:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    modules = [alias.name for alias in names]
                case ast.ImportFrom(module=str(name), level=0):
                    modules = [name]
                case _:
                    continue
            yield from (room_of(name) for name in modules if name not in TOP)


def short(room: str) -> str:
    """Return the name that the table uses for a room: its last folder."""
    return room.rpartition("/")[2] if room in ROWS else room


@pytest.mark.parametrize("room", [room for room in ROWS if room not in NO_LIMIT])
def test_the_table_says_what_a_room_imports(room: str) -> None:
    stated = {MODULES.get(name, name) for name in ROWS[room] if name != "the standard library"}
    actual = {short(other) for other in imported(room) if other != room} - sys.stdlib_module_names

    # The construct library imports one of two CDKs by name.
    assert actual == stated - {"cdktn"}


def test_every_package_is_a_room() -> None:
    packages = {
        str(file.parent.relative_to(ROOT))
        for top in ("esremote/*", "*")
        for file in ROOT.glob(f"{top}/__init__.py")
    }

    assert packages - set(ROWS) == {"esremote"}
