"""`esremote provider install`: what the real Terraform makes of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from esremote.commands.provider import command
from esremote.provider.distribution.hash import h1
from esremote.provider.distribution.install import Installation
from esremote.provider.distribution.launcher import HOSTS, PLATFORMS, Platform, launcher, this_platform
from esremote.provider.distribution.locations import configurations, default_plugins_dir, overriding
from esremote.provider.distribution.package import release
from tests.harness.binaries import environment, terraform
from tests.harness.launcher import place
from tests.harness.text import plain
from tests.provider.protocol.conftest import EXAMPLE
from tests.support.golden import assert_golden
from tools.cli_docs import help_of

GOLDEN = Path(__file__).parent / "golden"
CONFIGURATION = """
terraform {
  required_providers {
    esremote = { source = "esremote/esremote", version = "0.1.0" }
  }
}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def installed(home: Path) -> Installation:
    installation = Installation(home / ".terraform.d/plugins", home / ".local/share/esremote", "0.1.0")
    installation.install()
    return installation


def init(
    folder: Path, home: Path, *, configuration: str = CONFIGURATION, **more: str
) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(configuration)
    variables = environment(home, **more)
    return subprocess.run(
        [terraform(), "init", "-no-color"],
        cwd=folder,
        env=variables,
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.mark.terraform
def test_init_finds_the_provider_without_network_and_writes_its_hash_into_the_lock_file(
    tmp_path: Path, home: Path, installed: Installation
) -> None:
    run = init(tmp_path / "stack", home)
    assert run.returncode == 0, run.stdout + run.stderr
    assert installed.hash in (tmp_path / "stack/.terraform.lock.hcl").read_text()


@pytest.mark.terraform
@pytest.mark.usefixtures("installed")
def test_init_finds_the_provider_when_the_named_cli_configuration_is_missing(
    tmp_path: Path, home: Path
) -> None:
    run = init(tmp_path / "stack", home, TF_CLI_CONFIG_FILE=str(tmp_path / "missing.tfrc"))
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.terraform
@pytest.mark.usefixtures("installed")
def test_a_changed_launcher_is_refused_by_the_lock_file(
    tmp_path: Path, home: Path, installed: Installation
) -> None:
    assert init(tmp_path / "stack", home).returncode == 0
    for path in installed.files:
        if path.name == installed.launcher.filename:
            path.write_bytes(installed.launcher.content + b"\n")
    assert installed.differs()
    run = subprocess.run(
        [terraform(), "providers", "schema", "-json"],
        cwd=tmp_path / "stack",
        env=environment(home),
        text=True,
        capture_output=True,
        check=False,
    )
    assert run.returncode != 0
    assert "checksum" in run.stderr


@pytest.mark.terraform
def test_other_providers_stand_beside_it_in_one_configuration(
    tmp_path: Path, home: Path, installed: Installation
) -> None:
    place(installed.plugins, "example/example", EXAMPLE)
    beside = '    example = { source = "example/example" }\n  }'
    run = init(tmp_path / "stack", home, configuration=CONFIGURATION.replace("  }\n}", f"{beside}\n}}"))
    assert run.returncode == 0, run.stdout + run.stderr
    locked = (tmp_path / "stack/.terraform.lock.hcl").read_text()
    assert "esremote/esremote" in locked
    assert "example/example" in locked


@pytest.mark.terraform
@pytest.mark.parametrize("cache", [False, True], ids=["", "by way of a plugin cache"])
def test_the_launcher_starts_the_recorded_python_through_terraforms_link(
    tmp_path: Path, home: Path, installed: Installation, *, cache: bool
) -> None:
    said = tmp_path / "said"
    variables = {"TF_PLUGIN_CACHE_DIR": str(tmp_path / "cache")} if cache else {}
    (tmp_path / "cache").mkdir()
    recorded = tmp_path / "python"
    recorded.write_text(f'#!/bin/sh\necho "$@" > {said}\n')
    recorded.chmod(0o755)
    Installation(installed.plugins, installed.records, "0.1.0", python=str(recorded)).install()
    init(tmp_path / "stack", home, **variables)
    subprocess.run(
        [terraform(), "providers", "schema", "-json"],
        cwd=tmp_path / "stack",
        env=environment(home, **variables),
        capture_output=True,
        check=False,
    )
    assert said.read_text() == "-P -c import esremote.provider.__main__\n"


def test_a_copied_launcher_finds_the_python_in_the_users_data_folder(
    tmp_path: Path, home: Path, installed: Installation
) -> None:
    copied = tmp_path / installed.launcher.filename
    copied.write_bytes(installed.launcher.content)
    copied.chmod(0o755)
    Installation(installed.plugins, installed.records, "0.1.0", python="/bin/echo").install()
    run = subprocess.run(
        [str(copied)],
        env={"HOME": str(home), "PATH": os.environ["PATH"]},
        text=True,
        capture_output=True,
        check=False,
    )
    assert run.stdout == "-P -c import esremote.provider.__main__\n"


@pytest.mark.terraform
def test_a_person_is_told_when_the_recorded_python_is_gone(
    tmp_path: Path, home: Path, installed: Installation
) -> None:
    Installation(installed.plugins, installed.records, "0.1.0", python="/nowhere/python").install()
    init(tmp_path / "stack", home)
    run = subprocess.run(
        [terraform(), "providers", "schema", "-json"],
        cwd=tmp_path / "stack",
        env=environment(home),
        text=True,
        capture_output=True,
        check=False,
    )
    assert "run 'esremote provider install' again" in plain(run.stderr)


def test_uninstall_leaves_nothing_of_ours_and_everything_of_others(
    home: Path, installed: Installation
) -> None:
    other = installed.plugins / "registry.terraform.io/acme/other/1.0.0/linux_amd64/terraform-provider-other"
    other.parent.mkdir(parents=True)
    other.touch()
    assert sorted(installed.uninstall()) == sorted(installed.files)
    assert [path for path in home.rglob("*") if path.is_file()] == [other]
    assert installed.uninstall() == []


def test_installing_twice_changes_nothing(installed: Installation) -> None:
    before = {path: path.read_bytes() for path in installed.files}
    installed.install()
    assert {path: path.read_bytes() for path in installed.files} == before
    assert not installed.differs()


def test_the_launcher_is_executable_under_both_hosts(installed: Installation) -> None:
    for host in HOSTS:
        folder = installed.plugins / host / "esremote/esremote/0.1.0" / str(installed.platform)
        mode = (folder / installed.launcher.filename).stat().st_mode
        assert mode & stat.S_IXUSR
        assert mode & stat.S_IXOTH


@pytest.mark.parametrize(
    "platform", [platform for platform in PLATFORMS if platform.system != "windows"], ids=str
)
def test_the_lock_files_hash_is_the_same_wherever_python_stands_and_on_every_posix_platform(
    tmp_path: Path, platform: Platform
) -> None:
    made = Installation(tmp_path, tmp_path, "0.1.0", python=f"/opt/{platform}/python", platform=platform)
    assert made.hash == "h1:Mcwp6rKYTfh/Rh8m8PQ/9EqaA82KxdS+9x8Tc5ys+60="


def test_a_release_has_a_zip_for_each_platform_with_checksums_and_manifest() -> None:
    files = release("0.1.0")
    sums = files.pop("terraform-provider-esremote_0.1.0_SHA256SUMS").decode().splitlines()
    assert dict(line.split("  ")[::-1] for line in sums) == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    manifest = json.loads(files["terraform-provider-esremote_0.1.0_manifest.json"])
    assert manifest == {"version": 1, "metadata": {"protocol_versions": ["6.0"]}}
    assert {f"terraform-provider-esremote_0.1.0_{platform}.zip" for platform in PLATFORMS} < files.keys()


def test_a_zip_holds_the_executable_launcher_and_hashes_like_the_installed_folder(
    installed: Installation,
) -> None:
    content = release("0.1.0")["terraform-provider-esremote_0.1.0_linux_arm64.zip"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (entry,) = archive.infolist()
        assert entry.external_attr >> 16 == 0o100755
        assert h1({entry.filename: archive.read(entry)}) == installed.hash


def test_a_release_has_the_same_bytes_each_time() -> None:
    assert release("0.1.0") == release("0.1.0")


def test_windows_starts_the_provider_by_a_command_file() -> None:
    filename, content = launcher("0.1.0", "windows")
    assert filename == "terraform-provider-esremote_v0.1.0.cmd"
    assert b'-P -c "import esremote.provider.__main__" %*\r\n' in content
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has APPDATA instead")
def test_the_default_folder_is_the_one_that_both_programs_search(home: Path) -> None:
    assert default_plugins_dir({"HOME": str(home)}) == home / ".terraform.d/plugins"


@pytest.mark.parametrize(("text", "told"), [("provider_installation {\n}", True), ("# nothing", False)])
def test_a_configuration_that_names_its_own_mirrors_is_noticed(home: Path, text: str, told: bool) -> None:  # noqa: FBT001
    file = home / ".terraformrc"
    file.write_text(text)
    assert configurations({"HOME": str(home)}) == [file]
    assert overriding({"HOME": str(home)}) == ([file] if told else [])


def said(home: Path, *arguments: str) -> str:
    """What the command prints, on any machine the same."""
    output = CliRunner().invoke(command, arguments).output
    return output.replace(str(home), "~").replace(str(this_platform()), "<platform>")


@pytest.fixture
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    return home


def test_the_command_installs_shows_and_undoes(at_home: Path) -> None:
    runs = (["install", "--dry-run"], ["install"], ["uninstall", "--dry-run"], ["uninstall"], ["uninstall"])
    steps = [f"$ esremote provider {' '.join(arguments)}\n{said(at_home, *arguments)}" for arguments in runs]
    assert_golden(GOLDEN / "install.txt", "\n".join(steps))


def test_the_command_records_the_python_that_runs_it(at_home: Path) -> None:
    said(at_home, "install")
    assert (at_home / ".local/share/esremote/python").read_text() == f"{sys.executable}\n"


def test_a_person_is_told_of_a_launcher_that_changed_and_of_a_configuration_that_looks_elsewhere(
    at_home: Path,
) -> None:
    said(at_home, "install")
    (launcher_file,) = (at_home / ".terraform.d/plugins/registry.terraform.io").rglob("terraform-provider-*")
    launcher_file.write_text("another")
    (at_home / ".terraformrc").write_text("provider_installation {\n}\n")
    assert_golden(GOLDEN / "install-told.txt", said(at_home, "install"))


@pytest.mark.parametrize("name", ["install", "uninstall", "package"])
def test_help_shows_examples(name: str) -> None:
    help_text = help_of("provider", name)
    assert f"esremote provider {name}" in help_text
    assert_golden(GOLDEN / f"help-{name}.txt", help_text)


def test_the_group_tells_its_exit_codes() -> None:
    assert_golden(GOLDEN / "help.txt", help_of("provider"))


def test_a_folder_that_cannot_be_written_is_named_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    result = CliRunner().invoke(command, ["install", "--plugins-dir", str(file / "plugins")])
    assert result.exit_code == 1
    assert "cannot install" in result.output
    assert str(file) in result.output
