"""The registry has a page for everything the provider offers, and every attribute is described."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.provider.provider import make_provider
from tools.registry_docs import ROOT, pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.provider.protocol import Attribute


def test_no_page_is_left_over() -> None:
    docs = ROOT / "docs"
    there = {
        str(file.relative_to(docs))
        for kind in ("resources", "data-sources")
        for file in (docs / kind).glob("*")
    }

    assert there == set(pages()) - {"index.md"}


def test_every_resource_says_which_privileges_it_needs() -> None:
    provider = make_provider()
    for documented in (*provider.resources, *provider.data_sources):
        if documented.type_name != "esremote_endpoint_certificate":  # it speaks to no cluster
            assert "~> **Required privileges:**" in documented.schema.description, documented.type_name


def test_every_attribute_is_described() -> None:
    provider = make_provider()
    for documented in (provider, *provider.resources, *provider.data_sources):
        for path, attribute in _all(documented.schema.attributes):
            assert attribute.description.endswith("."), path


def _all(attributes: Mapping[str, Attribute], path: str = "") -> Iterator[tuple[str, Attribute]]:
    for name, attribute in attributes.items():
        yield f"{path}{name}", attribute
        if attribute.nested is not None:
            yield from _all(attribute.nested.attributes, f"{path}{name}.")


def test_every_resource_can_be_imported() -> None:
    for resource in make_provider().resources:
        assert (ROOT / "examples" / "resources" / resource.type_name / "import.sh").exists()
