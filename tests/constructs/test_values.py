"""What is written is what was meant: references, literals, damaged tokens, the same text every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib import (
    ApiKeySecurity,
    App,
    Cluster,
    ConfigurationError,
    Http,
    HubAndSpoke,
    Mesh,
    Role,
    SelfManaged,
    Stack,
    TwoWay,
)
from constructs_lib._cdk import cdk
from constructs_lib._terraform_names import local_name
from constructs_lib._terraform_values import prepare
from esremote.model.references import escape, is_damaged

from .conftest import Synthesise, self_managed

if TYPE_CHECKING:
    from pathlib import Path

LOGS = ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d")


def test_an_address_that_another_stack_makes_becomes_a_reference_across_stacks(
    app: App, tmp_path: Path
) -> None:
    network = Stack(app, "network")
    address = cdk.TerraformLocal(network, "address", "dublin.example:9443")
    search = Stack(app, "search")
    frankfurt = self_managed(search, "frankfurt")
    dublin = Cluster(
        search,
        "dublin",
        url="https://dublin.example:9200",
        deployment=SelfManaged(remote_cluster_server=address.as_string),
    )
    frankfurt.connect_to(dublin, security=LOGS)
    app.synth()

    connection = _read(tmp_path, "search")["resource"]["esremote_connection"]["frankfurt_dublin"]
    assert connection["proxy"]["proxy_address"].startswith("${data.terraform_remote_state.")
    assert "cross-stack-output-local" in connection["proxy"]["proxy_address"]
    assert "output" in _read(tmp_path, "network")


def test_a_reference_changed_by_a_python_string_operation_is_found(stack: Stack, app: App) -> None:
    variable = cdk.TerraformVariable(stack, "host", type="string")
    frankfurt, dublin = self_managed(stack, "frankfurt"), self_managed(stack, "dublin")
    connection = frankfurt.connect_to(dublin, security=LOGS)
    connection.grant_search(Role(frankfurt, "analyst"), names=[variable.string_value.upper()])

    with pytest.raises(
        ConfigurationError, match=r"remote_indices\[0\].names\[0\]: contains a Terraform reference that"
    ):
        app.synth()


@pytest.mark.parametrize(
    "damage", [str.upper, str.lower, lambda text: text[:10], lambda text: text[4:], str.title]
)
def test_every_usual_damage_is_recognised(damage: Any) -> None:
    assert is_damaged(f"logs-{damage('${TfToken[TOKEN.42]}')}")
    assert not is_damaged("logs-${TfToken[TOKEN.42]}-app")


@given(st.text(alphabet="ab${}%\\"))
def test_terraform_reads_an_escaped_literal_as_it_was(text: str) -> None:
    assert escape(text).replace("$${", "${").replace("%%{", "%{") == text
    assert prepare({"a": [text]}, "x") == {"a": [escape(text)]}


@given(
    st.lists(st.text(min_size=1), min_size=2, max_size=2),
    st.lists(st.text(min_size=1), min_size=2, max_size=2),
)
def test_different_parts_never_give_the_same_name(one: list[str], other: list[str]) -> None:
    assert (local_name(*one) == local_name(*other)) is (one == other)


def test_a_plain_cdktf_app_and_stack_work_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = cdk.App(outdir=str(tmp_path / "cdktf.out"))
    stack = cdk.TerraformStack(app, "plain")
    self_managed(stack, "frankfurt").connect_to(self_managed(stack, "dublin"), security=LOGS)
    app.synth()

    assert "frankfurt_dublin" in _read(tmp_path, "plain")["resource"]["esremote_connection"]
    assert "(RC033[frankfurt/dublin])" in capsys.readouterr().err


def test_an_error_stops_a_plain_cdktf_app_too(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path / "cdktf.out"))
    stack = cdk.TerraformStack(app, "plain")
    bare = Cluster(stack, "bare", url="https://bare.example:9200")
    bare.connect_to(self_managed(stack, "dublin"), security=LOGS)

    with pytest.raises(RuntimeError, match=r"RC014\[bare/dublin\]"):
        app.synth()


def test_a_stack_without_clusters_needs_no_provider(app: App, tmp_path: Path) -> None:
    Stack(app, "empty")
    app.synth()

    assert not {"provider", "resource"} & set(_read(tmp_path, "empty"))


def test_the_same_program_gives_the_same_bytes(tmp_path: Path) -> None:
    def write(folder: Path, names: list[str]) -> bytes:
        app = App(outdir=str(folder / "cdktf.out"))
        stack = Stack(app, "mesh")
        clusters = [self_managed(stack, name) for name in names]
        mesh = Mesh(stack, "mesh", clusters=clusters, security=LOGS, skip_unavailable=False)
        mesh.grant_search([Role(each, "analyst") for each in clusters], names=["logs-*", "apps-*"])
        app.synth()
        return (folder / "cdktf.out" / "stacks" / "mesh" / "cdk.tf.json").read_bytes()

    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    one, two = (write(folder, ["a", "b", "c"]) for folder in folders)
    assert one == two


def test_an_existing_alias_is_imported_under_its_id(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=LOGS).import_existing()

    assert synthesise()["import"] == [
        {"to": "esremote_connection.frankfurt_dublin", "id": "frankfurt/dublin"}
    ]


def test_topologies_say_who_connects_to_whom(stack: Stack) -> None:
    clusters = [self_managed(stack, name) for name in ("a", "b", "c")]

    def pairs(topology: Mesh | HubAndSpoke | TwoWay) -> list[str]:
        return [f"{each.local.name}{each.alias}" for each in topology.connections]

    hub = self_managed(stack, "hub")
    assert pairs(Mesh(stack, "mesh", clusters=clusters, security=LOGS)) == [
        "ab",
        "ac",
        "ba",
        "bc",
        "ca",
        "cb",
    ]
    assert pairs(HubAndSpoke(stack, "hubs", hub=hub, spokes=clusters, security=LOGS)) == [
        "huba",
        "hubb",
        "hubc",
    ]
    pair = (self_managed(stack, "x"), self_managed(stack, "y"))
    assert pairs(TwoWay(stack, "pair", clusters=pair, security=LOGS)) == ["xy", "yx"]


def test_a_topology_wants_exactly_one_role_of_each_local_cluster(stack: Stack) -> None:
    clusters = [self_managed(stack, name) for name in ("a", "b")]
    mesh = Mesh(stack, "mesh", clusters=clusters, security=LOGS)

    with pytest.raises(
        ConfigurationError, match="must contain exactly one role of each local cluster, got none of 'b'"
    ):
        mesh.grant_search(Role(clusters[0], "analyst"), names=["logs-*"])


def test_grants_to_many_remotes_become_one_entry_of_the_role(stack: Stack, synthesise: Synthesise) -> None:
    hub, *spokes = [self_managed(stack, name) for name in ("hub", "a", "b")]
    hubs = HubAndSpoke(stack, "hubs", hub=hub, spokes=spokes, security=LOGS)
    hubs.grant_search(Role(hub, "analyst"), names=["logs-*"])

    (entry,) = synthesise()["resource"]["esremote_role"]["hub_analyst"]["remote_indices"]
    assert entry["clusters"] == ["a", "b"]


def _read(folder: Path, stack: str) -> dict[str, Any]:
    file = folder / "cdktf.out" / "stacks" / stack / "cdk.tf.json"
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


def test_hcl_is_refused_in_words(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path / "cdktf.out"), hcl_output=True)

    with pytest.raises(ConfigurationError, match="this library writes Terraform's JSON syntax"):
        app.synth()


def test_two_clusters_cannot_share_their_environment_variables(stack: Stack) -> None:
    self_managed(stack, "eu-1")

    with pytest.raises(ConfigurationError, match="credentials from ESREMOTE_EU_1_PASSWORD, as 'eu-1' does"):
        self_managed(stack, "eu_1")


def test_how_terraform_speaks_to_a_cluster_goes_into_the_provider(
    stack: Stack, synthesise: Synthesise
) -> None:
    http = Http(allow_http=True, request_timeout="60s", max_retries=5)
    Cluster(stack, "plain", url="http://plain.example:9200", http=http)

    assert synthesise()["provider"]["esremote"][0]["clusters"]["plain"] == {
        "endpoints": ["http://plain.example:9200"],
        "allow_http": True,
        "request_timeout": "60s",
        "max_retries": 5,
    }


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://a.example:9200", "http://a.example:9200 would send credentials in clear text"),
        ("a.example:9200", "must be a URL, for example .*, got 'a.example:9200'"),
        (
            "https://elastic:secret@a.example",
            "a URL cannot contain credentials; set ESREMOTE_<CLUSTER>_USERNAME",
        ),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(stack: Stack, url: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as raised:
        Cluster(stack, "a", url=url)

    assert "secret" not in str(raised.value)
