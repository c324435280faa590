"""Every command with every kind of source: it answers, or says what it got, what it needs and what to do."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from esremote.cli import main
from tests.sources.kinds import OBSERVED, write_all
from tests.support.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"
ASKED = ["--role", "analyst", "--connection", "dublin", "--index", "logs-app"]
ACCESS = "expectations: [{role: analyst, connection: dublin, names: [logs-*], expect: allowed}]\n"
COMMANDS = {
    "explain": ["explain", *ASKED],
    "check": ["check", "access.yaml"],
    "graph": ["graph"],
    "ports": ["ports"],
    "node-settings": ["node-settings"],
    "review": ["review"],
    "doctor": ["doctor"],
}
KINDS = ["plan", "state", "synthesised app", "synthesised stack", "facts document", "list of live clusters"]
"""Each once: what names the same content in another way is left out."""
REFUSED = {
    ("ports", "facts document"),
    ("node-settings", "plan"),
    ("node-settings", "state"),
    ("node-settings", "facts document"),
    ("node-settings", "list of live clusters"),
    ("doctor", "state"),
    ("doctor", "facts document"),
}
"""What cannot be answered: the source does not hold it."""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    async def observe(_clusters: object) -> object:
        return OBSERVED

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("esremote.live.ask.observe", observe)
    monkeypatch.setattr("esremote.commands.doctor.observe", observe)
    (tmp_path / "access.yaml").write_text(ACCESS, encoding="utf-8")
    return write_all(tmp_path)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_every_kind_of_source(command: str, sources: dict[str, list[str]]) -> None:
    kinds_by_answer: dict[str, list[str]] = defaultdict(list)
    for kind, named in sources.items():
        result = run(*COMMANDS[command], *named)
        assert result.exit_code == (1 if (command, kind) in REFUSED else 0), (kind, result.output)
        kinds_by_answer[result.stdout + result.stderr].append(kind)
    blocks = [f"=== {', '.join(kinds)}\n{answer}" for answer, kinds in kinds_by_answer.items()]
    assert_golden(GOLDEN / f"{command}.txt", "\n".join(blocks))


@pytest.mark.parametrize("command", ["explain", "check", "graph", "ports"])
@pytest.mark.parametrize("kind", ["synthesised app", "synthesised stack", "cdk.tf.json", "plan"])
def test_live_asks_the_clusters_that_a_source_names(
    command: str, kind: str, sources: dict[str, list[str]]
) -> None:
    asked = run(*COMMANDS[command], *sources[kind], "--live")
    listed = run(*COMMANDS[command], *sources["list of live clusters"])
    assert (asked.exit_code, asked.stdout) == (0, listed.stdout)


@pytest.mark.parametrize("before", KINDS)
@pytest.mark.parametrize("after", KINDS)
def test_a_review_compares_any_two_sources(before: str, after: str, sources: dict[str, list[str]]) -> None:
    result = run("review", *sources[after], "--compare-to", *sources[before])
    assert (result.exit_code, result.stdout.partition(":")[0]) == (0, "No new access")


WRONG = {
    "a stack that is not there": ["ports", "cdktf.out", "--stack", "serch"],
    "a stack of a plan": ["ports", "plan.json", "--stack", "search"],
    "a synthesised folder of a synthesised folder": ["graph", "cdktf.out", "--synth-dir", "cdktf.out"],
    "a synthesised folder without a stack": ["graph", "plan.json", "--synth-dir", "empty"],
    "a synthesised folder that is not there": ["graph", "plan.json", "--synth-dir", "nowhere"],
    "nothing synthesised yet": ["graph", "elsewhere/cdktf.out"],
    "a list of live clusters whose endpoints are missing": ["graph", "broken.yaml"],
    "a file that is something else": ["doctor", "access.yaml"],
    "a NetworkPolicy for clusters that may run anywhere": [
        "ports",
        "plan.json",
        "--format",
        "network-policy",
    ],
    "live clusters that only Terraform knows": ["doctor", "unknown"],
}


def test_a_source_that_is_named_wrongly_is_explained(tmp_path: Path, sources: dict[str, list[str]]) -> None:
    del sources
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.yaml").write_text("clusters: {dublin: {}}", encoding="utf-8")
    (tmp_path / "unknown").mkdir()
    text = (tmp_path / "cdktf.out/stacks/search/cdk.tf.json").read_text(encoding="utf-8")
    unknown = text.replace("https://dublin.example:9200", "${ec_deployment.dublin.https_endpoint}")
    (tmp_path / "unknown/cdk.tf.json").write_text(unknown, encoding="utf-8")
    blocks = []
    for case, arguments in WRONG.items():
        result = run(*arguments)
        assert result.exit_code == 1, (case, result.output)
        blocks.append(f"=== {case}\n$ esremote {' '.join(arguments)}\n{result.stderr}")
    assert_golden(GOLDEN / "wrong.txt", "\n".join(blocks))


def test_a_plan_whose_addresses_are_not_known_yet_says_so(
    tmp_path: Path, sources: dict[str, list[str]]
) -> None:
    text = (tmp_path / "plan.json").read_text(encoding="utf-8")
    (tmp_path / "plan.json").write_text(text.replace("dublin.example:9443", "${later}"), encoding="utf-8")
    result = run("ports", *sources["plan"])
    assert result.exit_code == 1
    assert "connection dublin of frankfurt: has the address (known after apply)" in result.stderr
