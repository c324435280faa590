"""Modules import one another in no circle, imports for the type checker included."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGES = ("esremote", "constructs_lib", "stacks", "lab", "demo", "tools")

ONE_IDEA = frozenset(f"constructs_lib.{name}" for name in ("cluster", "connection", "grants", "role"))
"""These classes refer to one another, as in the domain. They count as one module."""


def module_of(file: Path) -> str:
    """Return the name by which a file is imported."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(file): file for package in PACKAGES for file in (ROOT / package).rglob("*.py")}


def imports(file: Path) -> Iterator[str]:
    """Yield the modules of this repository that a file imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names if alias.name in MODULES)
            case ast.ImportFrom(module=str(package), names=names, level=0):
                submodules = (f"{package}.{alias.name}" for alias in names)
                named = {name if name in MODULES else package for name in submodules}
                yield from named & MODULES.keys()


def test_no_module_imports_itself_through_others() -> None:
    graph: dict[str, set[str]] = {}
    for module, file in MODULES.items():
        node = "ONE_IDEA" if module in ONE_IDEA else module
        imported = {"ONE_IDEA" if name in ONE_IDEA else name for name in imports(file)}
        graph.setdefault(node, set()).update(imported - {node})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        raise AssertionError(" -> ".join(circle.args[1])) from None
