"""A check-up for a terminal or a log: headline, clusters, aliases, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.live.writers.headline import headline
from esremote.live.writers.interfaces import interface
from esremote.model.connection.security_model import SecurityModel
from esremote.review import words
from esremote.review.writers.lines import line, plain
from esremote.review.writers.text import finding, section, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from esremote.live.aliases import AliasCheckup
    from esremote.live.checkup import Checkup
    from esremote.live.observed import ObservedCluster
    from esremote.review.writers.lines import Line

_CLUSTER = ("cluster", "version", "licence", "until", "aliases", "keys")
_ALIAS = (
    "",
    "alias",
    "leads to",
    "answers",
    "model",
    "key",
    "key expires",
    "mode",
    "address",
    "interface",
    "certificate expires",
)


def write(checkup: Checkup) -> str:
    """Render without colour."""
    return plain(lines(checkup))


def lines(checkup: Checkup) -> Iterator[Line]:
    """Yield the lines, with the styles that a terminal shows."""
    well = all(cluster.answers for cluster in checkup.clusters) and all(
        alias.answers for alias in checkup.aliases
    )
    yield line(headline(checkup), "bold green" if well else "bold red")
    styles = ["" if cluster.answers else "red" for cluster in checkup.clusters]
    yield from section(
        "Clusters", table(_CLUSTER, [_cluster(cluster, checkup.at) for cluster in checkup.clusters], styles)
    )
    styles = ["" if alias.answers else "red" for alias in checkup.aliases]
    yield from section("Aliases", table(_ALIAS, list(map(_alias, checkup.aliases)), styles))
    title = f"Findings: {words.findings_summary(checkup.findings)}"
    yield from section(title, (row for each in checkup.findings for row in finding(each)))


def _cluster(cluster: ObservedCluster, at: datetime) -> tuple[str, ...]:
    licence = cluster.license
    inactive = sum(not key.alive(at) for key in cluster.keys.values())
    return (
        cluster.name,
        str(cluster.about.version) if cluster.about else "no answer",
        licence.type if licence else "",
        f"{licence.expires:%Y-%m-%d}" if licence and licence.expires else "",
        str(len(cluster.aliases)),
        f"{len(cluster.keys)}, {inactive} inactive" if inactive else str(len(cluster.keys)),
    )


def _alias(alias: AliasCheckup) -> tuple[str, ...]:
    seen, place, key = alias.seen, next(iter(alias.seen.at), None), alias.key
    return (
        "✓" if seen.connected else "✗",
        alias.name,
        alias.remote_cluster or "(not observed)",
        f"yes, {seen.version}" if seen.connected and seen.version else "yes" if seen.connected else "no",
        words.model(seen.security_model),
        _key(alias),
        f"{key.expires:%Y-%m-%d}" if key and key.expires else "never" if key else "",
        str(seen.info.get("mode", "")),
        ", ".join(seen.addresses),
        interface(place) if place else "",
        f"{place.certificate.expires:%Y-%m-%d}" if place and place.certificate else "",
    )


def _key(alias: AliasCheckup) -> str:
    key = alias.key
    if key is not None:
        return f"{key.name} ({key.id}){', invalidated' if key.invalidated else ''}"
    return alias.seen.key_id or ("unknown" if alias.seen.security_model is SecurityModel.API_KEY else "")
