"""Where synthesis puts its stacks: `cdktf.out/stacks/<stack>/cdk.tf.json`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from esremote.sources.problems import Problem, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

STACK_FILE = "cdk.tf.json"
APP_FOLDER = Path("cdktf.out")
"""Where the CDK writes an app unless it is told otherwise."""


def find_stacks(folder: Path) -> tuple[Path, ...]:
    """Find the stacks of a folder: its own, those of a synthesised app, or those of an app in it.

    Raises:
        UnreadableError: there are none.
    """
    patterns = (STACK_FILE, f"*/{STACK_FILE}", f"stacks/*/{STACK_FILE}", f"*/stacks/*/{STACK_FILE}")
    found = tuple(sorted({file for pattern in patterns for file in folder.glob(pattern)}))
    if not found:
        problem = "does not exist" if not folder.exists() else f"has no {STACK_FILE}"
        remedy = "synthesise first, with `python main.py` or `cdktf synth`"
        raise UnreadableError([Problem(str(folder), f"{problem}: {remedy}")])
    return found


def chosen(source: Path, files: Sequence[Path], names: Sequence[str]) -> tuple[Path, ...]:
    """Return the stacks of these names, in this order; all of them if no name is given.

    Raises:
        UnreadableError: a name is not among them.
    """
    by_name = {stack_name(file): file for file in files}
    missing = [name for name in names if name not in by_name]
    if missing:
        message = f"{source} has no stack {', '.join(map(repr, missing))}; it has {', '.join(by_name)}"
        raise UnreadableError([Problem("--stack", message)])
    return tuple(by_name[name] for name in names) if names else tuple(files)


def stack_of(folder: Path) -> Path:
    """Return the one stack of a folder that a plan or a state was made from.

    Raises:
        UnreadableError: it has none, or several.
    """
    found = find_stacks(folder)
    if len(found) > 1:
        named = ", ".join(str(file.parent) for file in found)
        message = f"{folder} has several stacks; name the one that the plan was made from: {named}"
        raise UnreadableError([Problem("--synth-dir", message)])
    return found[0]


def stack_name(file: Path) -> str:
    """Return the name of the stack that a `cdk.tf.json` is."""
    return file.absolute().parent.name
