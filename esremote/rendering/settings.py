"""Node settings, in the formats of the tools that apply them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from esremote.model.deployment.deployments import Eck
    from esremote.model.deployment.node_settings import NodeSettings, Setting
    from esremote.model.deployment.prerequisites import Prerequisites

_CONFIG = "/usr/share/elasticsearch/config"

# The operator sets these if `spec.remoteClusterServer.enabled` is true, or for its own transport interface.
_SET_BY_ECK = ("remote_cluster_server.", "remote_cluster.port", "xpack.security.remote_cluster_server.")


def elasticsearch_yml(prerequisites: Prerequisites) -> str:
    """Return the lines of elasticsearch.yml on every node of each cluster, and the files they refer to."""
    blocks = []
    for cluster, needed in prerequisites.node_settings.items():
        lines = [f"# {cluster}: elasticsearch.yml on every node. The settings are static: restart each node."]
        lines += [f"{name}: {_yaml_value(value)}" for name, value in needed.settings.items()]
        lines += [f"# file {path}: {what}" for path, what in needed.files.items()]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def keystore_commands(prerequisites: Prerequisites) -> str:
    """Return the commands that add the secure settings to the keystore of a node.

    The provider does this for every connection that it manages. Use the commands for other connections.
    """
    blocks = []
    for cluster, needed in prerequisites.node_settings.items():
        if needed.keystore:
            lines = [
                f"# {cluster}: on every node. Each command prompts for the value, or reads standard input."
            ]
            lines += [f"bin/elasticsearch-keystore add --stdin --force {name}" for name in needed.keystore]
            lines.append("# Then, once: POST _nodes/reload_secure_settings")
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def ansible(prerequisites: Prerequisites) -> str:
    """Return an Ansible inventory with one group of variables for each cluster."""
    groups = {
        cluster: {
            "hosts": {},
            "vars": {
                "elasticsearch_remote_cluster_settings": _plain(needed.settings),
                "elasticsearch_remote_cluster_files": dict(needed.files),
                "elasticsearch_remote_cluster_keystore": list(needed.keystore),
            },
        }
        for cluster, needed in prerequisites.node_settings.items()
    }
    return _yaml({"all": {"children": {name.replace("-", "_"): group for name, group in groups.items()}}})


def eck_manifests(prerequisites: Prerequisites) -> str:
    """Return what to merge into the Elasticsearch resource of each ECK cluster."""
    manifests = [
        manifest(cluster, prerequisites.eck[cluster], needed)
        for cluster, needed in prerequisites.node_settings.items()
        if cluster in prerequisites.eck
    ]
    return "---\n".join(map(_yaml, manifests)) or "# none of these clusters runs on ECK\n"


def manifest(cluster: str, eck: Eck, needed: NodeSettings) -> dict[str, Any]:
    """Return the parts of one cluster's Elasticsearch resource that its connections need.

    The operator issues the certificates of the remote cluster server. The certificate authorities of other
    clusters are mounted, each from the key `ca.crt` of a ConfigMap `<cluster>-ca`.
    """
    spec: dict[str, Any] = {}
    if needed.settings.get("remote_cluster_server.enabled"):
        spec["remoteClusterServer"] = {"enabled": True}
    if needed.keystore:
        spec["secureSettings"] = [{"secretName": eck.secure_settings or f"{cluster}-credentials"}]
    config = {
        name: _under_config(value)
        for name, value in needed.settings.items()
        if not name.startswith(_SET_BY_ECK)
    }
    node_set: dict[str, Any] = {"name": "default"}
    if config:
        node_set["config"] = config
    mounted = sorted(path for path in needed.files if path.endswith("-ca.crt"))
    if mounted:
        node_set["podTemplate"] = {"spec": _mounts(mounted)}
    if len(node_set) > 1:
        spec["nodeSets"] = [node_set]
    return {
        "apiVersion": "elasticsearch.k8s.elastic.co/v1",
        "kind": "Elasticsearch",
        "metadata": {"name": eck.name, "namespace": eck.namespace},
        "spec": spec,
    }


def _mounts(files: list[str]) -> dict[str, Any]:
    names = {file: file.removeprefix("certs/").removesuffix(".crt") for file in files}
    return {
        "containers": [
            {
                "name": "elasticsearch",
                "volumeMounts": [
                    {"name": name, "mountPath": f"{_CONFIG}/{file}", "subPath": "ca.crt", "readOnly": True}
                    for file, name in names.items()
                ],
            }
        ],
        "volumes": [{"name": name, "configMap": {"name": name}} for name in names.values()],
    }


def _under_config(value: Setting) -> Any:  # noqa: ANN401 - YAML
    if isinstance(value, tuple):
        return [f"{_CONFIG}/{each}" if each.startswith("certs/") else each for each in value]
    return value


def as_json(prerequisites: Prerequisites) -> str:
    """Return the settings of each cluster as JSON, for example for `python -m lab up --settings`."""
    return (
        json.dumps(
            {name: _plain(needed.settings) for name, needed in prerequisites.node_settings.items()}, indent=2
        )
        + "\n"
    )


def _plain(settings: Mapping[str, Setting]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def _yaml_value(value: Setting) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml.safe_dump(document, sort_keys=False, default_flow_style=False, width=110)


FORMATS: Mapping[str, Callable[[Prerequisites], str]] = {
    "elasticsearch.yml": elasticsearch_yml,
    "keystore": keystore_commands,
    "ansible": ansible,
    "eck": eck_manifests,
    "json": as_json,
}
