"""What a doctor says of clusters as they were observed; `test_lab.py` observes real ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from esremote.access import facts
from esremote.cli import main
from esremote.elasticsearch import About, Key, License
from esremote.elasticsearch.answer import Answer
from esremote.elasticsearch.endpoint_probe import Answer as Responds
from esremote.elasticsearch.endpoint_probe import Seen
from esremote.live import answers
from esremote.live.as_facts import as_facts
from esremote.live.checkup import checkup
from esremote.live.observed import AtAddress, Certificate, ObservedAlias, ObservedCluster
from esremote.live.writers import WRITERS
from esremote.model.releases.versions import Version

if TYPE_CHECKING:
    from tests.support.files import Written
    from tests.support.golden import Golden

DOCS = Path(__file__).parents[2] / "docs"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
ENTERPRISE = License("enterprise", "active", datetime(2030, 1, 1, tzinfo=UTC))
SEARCHING = ["read", "read_cross_cluster", "view_index_metadata"]


def certificate(serial: str, expires: datetime, *names: str) -> Certificate:
    return Certificate(f"CN={serial}", "CN=ca", serial, expires, names)


def alias(
    name: str, at: AtAddress, *, key: str | None = None, connected: bool = True, error: str | None = None
) -> ObservedAlias:
    info = {"mode": "proxy", "proxy_address": at.address, "skip_unavailable": True, "connected": True}
    credentials = {"cluster_credentials": "::es_redacted::"} if key else {}
    version = "9.5.3" if connected else None
    return ObservedAlias(name, info | credentials, connected, error, version, key, (at,))


def resources(resolved: object, filters: object) -> dict[str, Any] | None:
    return answers.resources(Answer(resolved, "resolved"), Answer(filters, "filters"))


LATER, SOON = datetime(2028, 1, 1, tzinfo=UTC), datetime(2026, 12, 10, tzinfo=UTC)
DUBLIN = AtAddress("dublin.example:9443", Seen(Responds.TLS), certificate("d1", LATER, "dublin.example"))
OREGON = AtAddress("10.0.0.7:9443", Seen(Responds.TLS), certificate("e1", SOON, "oregon.example"), fits=False)
TOKYO = AtAddress("tokyo.example:9300", Seen(Responds.MUTUAL_TLS), certificate("f1", LATER, "tokyo.example"))
NOBODY = AtAddress("lima.example:9443", Seen(Responds.NOTHING, "Connection refused"))

OBSERVED = (
    ObservedCluster(
        name="frankfurt",
        about=About("fra", "uuid-fra", Version(9, 5, 3)),
        license=ENTERPRISE,
        roles={
            "analyst": {
                "remote_indices": [
                    {"clusters": ["dublin"], "names": ["logs-*", "audit-*"], "privileges": SEARCHING},
                    {"clusters": ["paris"], "names": ["logs-*"], "privileges": SEARCHING},
                ]
            },
            "superuser": {"remote_indices": [{"clusters": ["*"], "names": ["*"], "privileges": ["all"]}]},
        },
        aliases=(
            alias("dublin", DUBLIN, key="k1"),
            alias("old", DUBLIN, key="k0", connected=False, error="api key [k0] has been invalidated"),
            alias("oregon", OREGON, key="k9"),
            alias("tokyo", TOKYO),
            alias("lima", NOBODY, key="k8", connected=False),
        ),
    ),
    ObservedCluster(
        name="dublin",
        about=About("dub", "uuid-dub", Version(8, 19, 21)),
        license=License("trial", "active", SOON),
        keys={
            "k1": Key("k1", "fra-dub", {"search": [{"names": ["logs-*", "metrics-*"]}]}),
            "k0": Key("k0", "fra-old", {"search": [{"names": ["logs-*"]}]}, invalidated=True),
        },
        certificates=(certificate("D1", LATER),),
        resources=resources(
            {
                "indices": [
                    {"name": "logs-1", "attributes": ["open"]},
                    {"name": ".ds-events-1", "attributes": ["open", "hidden"]},
                ],
                "aliases": [{"name": "errors", "indices": ["logs-1"]}],
                "data_streams": [{"name": "events", "backing_indices": [".ds-events-1"]}],
            },
            {"logs-1": {"aliases": {"errors": {"filter": {"term": {"level": "error"}}}}}},
        ),
    ),
    ObservedCluster(
        name="away",
        unreadable=("no request to cluster 'away' succeeded: https://away.example:9200: refused",),
    ),
)


@pytest.mark.parametrize(("format_", "name"), [("text", "doctor.txt"), ("json", "doctor.json")])
def test_what_the_doctor_says_reads_well(format_: str, name: str, golden: Golden) -> None:
    golden(name, WRITERS[format_](checkup(OBSERVED, NOW)))


def test_the_json_is_what_its_schema_says() -> None:
    document = json.loads(WRITERS["json"](checkup(OBSERVED, NOW)))
    Draft202012Validator(json.loads((DOCS / "doctor.schema.json").read_text())).validate(document)


def test_a_cluster_is_known_by_its_certificates_whatever_the_alias_is_called() -> None:
    landscape = as_facts(OBSERVED).landscape
    led = {
        connection.alias: connection.remote_cluster
        for connection in landscape.cluster_by_name["frankfurt"].connections
    }
    assert led["dublin"] == led["old"] == "dublin"
    assert led["tokyo"] == "tokyo"


def test_what_was_observed_can_be_kept_as_a_facts_document() -> None:
    kept = facts.read(facts.write(as_facts(OBSERVED)))
    dublin = kept.landscape.cluster_by_name["dublin"]

    assert [index.name for index in dublin.indices or ()] == ["logs-1"]
    assert [(found.name, found.indices[0].filter) for found in dublin.aliases] == [
        ("errors", '{"term":{"level":"error"}}')
    ]
    assert [stream.backing_indices for stream in dublin.data_streams] == [(".ds-events-1",)]


@pytest.mark.parametrize(
    ("content", "words_"),
    [
        ("clusters: {}", "names no clusters"),
        ("- a", "is not a YAML mapping"),
        ("clusters: {a: {}, b: {endpoints: [ftp://b]}}", "clusters.a.endpoints: is missing"),
        ("clusters: {a: {}, b: {endpoints: [ftp://b]}}", "clusters.b.endpoints: 'ftp://b' is not a URL"),
        ("[", "is not YAML"),
    ],
)
def test_a_list_of_clusters_that_cannot_be_used(written: Written, content: str, words_: str) -> None:
    result = CliRunner().invoke(main, ["doctor", str(written(content, "clusters.yaml"))])
    assert result.exit_code == 1
    assert words_ in result.stderr
