"""The pages that a Terraform registry shows, from the schemas and the folder `examples`.

They have the form of terraform-plugin-docs (headings, anchors, `examples/resources/<type>/resource.tf`),
which registries and editors read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from esremote.provider.protocol import List, Map, Nested, Set
from esremote.provider.provider import make_provider

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.provider.protocol import Attribute, Schema, Type

ROOT = Path(__file__).parents[1]
_NAME = "esremote"
_PRIMITIVES = {"string": "String", "number": "Number", "bool": "Boolean"}
_PARTS = (
    ("Required", lambda attribute: attribute.required),
    ("Optional", lambda attribute: attribute.optional),
    ("Read-Only", lambda attribute: not attribute.required and not attribute.optional),
)


def pages(root: Path = ROOT) -> dict[str, str]:
    """Return every page by its path below `docs`."""
    provider = make_provider()
    examples = root / "examples"
    found = {
        "index.md": _page(
            f"{_NAME} Provider", "", provider.schema, _example(examples / "provider" / "provider.tf"), ""
        )
    }
    for resource in provider.resources:
        folder = examples / "resources" / resource.type_name
        usage = "\n".join(_example(file) for file in sorted(folder.glob("*.tf"), key=_resource_first))
        page = _page(resource.type_name, "Resource", resource.schema, usage, _import(folder / "import.sh"))
        found[f"resources/{resource.type_name.removeprefix(_NAME + '_')}.md"] = page
    for source in provider.data_sources:
        usage = _example(examples / "data-sources" / source.type_name / "data-source.tf")
        page = _page(source.type_name, "Data Source", source.schema, usage, "")
        found[f"data-sources/{source.type_name.removeprefix(_NAME + '_')}.md"] = page
    return found


def _resource_first(file: Path) -> tuple[bool, str]:
    return file.name != "resource.tf", file.name


def _page(name: str, kind: str, schema: Schema, usage: str, importing: str) -> str:
    title = f"{name} ({kind})" if kind else name
    summary = schema.description.split("\n\n")[0].replace("\n", " ").strip()
    title_there = f"{title} - {_NAME}" if kind else title
    front = f'---\npage_title: "{title_there}"\nsubcategory: ""\ndescription: |-\n  {summary}\n---\n'
    parts = [
        front,
        f"# {title}\n",
        f"{schema.description.strip()}\n",
        f"## Example Usage\n\n{usage}",
        f"## Schema\n\n{''.join(_attributes(schema.attributes, ()))}".rstrip() + "\n",
    ]
    if importing:
        parts.append(f"## Import\n\n{importing}")
    return "\n".join(parts)


def _attributes(attributes: Mapping[str, Attribute], path: tuple[str, ...]) -> Iterator[str]:
    for heading, belongs in _PARTS:
        listed = {name: attribute for name, attribute in attributes.items() if belongs(attribute)}
        if listed:
            yield f"{'###' if not path else ''} {heading}{'' if not path else ':'}\n\n".lstrip()
            yield "".join(f"- {_line(name, attribute, path)}\n" for name, attribute in listed.items())
            yield "\n"
    for name, attribute in attributes.items():
        if attribute.nested is not None:
            inner = (*path, name)
            yield f'<a id="nestedatt--{"--".join(inner)}"></a>\n### Nested Schema for `{".".join(inner)}`\n\n'
            yield from _attributes(attribute.nested.attributes, inner)


def _line(name: str, attribute: Attribute, path: tuple[str, ...]) -> str:
    flags = "".join(
        f", {flag}"
        for flag, holds in (
            ("Sensitive", attribute.sensitive),
            ("[Write-only](https://developer.hashicorp.com/terraform/language/resources/ephemeral#write-only-arguments)",
             attribute.write_only),
        )
        if holds
    )  # fmt: skip
    text = " ".join(attribute.description.split())
    if attribute.nested is not None:
        text += f" (see [below for nested schema](#nestedatt--{'--'.join((*path, name))}))"
    return f"`{name}` ({_kind(attribute.type)}{flags}) {text}"


def _kind(of: Type) -> str:
    match of:
        case Nested():
            return "Attributes"
        case List(element) | Set(element) | Map(element):
            held = type(of).__name__
            return f"Attributes {held}" if isinstance(element, Nested) else f"{held} of {_kind(element)}"
    return _PRIMITIVES[str(of.spec)]


def _example(file: Path) -> str:
    return f"```terraform\n{file.read_text().strip()}\n```\n"


def _import(file: Path) -> str:
    if not file.exists():
        return ""
    return f"Import is supported using the following syntax:\n\n```shell\n{file.read_text().strip()}\n```\n"
