"""What the documents for contributors name exists: paths, symbols in files, and targets of make."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGES = [
    name
    for name in (
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "README.md",
        "SECURITY.md",
        "docs/access-model.md",
        "docs/releasing.md",
        "esremote/provider/protocol/README.md",
        ".github/pull_request_template.md",
    )
    if (ROOT / name).exists()
]
NOT_IN_THE_CHECKOUT = {
    "cdktf.out/stacks/search": "written by synthesis",
    "dist/": "written by make build",
    "__main__.py": "in somebody's own provider",
    ".lab/lab.json": "written by the lab",
    "path/to/lab.json": "a user's own file",
}
FENCED = re.compile(r"^( *)```.*?^\1```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"\.?[\w*<>-][\w.*<>-]*(?:/[\w.*<>-]+)*/?")
SYMBOL = re.compile(r"`([A-Za-z_]\w+)`")
MAKE = re.compile(r"\bmake((?: [a-z][a-z-]*| [A-Z]+=\S+)+)")


def named_paths(text: str) -> list[tuple[str, list[str]]]:
    """List the paths in a text, each with the folders that the same line names before it."""
    found = []
    for line in FENCED.sub("", text).splitlines():
        before: list[str] = []
        for path in [*CODE.findall(line), *LINK.findall(line)]:
            is_api = path.startswith("_") and not path.endswith(".py")  # `_resolve/cluster`
            if (
                not is_api
                and PATH.fullmatch(path)
                and ("/" in path or path.endswith((".md", ".py", "Makefile")))
            ):
                found.append((path, list(before)))
                before.append(path)
    return found


def exists(path: str, folders: list[Path]) -> bool:
    """Return whether a path exists below one of the folders."""
    return any(any(folder.glob(pattern(path))) for folder in folders if folder.is_dir())


def pattern(path: str) -> str:
    """Return a path as a pattern: `<name>` stands for any name, as `*` does."""
    return re.sub(r"<[^>]*>", "*", path).rstrip("/")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    missing = [
        path
        for path, before in named_paths(text)
        if path not in NOT_IN_THE_CHECKOUT and not exists(path, [ROOT, (ROOT / page).parent, *_near(before)])
    ]

    assert missing == []


def _near(paths: list[str]) -> Iterator[Path]:
    """Yield the folders that paths name, and those that they are in."""
    for path in paths:
        for place in ROOT.glob(pattern(path)):
            yield from (place, place.parent)


def test_every_symbol_of_a_recipe_is_in_a_file_that_the_step_names() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Recipes")[2]
    steps = re.split(r"\n(?=\d+\. |\n|#)", recipes)

    missing = [(symbol, step.strip()) for step in steps for symbol in _unknown_symbols(step)]

    assert missing == []


def _unknown_symbols(step: str) -> Iterator[str]:
    sources = list(_sources(step))
    for symbol in SYMBOL.findall(step) if sources else ():
        word = re.compile(rf"\b{symbol}\b")
        if not (ROOT / symbol).exists() and not any(map(word.search, sources)):
            yield symbol


def _sources(step: str) -> Iterator[str]:
    """Yield the text of every file that a step names, or of the files in a folder that it names."""
    for path, _ in named_paths(step):
        for named in ROOT.glob(pattern(path)):
            files = named.rglob("*.py") if named.is_dir() else [named]
            yield from (file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    code = [
        *CODE.findall(text),
        *re.findall(r"^    .*$", text, re.MULTILINE),
        *(m[0] for m in FENCED.finditer(text)),
    ]

    named = {
        word
        for snippet in code
        for words in MAKE.findall(snippet)
        for word in words.split()
        if "=" not in word
    }

    assert named - targets == set()


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert re.findall(r"^([a-z][a-z-]*):(?!=)(?!.*## )", makefile, re.MULTILINE) == []
