"""A check-up for programs: versioned, described by `docs/doctor.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esremote.live.writers.headline import headline
from esremote.live.writers.interfaces import interface
from esremote.review.writers.json import finding

if TYPE_CHECKING:
    from datetime import datetime

    from esremote.elasticsearch import License
    from esremote.live.aliases import AliasCheckup
    from esremote.live.checkup import Checkup
    from esremote.live.observed import AtAddress, Certificate, ObservedCluster

FORMAT_VERSION = "1.0"


def write(checkup: Checkup) -> str:
    """Render as JSON, indented, with a line break at the end."""
    document = {
        "format_version": FORMAT_VERSION,
        "at": checkup.at.isoformat(timespec="seconds"),
        "headline": headline(checkup),
        "clusters": [_cluster(cluster) for cluster in checkup.clusters],
        "aliases": [_alias(alias) for alias in checkup.aliases],
        "findings": [finding(each) for each in checkup.findings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _cluster(cluster: ObservedCluster) -> dict[str, Any]:
    return {
        "name": cluster.name,
        "answers": cluster.answers,
        "uuid": cluster.about.uuid if cluster.about else None,
        "version": str(cluster.about.version) if cluster.about else None,
        "license": _license(cluster.license) if cluster.license else None,
        "addresses": list(cluster.addresses),
        "certificates": [_certificate(each) for each in cluster.certificates],
        "unreadable": list(cluster.unreadable),
    }


def _license(licence: License) -> dict[str, Any]:
    return {"type": licence.type, "status": licence.status, "expires": _moment(licence.expires)}


def _alias(alias: AliasCheckup) -> dict[str, Any]:
    return {
        "local_cluster": alias.local_cluster,
        "alias": alias.seen.alias,
        "remote_cluster": alias.remote_cluster,
        "connected": alias.seen.connected,
        "error": alias.seen.error,
        "remote_version": alias.seen.version,
        "security_model": alias.seen.security_model,
        "mode": alias.seen.info.get("mode"),
        "skip_unavailable": alias.seen.info.get("skip_unavailable"),
        "key": _key(alias),
        "addresses": [_address(each) for each in alias.seen.at],
    }


def _key(alias: AliasCheckup) -> dict[str, Any] | None:
    if alias.key is None:
        return {"id": alias.seen.key_id} if alias.seen.key_id else None
    return {
        "id": alias.key.id,
        "name": alias.key.name,
        "expires": _moment(alias.key.expires),
        "invalidated": alias.key.invalidated,
        "access": alias.key.access,
    }


def _address(place: AtAddress) -> dict[str, Any]:
    return {
        "address": place.address,
        "interface": interface(place),
        "certificate": _certificate(place.certificate) if place.certificate else None,
        "certificate_fits": place.fits,
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "serial": certificate.serial,
        "expires": _moment(certificate.expires),
        "names": list(certificate.names),
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None
