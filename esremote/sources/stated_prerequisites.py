"""What a stack's metadata says of openings, node settings and deployments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.model.deployment.deployments import Eck
from esremote.model.deployment.node_settings import NodeSettings
from esremote.model.deployment.ports import Opening
from esremote.model.deployment.prerequisites import Prerequisites
from esremote.model.errors import ConfigurationError
from esremote.sources.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.model.deployment.node_settings import Setting
    from esremote.sources.attributes import Attributes


def stated_prerequisites(metadata: Attributes) -> Prerequisites:
    """Read `ports`, `node_settings` and `clusters` of `//.esremote`; note what cannot be read."""
    deployments = {name: facts.text("deployment") for name, facts in metadata.named("clusters")}
    return Prerequisites(
        openings=tuple(_opening(entry) for entry in metadata.each("ports")),
        node_settings={name: _node_settings(entry) for name, entry in metadata.named("node_settings")},
        eck=dict(_eck_clusters(metadata)),
        elsewhere=frozenset(name for name, key in deployments.items() if key not in {None, Eck.key}),
    )


def _opening(entry: Attributes) -> Opening:
    port = entry.values.get("port")
    if not isinstance(port, int):
        entry.notes.problems.append(Problem(entry.at("port"), f"is {port!r}, a number is needed"))
        port = 0
    return Opening(
        to=entry.required("to"),
        port=port,
        purpose=entry.required("purpose"),
        hosts=entry.texts("hosts"),
        from_=entry.texts("from"),
    )


def _node_settings(entry: Attributes) -> NodeSettings:
    files = entry.inner("files")
    return NodeSettings(
        settings=dict(_settings(entry.inner("settings"))),
        keystore=entry.texts("keystore"),
        files={path: files.text(path) or "" for path in files.values} if files else {},
    )


def _settings(settings: Attributes | None) -> Iterator[tuple[str, Setting]]:
    for name, value in settings.values.items() if settings else ():
        match value:
            case str() | bool() | int():
                yield name, value
            case list() if settings and all(isinstance(item, str) for item in value):
                yield name, tuple(value)
            case _ if settings:
                problem = f"is {value!r}; a string, a number, true or false, or a list of strings is needed"
                settings.notes.problems.append(Problem(settings.at(name), problem))


def _eck_clusters(metadata: Attributes) -> Iterator[tuple[str, Eck]]:
    for name, facts in metadata.named("clusters"):
        resource = facts.inner("kubernetes")
        if facts.text("deployment") == Eck.key and resource:
            try:
                yield (
                    name,
                    Eck(
                        name=resource.required("name"),
                        namespace=resource.required("namespace"),
                        secure_settings=facts.text("secure_settings"),
                    ),
                )
            except ConfigurationError as error:
                facts.notes.problems.append(Problem(facts.path, str(error)))
