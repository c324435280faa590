"""Renews the generated documents: `make docs`, or `python -m tools.documents`.

A new generated document is one more line in `documents`; a test compares each with what is checked in.
"""

from __future__ import annotations

import json
from pathlib import Path

from esremote.access import facts
from tools import cli_docs, registry_docs, rules_docs

ROOT = Path(__file__).parents[1]


def documents() -> dict[str, str]:
    """Return every generated document by its path below the root of the checkout."""
    return {
        "docs/cli.md": cli_docs.page(),
        "docs/facts.schema.json": json.dumps(facts.schema(), indent=2) + "\n",
        "docs/rules.md": rules_docs.page(),
        **{f"docs/{place}": text for place, text in registry_docs.pages().items()},
    }


def main() -> None:
    """Write the documents that are out of date, and name them."""
    for place, text in documents().items():
        file = ROOT / place
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(place)  # noqa: T201 - says what was renewed


if __name__ == "__main__":
    main()
