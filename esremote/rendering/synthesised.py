"""What synthesised stacks say under `//.esremote` (docs/synthesis-metadata.schema.json)."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from esremote.model.deployment import node_settings
from esremote.model.deployment.node_settings import NodeSettings
from esremote.model.deployment.ports import Opening
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORMAT = 1


@dataclass(frozen=True)
class Synthesised:
    """What all stacks of a folder need together.

    Attributes:
        clusters: facts of each cluster, as the metadata has them.
        settings: what the nodes of each cluster need.
        openings: what has to be open.
    """

    clusters: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, NodeSettings]
    openings: Sequence[Opening]


def read(folder: Path, stacks: Sequence[str] = ()) -> Synthesised:
    """Read the stacks of a folder that `python main.py` or `cdktf synth` wrote.

    Args:
        folder: the folder, `cdktf.out` as a rule.
        stacks: names of stacks; all by default.

    Raises:
        ConfigurationError: there are none, or one was written by another version of this library.
    """
    known = {path.parent.name: path for path in sorted(folder.glob("stacks/*/cdk.tf.json"))}
    missing = [name for name in stacks if name not in known]
    if not known or missing:
        raise ConfigurationError(
            str(folder),
            f"has no stack {', '.join(map(repr, missing))}" if missing else "has no synthesised stack",
            remedy=f"it has {', '.join(known)}" if known else "run 'python main.py' or 'cdktf synth' first",
        )
    return together([_metadata(known[name]) for name in stacks or known])


def together(stacks: Sequence[Mapping[str, Any]]) -> Synthesised:
    """Put the metadata of several stacks together."""
    clusters: dict[str, Mapping[str, Any]] = {}
    settings: dict[str, list[NodeSettings]] = defaultdict(list)
    openings: dict[tuple[str, int, str], Opening] = {}
    for metadata in stacks:
        clusters |= metadata["clusters"]
        for name, written in metadata["node_settings"].items():
            settings[name].append(NodeSettings.from_json(written))
        for written in metadata["ports"]:
            opening = Opening.from_json(written)
            place = (opening.to, opening.port, opening.purpose)
            openings[place] = openings[place].united(opening) if place in openings else opening
    return Synthesised(
        clusters=clusters,
        settings={name: node_settings.merge(parts) for name, parts in sorted(settings.items())},
        openings=sorted(openings.values()),
    )


def _metadata(file: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        metadata = document["//"]["esremote"]
        found = metadata["format"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ConfigurationError(
            str(file), "was not written with constructs_lib", remedy="name the stacks with --stack"
        ) from problem
    if found != FORMAT:
        raise ConfigurationError(
            str(file), f"has format {found}, this program reads {FORMAT}", remedy="synthesise it again"
        )
    result: Mapping[str, Any] = metadata
    return result
