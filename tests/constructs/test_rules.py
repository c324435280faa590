"""Each rule: a program that it finds fault with, and the same program mended."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from constructs_lib import (
    ApiKeySecurity,
    App,
    Cluster,
    Connection,
    Eck,
    Finding,
    Mesh,
    Role,
    Search,
    SelfManaged,
    Signing,
    Sniff,
    Stack,
    TlsCertificateSecurity,
    Transport,
)
from constructs_lib._stack_file import roles_and_keys_of
from constructs_lib.findings import FindingsError
from constructs_lib.rules import CHECKS, RESOURCE_CHECKS, check

from .conftest import Synthesise, self_managed

if TYPE_CHECKING:
    from pathlib import Path

Pair = tuple[Cluster, Cluster]
Program = Callable[[Pair], Connection]

LOGS = ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d")
TLS = TlsCertificateSecurity()


def granted(connection: Connection, *names: str) -> Connection:
    connection.grant_search(Role(connection.local, "analyst"), names=names or ["logs-*"])
    return connection


def keyed(pair: Pair) -> Connection:
    return pair[0].connect_to(pair[1], security=LOGS)


def certified(pair: Pair) -> Connection:
    return pair[0].connect_to(pair[1], security=TLS)


def with_role(role: str) -> Program:
    def program(pair: Pair) -> Connection:
        connection = pair[0].connect_to(pair[1], security=LOGS)
        connection.grant_search(Role.from_role_name(pair[0], role), names=["logs-*"])
        return connection

    return program


def with_version(local: str, remote: str, security: ApiKeySecurity = LOGS) -> Program:
    def program(pair: Pair) -> Connection:
        pair[0].version, pair[1].version = local, remote
        return pair[0].connect_to(pair[1], security=security)

    return program


def enriched(local: str) -> Program:
    def program(pair: Pair) -> Connection:
        connection = with_version(local, "9.5.3")(pair)
        connection.grant_enrich(Role(pair[0], "analyst"))
        return connection

    return program


def with_description(version: str) -> Program:
    def program(pair: Pair) -> Connection:
        connection = with_version(version, "9.5.3")(pair)
        Role(pair[0], "analyst", description="reads logs")
        return connection

    return program


def licensed(pair: Pair, remote: str) -> Connection:
    pair[1].license = remote  # type: ignore[assignment]
    return pair[0].connect_to(pair[1], security=LOGS)


def restricted(pair: Pair, *, on_key: bool) -> Connection:
    key = ApiKeySecurity(search=[Search(names=["logs-*"], allow_restricted_indices=on_key)])
    connection = pair[0].connect_to(pair[1], security=key)
    connection.grant_search(Role(pair[0], "analyst"), names=["logs-*"], allow_restricted_indices=True)
    return connection


def on_kubernetes(pair: Pair, mode: Sniff | None) -> Connection:
    kind = Cluster(
        pair[0].registry.stack, "kind", url="https://kind.example:9200", deployment=Eck(name="kind")
    )
    return pair[0].connect_to(kind, security=LOGS, mode=mode)


def signed(signing: Signing | None) -> Program:
    key = ApiKeySecurity(search=["logs-*"], certificate_identity="CN=fra.*", signing=signing)
    return lambda pair: pair[0].connect_to(pair[1], security=key)


def without_keystore(pair: Pair) -> Connection:
    bare = Cluster(pair[0].registry.stack, "bare", url="https://bare.example:9200", deployment=SelfManaged())
    return bare.connect_to(pair[1], security=LOGS)


def twice(pair: Pair) -> Connection:
    pair[0].connect_to(pair[1], security=LOGS)
    return pair[0].connect_to(pair[1], alias="dub", security=LOGS)


CASES: dict[str, tuple[Program, Program]] = {
    "RC001": (certified, keyed),
    "RC002": (certified, keyed),
    "RC003": (lambda p: licensed(p, "basic"), lambda p: licensed(p, "enterprise")),
    "RC010": (
        keyed,
        lambda p: p[0].connect_to(p[1], security=LOGS, skip_unavailable=False),
    ),
    "RC011": (
        lambda p: p[0].connect_to(
            p[1], security=LOGS, skip_unavailable=True, transport=Transport(ping_schedule="30s")
        ),
        lambda p: p[0].connect_to(
            p[1], security=LOGS, skip_unavailable=False, transport=Transport(ping_schedule="30s")
        ),
    ),
    "RC012": (
        keyed,
        lambda p: p[0].connect_to(p[1], security=LOGS, transport=Transport(ping_schedule="30s")),
    ),
    "RC013": (lambda p: on_kubernetes(p, Sniff()), lambda p: on_kubernetes(p, None)),
    "RC014": (without_keystore, keyed),
    "RC015": (twice, keyed),
    "RC020": (
        lambda p: p[0].connect_to(p[1], security=ApiKeySecurity(search=["logs-*"])),
        keyed,
    ),
    "RC021": (
        lambda p: p[0].connect_to(p[1], security=ApiKeySecurity(search=["logs-*"], expiration="90d")),
        keyed,
    ),
    "RC022": (signed(None), signed(Signing(certificate="certs/sign.crt", key="certs/sign.key"))),
    "RC030": (
        lambda p: granted(p[0].connect_to(p[1], security=LOGS), "audit-*"),
        lambda p: granted(p[0].connect_to(p[1], security=LOGS), "logs-app-*"),
    ),
    "RC031": (
        lambda p: granted(p[0].connect_to(p[1], security=LOGS), "*-prod"),
        lambda p: granted(p[0].connect_to(p[1], security=LOGS), "logs-*-prod"),
    ),
    "RC032": (with_role("somebody-elses"), lambda p: granted(p[0].connect_to(p[1], security=LOGS))),
    "RC033": (
        keyed,
        lambda p: granted(p[0].connect_to(p[1], security=LOGS)),
    ),
    "RC034": (
        lambda p: granted(p[0].connect_to(p[1], security=ApiKeySecurity(search=["logs-*", "metrics-*"]))),
        lambda p: granted(p[0].connect_to(p[1], security=LOGS)),
    ),
    "RC035": (lambda p: restricted(p, on_key=False), lambda p: restricted(p, on_key=True)),
    "RC040": (with_version("9.5.3", "8.17.0"), with_version("8.19.21", "9.2.0")),
    "RC041": (with_version("8.13.0", "8.19.0"), with_version("8.14.0", "8.19.0")),
    "RC042": (with_description("8.14.3"), with_description("8.15.0")),
    "RC043": (enriched("8.14.3"), enriched("9.5.3")),
    "RC044": (
        with_version("9.2.0", "9.3.0", ApiKeySecurity(search=["a"], certificate_identity="CN=.*")),
        with_version("9.3.0", "9.3.0", ApiKeySecurity(search=["a"], certificate_identity="CN=.*")),
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_finds_fault(rule: str, pair: Pair) -> None:
    assert rule in _rules(CASES[rule][0](pair))


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_is_content_with_the_mended_program(rule: str, pair: Pair) -> None:
    assert rule not in _rules(CASES[rule][1](pair))


def test_every_rule_has_a_case_here_or_in_the_tests_of_trust() -> None:
    assert {rule.id for rule in (*CHECKS, *RESOURCE_CHECKS)} == {*CASES, "RC050", "RC051", "RC052"}


def test_a_finding_names_line_value_and_remedy(pair: Pair) -> None:
    connection = granted(pair[0].connect_to(pair[1], security=LOGS), "audit-*")

    (finding,) = [each for each in check([connection]) if each.rule == "RC030"]

    assert re.fullmatch(
        r"tests/constructs/test_rules\.py:\d+: warning: grant_search\(analyst, names=\['audit-\*'\]\) has "
        r"no effect: the cross-cluster API key allows search of 'logs-\*'; "
        r"add 'audit-\*' to the key's search, or remove it from the grant "
        r"\(RC030\[frankfurt/dublin:analyst:audit-\*\]\)",
        str(finding),
    )


def test_an_error_stops_the_synthesis_until_it_is_acknowledged(
    app: App, stack: Stack, pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    without_keystore(pair)
    with pytest.raises(FindingsError, match="found an error; nothing was written"):
        app.synth()
    assert "error: connection 'dublin' needs its key in the keystore of 'bare'" in capsys.readouterr().err

    stack.acknowledge("RC014[bare/dublin]", reason="their operators put it there by hand")
    app.synth()
    assert "RC014" not in capsys.readouterr().err


def test_an_acknowledged_finding_stays_in_the_metadata_with_its_reason(
    pair: Pair, stack: Stack, synthesise: Synthesise
) -> None:
    pair[0].connect_to(pair[1], security=TLS)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    stack.acknowledge("RC002", reason="one team has both", until=tomorrow)

    findings = {each["rule"]: each for each in synthesise()["//"]["esremote"]["findings"]}

    assert findings["RC002"]["acknowledged"] == {"reason": "one team has both", "until": tomorrow.isoformat()}
    assert "acknowledged" not in findings["RC001"]


def test_an_acknowledgement_that_has_ended_or_matches_nothing_is_a_finding(
    pair: Pair, stack: Stack, synthesise: Synthesise
) -> None:
    pair[0].connect_to(pair[1], security=TLS)
    stack.acknowledge("RC002", reason="until the audit", until="2020-01-31")
    stack.acknowledge("RC003", reason="never needed")

    findings = synthesise()["//"]["esremote"]["findings"]

    assert [each["message"] for each in findings if each["rule"] == "RC000"] == [
        "the acknowledgement of RC002 expired on 2020-01-31",
        "the acknowledgement of RC003 matches no finding",
    ]
    assert not any("acknowledged" in each for each in findings)


def test_a_mesh_says_once_what_is_so_for_all_its_connections(stack: Stack) -> None:
    clusters = [self_managed(stack, name) for name in ("frankfurt", "dublin", "oregon")]
    mesh = Mesh(stack, "mesh", clusters=clusters, security=LOGS)

    (finding,) = [each for each in check(mesh.connections) if each.rule == "RC010"]

    assert finding.id == "RC010[mesh]"
    assert finding.message.endswith("(and 5 more like it)")


def _rules(connection: Connection) -> set[str]:
    findings: list[Finding] = check([connection], roles_and_keys_of(connection.local.registry))
    return {finding.rule for finding in findings}


def test_under_the_cdktf_command_line_findings_are_annotations_that_it_prints(
    app: App, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS", "true")
    pair[0].connect_to(pair[1], security=TLS)
    app.synth()

    manifest = json.loads((tmp_path / "cdktf.out" / "manifest.json").read_text(encoding="utf-8"))
    levels = [each["level"] for each in manifest["stacks"]["test"]["annotations"]]
    assert levels[:2] == ["@cdktf/warn", "@cdktf/warn"]
    assert capsys.readouterr().err == ""
