"""The registry's pages say what the schemas say, and every attribute says something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from esremote.provider.distribution.registry_docs import ROOT, pages
from esremote.provider.provider import make_provider

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.provider.protocol import Attribute

PAGES = pages()


@pytest.mark.parametrize("place", PAGES)
def test_a_page_is_current(place: str) -> None:
    assert (ROOT / "docs" / place).read_text() == PAGES[place], (
        "run python -m esremote.provider.distribution.registry_docs"
    )


def test_no_page_is_left_over() -> None:
    docs = ROOT / "docs"
    there = {
        str(file.relative_to(docs))
        for kind in ("resources", "data-sources")
        for file in (docs / kind).glob("*")
    }

    assert there == set(PAGES) - {"index.md"}


def test_every_resource_says_which_privileges_it_needs() -> None:
    provider = make_provider()
    for thing in (*provider.resources, *provider.data_sources):
        if thing.type_name != "esremote_endpoint_certificate":  # it speaks to no cluster
            assert "~> **Privileges:**" in thing.schema.description, thing.type_name


def test_every_attribute_is_described() -> None:
    provider = make_provider()
    for thing in (provider, *provider.resources, *provider.data_sources):
        for path, attribute in _all(thing.schema.attributes):
            assert attribute.description.endswith("."), path


def _all(attributes: Mapping[str, Attribute], path: str = "") -> Iterator[tuple[str, Attribute]]:
    for name, attribute in attributes.items():
        yield f"{path}{name}", attribute
        if attribute.nested is not None:
            yield from _all(attribute.nested.attributes, f"{path}{name}.")


def test_every_resource_can_be_imported() -> None:
    for resource in make_provider().resources:
        assert (Path(ROOT) / "examples" / "resources" / resource.type_name / "import.sh").exists()
