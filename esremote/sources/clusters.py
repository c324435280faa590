"""How clusters are reached: the provider's `clusters`, from a list, a plan or a synthesised stack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.sources.kinds import Kind
from esremote.sources.problems import Problem, UnreadableError
from esremote.sources.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from esremote.sources.description import Description
    from esremote.sources.jsonlike import Json, JsonObject
    from esremote.sources.recognise import Recognised

EXAMPLE = "clusters: {dublin: {endpoints: [https://dublin.example:9200], ca_file: dublin-ca.crt}}"
LIST_INSTEAD = f"give {Kind.CLUSTERS} (docs/doctor.md)"


def clusters_of_list(source: Recognised) -> dict[str, JsonObject]:
    """Read a list of live clusters; `url` may stand in place of `endpoints`, as in the constructs' inventory.

    Raises:
        UnreadableError: it names no clusters.
    """
    clusters = source.document.get("clusters")
    if not isinstance(clusters, dict) or not clusters:
        raise UnreadableError([Problem(str(source.path), f"names no clusters, for example {EXAMPLE}")])
    return {str(name): beside(source.path, _with_endpoints(values)) for name, values in clusters.items()}


def clusters_of_plan(source: Recognised) -> dict[str, JsonObject]:
    """Read the provider's configuration in a plan, if no expression of Terraform stands in it."""
    expressions: Json = source.document
    for name in ("configuration", "provider_config", "esremote", "expressions", "clusters", "constant_value"):
        expressions = expressions.get(name) if isinstance(expressions, dict) else None
    if not isinstance(expressions, dict):
        return {}
    return {
        name: beside(source.path, values) for name, values in expressions.items() if isinstance(values, dict)
    }


def beside(file: Path, values: Json) -> Json:
    """Make the paths in a cluster's configuration usable from here: they are relative to the file's folder.

    >>> from pathlib import Path
    >>> beside(Path("prod/clusters.yaml"), {"ca_file": "dublin-ca.crt"})
    {'ca_file': 'prod/dublin-ca.crt'}
    """
    match values:
        case dict():
            return {
                name: str(file.parent / value)
                if name.endswith("_file") and isinstance(value, str) and not is_unknown(value)
                else beside(file, value)
                for name, value in values.items()
            }
        case _:
            return values


def reachable_clusters(source: Description) -> dict[str, dict[str, Any]]:
    """Return how the clusters of a source are reached.

    Raises:
        UnreadableError: it does not say so, or says it wrongly; everything wrong at once.
    """
    if not source.configured:
        raise UnreadableError([Problem(source.name, _refusal(source.kind))])
    problems = [
        problem for name, values in source.configured.items() for problem in _check(source, name, values)
    ]
    if problems:
        raise UnreadableError(problems)
    return {name: dict(values) for name, values in source.configured.items()}


def _refusal(kind: Kind) -> str:
    beside = "name the stack that it was made from with --synth-dir"
    match kind:
        case Kind.FACTS:
            return f"is {kind}, which does not say how its clusters are reached: {LIST_INSTEAD}"
        case Kind.STATE:
            return f"is {kind}, which does not say how its clusters are reached: {beside}, or {LIST_INSTEAD}"
        case Kind.PLAN:
            unknown = "whose provider configuration is not known before apply"
            return f"is {kind} {unknown}: {beside}, or {LIST_INSTEAD}"
        case _:
            return f"is {kind} without an esremote provider that names clusters: {LIST_INSTEAD}"


def _with_endpoints(values: Json) -> JsonObject:
    if not isinstance(values, dict):
        return {}
    endpoints = {"endpoints": [values["url"]]} if "url" in values and "endpoints" not in values else {}
    return values | endpoints


def _check(source: Description, name: str, values: JsonObject) -> Iterator[Problem]:
    place = f"{source.name}: clusters.{name}"
    for path in _expressions(values) if source.kind is not Kind.CLUSTERS else ():
        yield Problem(f"{place}.{path}", f"is an expression that only Terraform can evaluate: {LIST_INSTEAD}")
    endpoints = values.get("endpoints")
    if not isinstance(endpoints, list) or not endpoints:
        message = "is missing, a list of URLs is needed, for example [https://dublin.example:9200]"
        yield Problem(f"{place}.endpoints", message)
        return
    for endpoint in endpoints:
        if is_unknown(endpoint):
            continue
        if not isinstance(endpoint, str) or not endpoint.startswith(("https://", "http://")):
            message = f"{endpoint!r} is not a URL such as https://dublin.example:9200"
            yield Problem(f"{place}.endpoints", message)


def _expressions(value: Json, path: str = "") -> Iterator[str]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _expressions(inner, f"{path}.{name}" if path else str(name))
        case list():
            for position, inner in enumerate(value):
                yield from _expressions(inner, f"{path}[{position}]")
        case _ if is_unknown(value):
            yield path
