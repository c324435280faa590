"""Which clusters to ask, and how to reach them: the provider's `clusters`, from a file or a synthesis."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from esremote.provider.protocol import Path as AttributePath
from esremote.provider.session import Session
from esremote.sources.problems import Problem, UnreadableError
from esremote.sources.synthesised import STACK, find_stacks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from esremote.elasticsearch import Cluster


def open_clusters(source: Path) -> Mapping[str, Cluster]:
    """Read how clusters are reached, and make a client for each; nothing is sent yet.

    Args:
        source: a YAML or JSON file with `clusters`, each as in the provider's configuration, or with `url` in
            place of `endpoints`; or a synthesised folder. Credentials may come from
            `ESREMOTE_<CLUSTER>_USERNAME` and its like.

    Raises:
        UnreadableError: the file cannot be used; everything wrong at once.
    """
    configured = _configured(source)
    problems = [problem for name, values in configured.items() for problem in _check(source, name, values)]
    if problems:
        raise UnreadableError(problems)
    session = Session(configured)
    return {name: session.cluster(name, AttributePath()) for name in session.names}


def _configured(source: Path) -> dict[str, dict[str, Any]]:
    if source.is_dir() or source.name == STACK:
        stacks = [source] if source.name == STACK else find_stacks(source)
        return {name: values for stack in stacks for name, values in _of_stack(stack).items()}
    try:
        document = yaml.safe_load(source.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UnreadableError([Problem(str(source), f"cannot be read: {problem.strerror}")]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise UnreadableError([Problem(str(source), f"is neither YAML nor JSON: {problem}")]) from None
    clusters = document.get("clusters") if isinstance(document, dict) else None
    if not isinstance(clusters, dict) or not clusters:
        example = "clusters: {dublin: {endpoints: [https://dublin.example:9200], ca_file: dublin-ca.crt}}"
        raise UnreadableError([Problem(str(source), f"names no clusters, for example {example}")])
    return {str(name): _as_configured(values) for name, values in clusters.items()}


def _of_stack(file: Path) -> dict[str, dict[str, Any]]:
    document = json.loads(file.read_text(encoding="utf-8"))
    provider = document.get("provider", {}).get("esremote", [])
    every = provider if isinstance(provider, list) else [provider]
    return {name: dict(values) for one in every for name, values in one.get("clusters", {}).items()}


def _as_configured(values: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever stands in the file
    """Read what `python -m lab` and the constructs' inventory write: `url` in place of `endpoints`."""
    if not isinstance(values, dict):
        return {}
    endpoints = {"endpoints": [values["url"]]} if "url" in values and "endpoints" not in values else {}
    return values | endpoints


def _check(source: Path, name: str, values: dict[str, Any]) -> list[Problem]:
    endpoints = values.get("endpoints")
    place = f"{source}: clusters.{name}.endpoints"
    if not isinstance(endpoints, list) or not endpoints:
        return [
            Problem(place, "is missing, a list of URLs is needed, for example [https://dublin.example:9200]")
        ]
    return [
        Problem(place, f"{endpoint!r} is not a URL such as https://dublin.example:9200")
        for endpoint in endpoints
        if not isinstance(endpoint, str) or not endpoint.startswith(("https://", "http://"))
    ]
