"""The stack through the real `cdktf deploy` and `cdktf destroy`."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import cdktf_cli
from tests.support.lab import Lab

CHECKOUT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.lab, pytest.mark.terraform, pytest.mark.timeout(900)]

Cdktf = Callable[..., str]


@pytest.fixture(scope="module")
def cdktf(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cdktf]:
    folder = tmp_path_factory.mktemp("cdktf")
    plugins, configuration = folder / "plugins", folder / "terraformrc"
    subprocess.run(
        [sys.executable, "-m", "esremote", "provider", "install", "--plugins-dir", str(plugins)],
        check=True,
        capture_output=True,
    )
    configuration.write_text(f'provider_installation {{ filesystem_mirror {{ path = "{plugins}" }} }}\n')
    environment = {
        **os.environ,
        "CI": "true",
        "CHECKPOINT_DISABLE": "1",
        "TF_CLI_CONFIG_FILE": str(configuration),
        "ESREMOTE_CLUSTERS": str(lab.file),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        **{
            f"ESREMOTE_{cluster.name.upper()}_{what}": value
            for cluster in lab.clusters.values()
            for what, value in (("USERNAME", cluster.username), ("PASSWORD", cluster.password))
        },
    }

    def run(command: str, *arguments: str) -> str:
        done = subprocess.run(
            [cdktf_cli.installed(), command, "search", *arguments, "--output", str(folder / "cdktf.out")],
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    try:
        yield run
    finally:
        run("destroy", "--auto-approve", "--skip-provider-lock")


def live_keys(lab: Lab) -> list[str]:
    """The cross-cluster API keys on the remote that still open something."""
    now = time.time() * 1000
    return [
        key["name"]
        for key in lab.remote.call("GET", "/_security/api_key")["api_keys"]
        if key["type"] == "cross_cluster" and not key["invalidated"] and key.get("expiration", now + 1) > now
    ]


def test_deploy_connects_the_clusters_and_destroy_leaves_nothing(cdktf: Cdktf, lab: Lab) -> None:
    lab.remote.call("PUT", "/logs-cdktf/_doc/1?refresh=true", {"message": "hello"})
    try:
        cdktf("deploy", "--auto-approve", "--skip-provider-lock")
        found = lab.local.call("GET", "/dublin:logs-cdktf/_search")["hits"]["hits"]
        assert [hit["_source"] for hit in found] == [{"message": "hello"}]

        cdktf("destroy", "--auto-approve", "--skip-provider-lock")
        assert lab.local.call("GET", "/_remote/info") == {}
        assert live_keys(lab) == []
        assert "cluster.remote" not in lab.local.keystore("list")
        assert lab.local.request("GET", "/_security/role/analyst").status_code == 404
    finally:
        lab.remote.request("DELETE", "/logs-cdktf")
