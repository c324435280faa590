"""On real clusters: what a review predicts comes true, and what a doctor says is so."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from demo.terraform import Terraform
from esremote import __version__
from esremote.cli import main
from esremote.provider.distribution.install import Installation, compile_package
from esremote.review.headline import headline
from esremote.review.review import review
from esremote.sources.read import read_source
from tests.commands.test_explain_and_check import DOCS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from esremote.review.report import Report
    from tests.support.lab import Cluster, Lab

    Planned = Callable[..., Report]

pytestmark = pytest.mark.lab

READER = ("reviewed-reader", "reader-password")
SEARCHING = ["read", "read_cross_cluster", "view_index_metadata"]


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plugins")
    Installation(folder, folder / "records", __version__).install()
    compile_package()
    return folder


@pytest.fixture(scope="module")
def indices(lab: Lab) -> Iterator[None]:
    for index in ("reviewed-logs-1", "reviewed-audit-1"):
        lab.remote.call("PUT", f"/{index}/_doc/1?refresh=true", {"level": "info"})
    lab.local.call("PUT", f"/_security/user/{READER[0]}", {"password": READER[1], "roles": ["reviewed"]})
    yield
    lab.local.call("DELETE", f"/_security/user/{READER[0]}")
    for index in ("reviewed-logs-1", "reviewed-audit-1"):
        lab.remote.call("DELETE", f"/{index}")


class Stack:
    """One connection and one role in plain Terraform JSON."""

    def __init__(self, lab: Lab, folder: Path, plugins: Path) -> None:
        self._lab = lab
        self._folder = folder
        passwords = {
            f"ESREMOTE_{cluster.name.upper()}_PASSWORD": cluster.password for cluster in lab.clusters.values()
        }
        self.terraform = Terraform(folder=folder, plugins=plugins, environment=passwords)

    def write(self, key: list[str], role: list[str]) -> None:
        local, remote = self._lab.local, self._lab.remote
        connection = {
            "local_cluster": local.name,
            "alias": "reviewed",
            "proxy": {"proxy_address": remote.remote_cluster_server},
            "skip_unavailable": False,
            "cross_cluster_api_key": {"remote_cluster": remote.name, "access": {"search": [{"names": key}]}},
        }
        entry = {"clusters": ["reviewed"], "names": role, "privileges": SEARCHING}
        document = {
            "terraform": {"required_providers": {"esremote": {"source": "esremote/esremote"}}},
            "provider": {
                "esremote": [{"clusters": {cluster.name: _reached(cluster) for cluster in (local, remote)}}]
            },
            "resource": {
                "esremote_connection": {"reviewed": connection},
                "esremote_role": {
                    "reviewed": {"on_cluster": local.name, "name": "reviewed", "remote_indices": [entry]}
                },
            },
        }
        (self._folder / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")

    def review(self) -> Report:
        """Plan, and review the plan's JSON."""
        out = self._folder / "plan.out"
        self.terraform.plan(out)
        file = self._folder / "plan.json"
        file.write_text(json.dumps(self.terraform.show(out)), encoding="utf-8")
        return review(read_source(file, today=datetime.now(UTC).date()))

    def apply(self) -> None:
        self.terraform.apply(self._folder / "plan.out")


def _reached(cluster: Cluster) -> dict[str, Any]:
    return {
        "endpoints": [cluster.url],
        "username": cluster.username,
        "ca_file": str(cluster.ca_file),
        "keystore": {"commands": cluster.keystore_commands},
    }


@pytest.fixture
def stack(lab: Lab, tmp_path: Path, plugins: Path) -> Iterator[Stack]:
    made = Stack(lab, tmp_path, plugins)
    made.write(["reviewed-logs-*"], ["reviewed-logs-*"])
    made.terraform.init()
    yield made
    made.terraform.destroy()


def status(lab: Lab, index: str) -> int:
    return lab.local.request("GET", f"/reviewed:{index}/_search", user=READER).status_code


@pytest.mark.terraform
@pytest.mark.usefixtures("indices")
def test_what_a_review_says_comes_true_with_the_apply(lab: Lab, stack: Stack) -> None:
    first = stack.review()
    assert headline(first) == (
        f"New access: reviewed@{lab.local.name} and superuser@{lab.local.name} can search "
        f"reviewed-logs-* on {lab.remote.name}."
    )
    stack.apply()
    assert (status(lab, "reviewed-logs-1"), status(lab, "reviewed-audit-1")) == (200, 403)

    stack.write(["reviewed-logs-*"], ["reviewed-*"])
    useless = stack.review()
    assert useless.gained == ()
    # The role asks for what no key allows; and the stack's key never expires.
    assert [finding.rule for finding in useless.findings] == ["RC031", "RC020"]
    stack.apply()
    assert status(lab, "reviewed-audit-1") == 403

    stack.write(["reviewed-audit-*"], ["reviewed-*"])
    swapped = stack.review()
    (gained,) = [change.access for change in swapped.gained if change.access.role == "reviewed"]
    (lost,) = [change.access for change in swapped.lost if change.access.role == "reviewed"]
    assert (gained.names, lost.names) == (("reviewed-audit-*",), ("reviewed-logs-*",))
    stack.apply()
    assert (status(lab, "reviewed-logs-1"), status(lab, "reviewed-audit-1")) == (403, 200)
    assert stack.review().access == ()


@contextmanager
def connected_by_hand(
    lab: Lab, settings: dict[str, dict[str, object]], secrets: dict[str, str]
) -> Iterator[None]:
    """Configure aliases as if nothing of ours had ever been here, and take them away again."""
    credentials = [f"cluster.remote.{alias}.credentials" for alias in secrets]
    lab.local.keystore("add", "--stdin", "--force", *credentials, lines=list(secrets.values()))
    lab.local.call("POST", "/_nodes/reload_secure_settings", {})
    named = {
        f"cluster.remote.{alias}.{name}": value
        for alias, each in settings.items()
        for name, value in each.items()
    }
    lab.local.call("PUT", "/_cluster/settings", {"persistent": named})
    try:
        yield
    finally:
        gone = {f"cluster.remote.{alias}.*": None for alias in settings}
        lab.local.call("PUT", "/_cluster/settings", {"persistent": gone})
        lab.local.keystore("remove", *credentials)
        lab.local.call("POST", "/_nodes/reload_secure_settings", {})


@pytest.fixture(scope="module")
def by_hand(lab: Lab) -> Iterator[dict[str, str]]:
    """Four aliases that are well or ill in different ways, a role, and the ids of the two keys."""
    keys = {}
    for name, more in (("well", {"expiration": "7d"}), ("dead", {})):
        body = {"name": name, "access": {"search": [{"names": ["reviewed-logs-*", "unused-*"]}]}, **more}
        keys[name] = lab.remote.call("POST", "/_security/cross_cluster/api_key", body)
    role = {
        "remote_indices": [
            {"clusters": ["well"], "names": ["reviewed-logs-*", "nowhere-*"], "privileges": SEARCHING},
            {"clusters": ["lisbon"], "names": ["x"], "privileges": SEARCHING},
        ]
    }
    lab.local.call("PUT", "/_security/role/by-hand", role)
    right, wrong = lab.remote.remote_cluster_server, lab.remote.transport
    addresses = {"well": right, "dead": right, "wrong-port": wrong, "nobody": "127.0.0.1:1"}
    settings: dict[str, dict[str, object]] = {
        alias: {"mode": "proxy", "proxy_address": address} for alias, address in addresses.items()
    }
    encoded = {
        name: keys[key]["encoded"]
        for name, key in (("well", "well"), ("dead", "dead"), ("wrong-port", "well"))
    }
    with connected_by_hand(lab, settings, encoded):
        lab.remote.call("DELETE", "/_security/api_key", {"ids": [keys["dead"]["id"]]})
        yield {name: key["id"] for name, key in keys.items()}
    lab.remote.call("DELETE", "/_security/api_key", {"ids": [keys["well"]["id"]]})
    lab.local.call("DELETE", "/_security/role/by-hand")


@pytest.fixture(scope="module")
def told(lab: Lab, by_hand: dict[str, str]) -> str:
    """What the doctor says as JSON."""
    result = CliRunner().invoke(main, ["doctor", str(lab.file), "--format", "json"])
    assert result.exit_code == 0, (result.output, by_hand)
    return result.stdout


@pytest.fixture(scope="module")
def checkup(told: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(told)
    return document


def aliases(checkup: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {alias["alias"]: alias for alias in checkup["aliases"]}


def test_a_real_request_decides_whether_an_alias_is_connected(lab: Lab, checkup: dict[str, Any]) -> None:
    seen = {name: one["connected"] for name, one in aliases(checkup).items()}
    assert seen == {"well": True, "dead": False, "wrong-port": False, "nobody": False}
    assert lab.local.call("GET", "/_remote/info")["dead"]["connected"], "the server itself calls it connected"


def test_keys_are_found_although_nothing_of_ours_made_them(
    checkup: dict[str, Any], by_hand: dict[str, str]
) -> None:
    found = aliases(checkup)
    assert found["well"]["key"]["id"] == by_hand["well"]
    assert found["dead"]["key"]["id"] == by_hand["dead"]
    assert found["dead"]["key"]["invalidated"]
    assert found["nobody"]["key"] is None


def test_an_alias_is_traced_to_the_cluster_that_it_leads_to(lab: Lab, checkup: dict[str, Any]) -> None:
    led = {name: one["remote_cluster"] for name, one in aliases(checkup).items()}
    assert led == {
        "well": lab.remote.name,
        "dead": lab.remote.name,
        "wrong-port": lab.remote.name,
        "nobody": None,
    }


def test_both_sides_are_looked_at(checkup: dict[str, Any]) -> None:
    (address,) = aliases(checkup)["well"]["addresses"]
    assert address["interface"] == "remote cluster interface"
    assert address["certificate_fits"]
    assert address["certificate"]["names"]
    assert {cluster["license"]["type"] for cluster in checkup["clusters"]} == {"trial"}


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("DR010[{local}/dead]", "invalidated"),
        ("DR010[{local}/wrong-port]", "is not a remote cluster interface"),
        ("DR010[{local}/nobody]", "nothing responds at 127.0.0.1:1"),
        ("DR011[{local}/well]", "expires on"),
        ("DR003[{local}:by-hand:lisbon]", "has no alias that matches"),
        ("RC030[{local}/well:by-hand:nowhere-*]", "has no effect"),
        ("RC034[{local}/well:search:unused-*]", "which no role asks for"),
        ("RC001[{local}/nobody]", "deprecated"),
    ],
)
def test_what_needs_care_is_found(lab: Lab, checkup: dict[str, Any], id_: str, words: str) -> None:
    found = {finding["id"]: finding["message"] for finding in checkup["findings"]}
    assert words in found[id_.format(local=lab.local.name)]


def test_the_check_up_is_what_its_schema_says(checkup: dict[str, Any]) -> None:
    Draft202012Validator(json.loads((DOCS / "doctor.schema.json").read_text())).validate(checkup)


@pytest.mark.usefixtures("by_hand")
def test_a_check_up_can_fail_a_pipeline(lab: Lab) -> None:
    result = CliRunner().invoke(main, ["doctor", str(lab.file), "--fail-on", "error"])
    assert result.exit_code == 2
    assert "3 of 4 aliases do not answer" in result.stdout


def test_no_secret_is_told(lab: Lab, told: str) -> None:
    assert not any(cluster.password in told for cluster in lab.clusters.values())


@pytest.mark.usefixtures("by_hand", "indices")
@pytest.mark.parametrize(("index", "allowed"), [("reviewed-logs-1", True), ("reviewed-audit-1", False)])
def test_explaining_live_clusters_agrees_with_them(lab: Lab, index: str, *, allowed: bool) -> None:
    asked = ["--role", "by-hand", "--connection", "well", "--index", index, "--format", "json"]
    result = CliRunner().invoke(main, ["explain", str(lab.file), *asked])
    (decision,) = json.loads(result.stdout)["decisions"]
    lab.local.call("PUT", "/_security/user/by-hand", {"password": READER[1], "roles": ["by-hand"]})
    try:
        answer = lab.local.request("GET", f"/well:{index}/_search", user=("by-hand", READER[1]))
    finally:
        lab.local.call("DELETE", "/_security/user/by-hand")

    assert decision["allowed"] is allowed
    assert ("hits" in answer.json() and answer.json()["_clusters"]["skipped"] == 0) is allowed


def test_a_cluster_that_cannot_be_asked_is_said_so(lab: Lab, tmp_path: Path) -> None:
    clusters = {"away": {"endpoints": ["https://127.0.0.1:1"], "max_retries": 0}, "here": _reached(lab.local)}
    clusters["here"]["password"] = "wrong"
    file = tmp_path / "clusters.json"
    file.write_text(json.dumps({"clusters": clusters}), encoding="utf-8")
    result = CliRunner().invoke(main, ["doctor", str(file)])

    assert result.exit_code == 0
    assert result.stdout.startswith("2 of 2 clusters could not be queried: away, here.")
    assert "unable to authenticate user" in result.stdout
