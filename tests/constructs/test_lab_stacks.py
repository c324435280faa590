"""Every stack for self-managed clusters, deployed to real ones and proved by requests across them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import (
    ApiKeySecurity,
    App,
    Inventory,
    Proxy,
    Role,
    Security,
    Sniff,
    Stack,
    TlsCertificateSecurity,
)
from tests.support.golden import assert_golden

from .conftest import ROOT
from .deployment import (
    GRANTED,
    HIDDEN,
    Project,
    apply,
    connection,
    deployed,
    output,
    plan_text,
    search,
    seeded,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.lab import Lab

pytestmark = [pytest.mark.lab, pytest.mark.terraform]

STACKS = (
    "search",
    "replication",
    "hub-and-spoke",
    "mesh",
    "certificates",
    "migration",
    "dublin-keys",
    "frankfurt-logs",
)


@pytest.fixture(scope="module")
def seeded_lab(lab: Lab) -> Iterator[Lab]:
    with seeded(lab):
        yield lab


@pytest.fixture
def project(seeded_lab: Lab, plugins: Path, tmp_path: Path) -> Project:
    return Project(seeded_lab, tmp_path / "cdktf.out", plugins)


def test_search_reads_what_is_granted_and_nothing_else_not_even_for_a_superuser(project: Project) -> None:
    with deployed(project, "search"):
        assert search(project.lab.local, f"dublin:{GRANTED}") == 200
        assert search(project.lab.local, f"dublin:{HIDDEN}") == 403
        assert search(project.lab.local, f"dublin:{HIDDEN}", user=None) == 403


def test_replication_makes_a_key_that_allows_replication_alone(project: Project) -> None:
    local, remote = project.lab.local, project.lab.remote
    with deployed(project, "replication"):
        keys = remote.call("GET", "/_security/api_key?active_only=true")["api_keys"]
        (key,) = [each for each in keys if each["name"] == "frankfurt-dublin"]
        assert list(key["access"]) == ["replication"]
        assert connection(local, "dublin")["cluster_credentials"] == "::es_redacted::"
        role = local.call("GET", "/_security/role/replicator")["replicator"]
        assert role["cluster"] == ["manage_ccr"]
        assert role["remote_indices"][0]["privileges"] == ["cross_cluster_replication"]


def test_a_hub_searches_all_its_spokes_at_once(project: Project) -> None:
    with deployed(project, "hub-and-spoke"):
        assert search(project.lab.local, f"*:{GRANTED}") == 200


def test_in_a_mesh_everyone_searches_everyone(project: Project) -> None:
    local, remote = project.lab.local, project.lab.remote
    with deployed(project, "mesh"):
        assert search(local, f"{remote.name}:{GRANTED}") == 200
        assert search(remote, f"{local.name}:{GRANTED}") == 200
        assert search(remote, f"{local.name}:{HIDDEN}") == 403


def test_with_certificates_a_role_of_the_same_name_decides_and_superusers_read_everything(
    project: Project,
) -> None:
    local = project.lab.local
    with deployed(project, "certificates"):
        assert connection(local, "dublin")["mode"] == "sniff"
        assert "cluster_credentials" not in connection(local, "dublin")
        assert search(local, f"dublin:{GRANTED}") == 200
        assert search(local, f"dublin:{HIDDEN}") == 403
        assert search(local, f"dublin:{HIDDEN}", user=None) == 200


def test_a_migration_answers_in_every_phase_under_one_address_and_goes_back(project: Project) -> None:
    local, remote = project.lab.local, project.lab.remote
    with deployed(project, "migration", ESREMOTE_MIGRATION_PHASE="prepare") as terraform:
        assert "cluster_credentials" not in connection(local, "dublin")
        for phase in ("cutover", "prepare", "cutover", "retire"):
            project.synthesise("migration", ESREMOTE_MIGRATION_PHASE=phase)
            apply(terraform)
            assert ("cluster_credentials" in connection(local, "dublin")) is (phase != "prepare")
            assert search(local, f"dublin:{GRANTED}") == 200
            assert search(local, f"dublin:{HIDDEN}") == 403
        assert remote.request("GET", "/_security/role/analyst").status_code == 404


def test_two_teams_each_with_its_own_state_and_credentials(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.synthesise("dublin-keys", "frankfurt-logs")
    keys = project.terraform("dublin-keys")
    try:
        apply(keys)
        encoded = output(keys, "frankfurt_encoded")
        monkeypatch.delenv("ESREMOTE_DUBLIN_PASSWORD", raising=False)
        logs = project.terraform("frankfurt-logs", TF_VAR_dublin_credentials=encoded)
        try:
            apply(logs)
            assert search(project.lab.local, f"dublin:{GRANTED}") == 200
            assert search(project.lab.local, f"dublin:{HIDDEN}", user=None) == 403
            assert encoded not in logs.state()
        finally:
            logs.destroy()
    finally:
        keys.destroy()


@pytest.fixture(scope="module")
def every_stack(seeded_lab: Lab, plugins: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All stacks, written by one run of the program."""
    project = Project(seeded_lab, tmp_path_factory.mktemp("every-stack") / "cdktf.out", plugins)
    project.synthesise(*STACKS)
    return project


@pytest.mark.parametrize("stack", STACKS)
def test_the_plan_is_the_one_that_the_example_shows(every_stack: Project, stack: str) -> None:
    terraform = every_stack.terraform(stack, TF_VAR_dublin_credentials="bm90OnVzZWQ=")

    assert_golden(ROOT / "examples" / stack / "plan.txt", plan_text(terraform, every_stack.lab))


@pytest.mark.parametrize("mode", [Proxy(), Sniff()], ids=["proxy", "sniff"])
@pytest.mark.parametrize(
    "security",
    [ApiKeySecurity(search=["logs-*"], expiration="1d", rotate_before="1h"), TlsCertificateSecurity()],
    ids=["api_key", "certificates"],
)
def test_either_model_works_in_either_mode(project: Project, security: Security, mode: Proxy | Sniff) -> None:
    app = App(outdir=str(project.folder))
    stack = Stack(app, "matrix")
    inventory = Inventory.read(project.lab.file, origin="the lab")
    frankfurt, dublin = inventory.cluster(stack, "frankfurt"), inventory.cluster(stack, "dublin")
    # otherwise a refusal is a 200 that skips the remote
    made = frankfurt.connect_to(dublin, security=security, mode=mode, skip_unavailable=False)
    grant = made.grant_search(Role(frankfurt, "analyst"), names=["logs-*"])
    app.synth()

    terraform = project.terraform("matrix")
    try:
        apply(terraform)
        assert grant.effective == ("logs-*",)
        assert connection(project.lab.local, "dublin")["mode"] == mode.name.value
        assert search(project.lab.local, f"dublin:{GRANTED}") == 200
        assert search(project.lab.local, f"dublin:{HIDDEN}") == 403
    finally:
        terraform.destroy()
