"""The keystores of Elastic Cloud and of Kubernetes.

There is neither here. Elastic Cloud's API is played by a server that checks each request against the part
of the published OpenAPI document that it is about (`set-deployment-es-resource-keystore`, KeystoreContents,
the same for Elastic Cloud Hosted and Elastic Cloud Enterprise); `kubectl` by a program that does what merge
patches do.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from esremote.keystore import ElasticCloudKeystore, KeystoreError, KubernetesSecretKeystore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYSTORE_CONTENTS = {
    "type": "object",
    "required": ["secrets"],
    "additionalProperties": False,
    "properties": {
        "secrets": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "value": {"type": ["string", "object"]},
                    "as_file": {"type": "boolean"},
                },
            },
        }
    },
}
PATH = re.compile(r"/api/v1/deployments/([a-f0-9]{32})/elasticsearch/([^/]+)/keystore")


@dataclass
class Cloud:
    """The keystore of one deployment."""

    deployment: str = "a" * 32
    key: str = "essu_key"
    secrets: dict[str, Any] = field(default_factory=dict)
    url: str = ""


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    played = Cloud()

    class Handler(BaseHTTPRequestHandler):
        def do_PATCH(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = PATH.fullmatch(self.path)
            if self.headers["Authorization"] != f"ApiKey {played.key}":
                self._answer(401, "root.unauthenticated", "The supplied authentication is invalid")
            elif found is None or found[1] != played.deployment:
                self._answer(404, "deployments.deployment_not_found", "The Deployment cannot be found")
            elif found[2] not in ("_main", "main-elasticsearch"):
                self._answer(404, "deployments.deployment_resource_not_found", "The Resource cannot be found")
            else:
                jsonschema.validate(body, KEYSTORE_CONTENTS)
                for name, secret in body["secrets"].items():
                    if "value" in secret:
                        played.secrets[name] = secret["value"]
                    else:
                        played.secrets.pop(name, None)
                self._answer(200, "", "")

        def _answer(self, status: int, code: str, message: str) -> None:
            body = {"errors": [{"code": code, "message": message}]} if code else {"secrets": {}}
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    played.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield played
    server.shutdown()
    thread.join()
    server.server_close()


async def test_elastic_cloud_gets_and_loses_a_secret_and_keeps_the_others(cloud: Cloud) -> None:
    cloud.secrets["other"] = "stays"
    keystore = ElasticCloudKeystore("dublin", cloud.deployment, cloud.key, endpoint=cloud.url)

    await keystore.add({"cluster.remote.a.credentials": "AAA="})
    assert cloud.secrets == {"other": "stays", "cluster.remote.a.credentials": "AAA="}

    await keystore.remove(["cluster.remote.a.credentials", "never.there"])
    assert cloud.secrets == {"other": "stays"}


async def test_elastic_clouds_errors_are_told_without_the_secret(cloud: Cloud) -> None:
    keystore = ElasticCloudKeystore("dublin", cloud.deployment, "wrong-key", endpoint=cloud.url)

    with pytest.raises(KeystoreError, match="401 The supplied authentication is invalid") as failed:
        await keystore.add({"a": "TOPSECRET"})

    assert "TOPSECRET" not in str(failed.value)
    assert "wrong-key" not in str(failed.value)


async def test_an_unknown_resource_of_a_deployment_is_told(cloud: Cloud) -> None:
    keystore = ElasticCloudKeystore("dublin", cloud.deployment, cloud.key, ref_id="no", endpoint=cloud.url)

    with pytest.raises(KeystoreError, match="The Resource cannot be found"):
        await keystore.add({"a": "TOPSECRET"})


_KUBECTL = """
import json, os, sys
file, *argv = sys.argv[1:]
given = sys.stdin.read()
calls = json.load(open(file)) if os.path.exists(file) else {"calls": [], "secret": None}
calls["calls"].append(argv)
if "create" in argv:
    calls["secret"] = json.loads(given)
elif calls["secret"] is None:
    json.dump(calls, open(file, "w"))
    sys.exit('Error from server (NotFound): secrets "remotes" not found')
else:
    data = calls["secret"]["data"]
    for name, value in json.loads(given)["data"].items():
        data.pop(name, None) if value is None else data.update({name: value})
json.dump(calls, open(file, "w"))
"""


async def test_a_kubernetes_secret_is_made_patched_and_emptied(tmp_path: Path) -> None:
    program, file = tmp_path / "kubectl.py", tmp_path / "state.json"
    program.write_text(_KUBECTL)
    command = (sys.executable, str(program), str(file))
    keystore = KubernetesSecretKeystore("dublin", "elastic", "remotes", command)

    await keystore.add({"cluster.remote.a.credentials": "AAA="})
    await keystore.add({"cluster.remote.b.credentials": "BBB="})
    state = json.loads(file.read_text())
    assert state["secret"]["metadata"] == {"name": "remotes", "namespace": "elastic"}
    values = {name: base64.b64decode(value).decode() for name, value in state["secret"]["data"].items()}
    assert values == {"cluster.remote.a.credentials": "AAA=", "cluster.remote.b.credentials": "BBB="}

    await keystore.remove(["cluster.remote.a.credentials", "cluster.remote.b.credentials"])
    state = json.loads(file.read_text())
    assert state["secret"]["data"] == {}
    assert all(call[:2] == ["--namespace", "elastic"] for call in state["calls"])
    assert "AAA=" not in json.dumps(state["calls"])


async def test_removing_from_a_secret_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    program = tmp_path / "kubectl.py"
    program.write_text(_KUBECTL)
    command = (sys.executable, str(program), str(tmp_path / "state.json"))

    await KubernetesSecretKeystore("dublin", "elastic", "remotes", command).remove(["a"])

    assert json.loads((tmp_path / "state.json").read_text())["secret"] is None
