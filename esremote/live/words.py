"""A check-up as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch.endpoint_probe import Answer
from esremote.model.connection.security_model import SecurityModel
from esremote.review import words
from esremote.review.writers.json import finding as finding_json
from esremote.review.writers.lines import line, plain
from esremote.review.writers.text import finding as finding_lines
from esremote.review.writers.text import section, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from esremote.live.checkup import AliasCheckup, Checkup
    from esremote.live.observed import AtAddress, Certificate, License, ObservedCluster
    from esremote.review.writers.lines import Line

FORMAT_VERSION = "1.0"

_CLUSTER = ("cluster", "version", "licence", "until", "aliases", "keys")
_ALIAS = (
    "",
    "alias",
    "leads to",
    "answers",
    "model",
    "key",
    "key ends",
    "mode",
    "address",
    "there",
    "certificate ends",
)
_INTERFACES = {
    Answer.NOT_TLS: "something without TLS",
    Answer.HTTP: "an HTTP interface",
    Answer.MUTUAL_TLS: "transport interface",
    Answer.TLS: "remote cluster interface",
}


def write(checkup: Checkup) -> str:
    """Render without colour."""
    return plain(lines(checkup))


def headline(checkup: Checkup) -> str:
    """Say in one sentence how the aliases are.

    An alias is well if the remote cluster answers a real request through it.
    """
    dead = [f"{one.local_cluster}/{one.seen.alias}" for one in checkup.aliases if not one.answers]
    silent = [one.name for one in checkup.clusters if not one.answers]
    every = words.count(len(checkup.aliases), "alias", "aliases")
    asked = words.count(len(checkup.clusters), "cluster")
    told = [f"{len(silent)} of {asked} could not be asked: {', '.join(silent)}."] if silent else []
    if dead:
        verb = "does" if len(dead) == 1 else "do"
        told.append(f"{len(dead)} of {every} {verb} not answer: {', '.join(dead)}.")
    well = f"{asked}, {every}: each of them answers." if checkup.aliases else f"{asked}, no alias."
    return " ".join(told) or well


def lines(checkup: Checkup) -> Iterator[Line]:
    """Yield the lines, with the styles that a terminal shows."""
    well = all(one.answers for one in checkup.clusters) and all(one.answers for one in checkup.aliases)
    yield line(headline(checkup), "bold green" if well else "bold red")
    reds = ["" if one.answers else "red" for one in checkup.clusters]
    yield from section("Clusters", table(_CLUSTER, list(map(_cluster, checkup.clusters)), reds))
    reds = ["" if one.answers else "red" for one in checkup.aliases]
    yield from section("Aliases", table(_ALIAS, list(map(_alias, checkup.aliases)), reds))
    title = f"Findings: {words.findings_summary(checkup.findings)}"
    yield from section(title, (told for one in checkup.findings for told in finding_lines(one)))


def _cluster(one: ObservedCluster) -> tuple[str, ...]:
    return (
        one.name,
        str(one.about.version) if one.about else "no answer",
        one.license.type if one.license else "",
        f"{one.license.expires:%Y-%m-%d}" if one.license and one.license.expires else "",
        str(len(one.aliases)),
        str(len(one.keys)),
    )


def _alias(one: AliasCheckup) -> tuple[str, ...]:
    seen, place = one.seen, next(iter(one.seen.at), None)
    return (
        "✓" if seen.connected else "✗",
        f"{one.local_cluster}/{seen.alias}",
        one.remote_cluster or "(not asked)",
        f"yes, {seen.version}" if seen.connected and seen.version else "yes" if seen.connected else "no",
        words.model(seen.security_model),
        _key(one),
        f"{one.key.expires:%Y-%m-%d}" if one.key and one.key.expires else "never" if one.key else "",
        str(seen.info.get("mode", "")),
        ", ".join(seen.addresses),
        _interface(place) if place else "",
        f"{place.certificate.expires:%Y-%m-%d}" if place and place.certificate else "",
    )


def _key(one: AliasCheckup) -> str:
    if one.key is not None:
        return f"{one.key.name} ({one.key.id}){', invalidated' if one.key.invalidated else ''}"
    return one.seen.key_id or ("not told" if one.seen.security_model is SecurityModel.API_KEY else "")


def _interface(place: AtAddress) -> str:
    if place.seen.answer is Answer.NOTHING:
        return f"nothing: {place.seen.why}"
    return _INTERFACES[place.seen.answer]


def write_json(checkup: Checkup) -> str:
    """Render for programs; `docs/doctor.schema.json` describes it."""
    return json.dumps(_value(checkup), indent=2, ensure_ascii=False) + "\n"


def _value(checkup: Checkup) -> dict[str, Any]:
    return {
        "format_version": FORMAT_VERSION,
        "at": checkup.at.isoformat(timespec="seconds"),
        "headline": headline(checkup),
        "clusters": [_cluster_value(one) for one in checkup.clusters],
        "aliases": [_alias_value(one) for one in checkup.aliases],
        "findings": [finding_json(one) for one in checkup.findings],
    }


def _cluster_value(one: ObservedCluster) -> dict[str, Any]:
    return {
        "name": one.name,
        "answers": one.about is not None,
        "uuid": one.about.uuid if one.about else None,
        "version": str(one.about.version) if one.about else None,
        "license": _license(one.license) if one.license else None,
        "addresses": list(one.addresses),
        "certificates": [_certificate(each) for each in one.certificates],
        "unreadable": list(one.unreadable),
    }


def _license(one: License) -> dict[str, Any]:
    return {"type": one.type, "status": one.status, "expires": _moment(one.expires)}


def _alias_value(one: AliasCheckup) -> dict[str, Any]:
    return {
        "local_cluster": one.local_cluster,
        "alias": one.seen.alias,
        "remote_cluster": one.remote_cluster,
        "connected": one.seen.connected,
        "error": one.seen.error,
        "remote_version": one.seen.version,
        "security_model": one.seen.security_model,
        "mode": one.seen.info.get("mode"),
        "skip_unavailable": one.seen.info.get("skip_unavailable"),
        "key": _key_value(one),
        "addresses": [_address(each) for each in one.seen.at],
    }


def _key_value(one: AliasCheckup) -> dict[str, Any] | None:
    if one.key is None:
        return {"id": one.seen.key_id} if one.seen.key_id else None
    return {
        "id": one.key.id,
        "name": one.key.name,
        "expires": _moment(one.key.expires),
        "invalidated": one.key.invalidated,
        "access": one.key.access,
    }


def _address(place: AtAddress) -> dict[str, Any]:
    return {
        "address": place.address,
        "interface": _interface(place),
        "certificate": _certificate(place.certificate) if place.certificate else None,
        "certificate_fits": place.fits,
    }


def _certificate(one: Certificate) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "issuer": one.issuer,
        "serial": one.serial,
        "expires": _moment(one.expires),
        "names": list(one.names),
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None
