"""Reads YAML that others wrote, as JSON-like values.

A few lines of YAML can stand for billions of values, or for a value that contains itself: an alias (`*name`)
repeats everything below its anchor (`&name`). Both are refused before anything is made of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

MOST_REPEATED = 100_000
"""How many values aliases may repeat in one document."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A document.

    Args:
        value: what it says; None if it is empty.
        tree: its nodes, which know their lines; None if it is empty.
    """

    value: Json
    tree: yaml.Node | None


def read_yaml(text: str | bytes) -> YamlDocument:
    """Read one document.

    Raises:
        yaml.YAMLError: it is not YAML, nests too deep, or its aliases contain themselves or repeat too much.

    >>> read_yaml("{a: [1, 2]}").value
    {'a': [1, 2]}
    """
    loader = yaml.SafeLoader(text)
    try:
        tree = loader.get_single_node()
        if tree is None:
            return YamlDocument(None, None)
        sizes = _Sizes()
        if sizes.of(tree) - len(sizes.known) > MOST_REPEATED:
            message = f"its aliases repeat more than {MOST_REPEATED} values; write them out, or use JSON"
            raise yaml.YAMLError(message)
        return YamlDocument(loader.construct_document(tree), tree)
    except RecursionError:
        raise yaml.YAMLError("it nests too deep") from None
    except ValueError as mistake:  # such as the 13th month in a date
        raise yaml.YAMLError(str(mistake)) from None
    finally:
        loader.dispose()


@dataclass(slots=True)
class _Sizes:
    """Counts the values below nodes as often as they are repeated, without repeating them."""

    known: dict[int, int] = field(default_factory=dict)
    above: set[int] = field(default_factory=set)

    def of(self, node: yaml.Node) -> int:
        place = id(node)
        if place in self.above:
            message = "an alias contains itself"
            raise yaml.composer.ComposerError(None, None, message, node.start_mark)
        if place not in self.known:
            self.above.add(place)
            self.known[place] = 1 + sum(self.of(child) for child in _children(node))
            self.above.discard(place)
        return self.known[place]


def _children(node: yaml.Node) -> list[yaml.Node]:
    match node:
        case yaml.MappingNode(value=members):
            return [child for member in members for child in member]
        case yaml.SequenceNode(value=items):
            return list(items)
    return []
