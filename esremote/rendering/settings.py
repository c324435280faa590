"""Node settings, written for those who set them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.model.deployment.node_settings import NodeSettings, Setting
    from esremote.rendering.synthesised import Synthesised

_CONFIG = "/usr/share/elasticsearch/config"

# What the operator sets itself once `spec.remoteClusterServer.enabled` is true, or for its own transport.
_SET_BY_ECK = ("remote_cluster_server.", "remote_cluster.port", "xpack.security.remote_cluster_server.")


def elasticsearch_yml(found: Synthesised) -> str:
    """Return lines for elasticsearch.yml of every node of each cluster, and which files they name."""
    blocks = []
    for cluster, needed in found.settings.items():
        lines = [
            f"# {cluster}: elasticsearch.yml of every node; static settings, so restart each node after it"
        ]
        lines += [f"{name}: {_yaml_value(value)}" for name, value in needed.settings.items()]
        lines += [f"# file {path}: {what}" for path, what in needed.files.items()]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def keystore_commands(found: Synthesised) -> str:
    """Return the commands that put the secure settings into a node's keystore by hand.

    The provider does this itself for every connection that it makes; these are for keys that arrive another
    way.
    """
    blocks = []
    for cluster, needed in found.settings.items():
        if needed.keystore:
            lines = [
                f"# {cluster}: on every node; each command asks for the value, or reads it from its input"
            ]
            lines += [f"bin/elasticsearch-keystore add --stdin --force {name}" for name in needed.keystore]
            lines.append("# then once: POST _nodes/reload_secure_settings")
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def ansible(found: Synthesised) -> str:
    """Return variables by inventory group, one for each cluster."""
    groups = {
        cluster: {
            "hosts": {},
            "vars": {
                "elasticsearch_remote_cluster_settings": _plain(needed.settings),
                "elasticsearch_remote_cluster_files": dict(needed.files),
                "elasticsearch_remote_cluster_keystore": list(needed.keystore),
            },
        }
        for cluster, needed in found.settings.items()
    }
    return _yaml({"all": {"children": {name.replace("-", "_"): group for name, group in groups.items()}}})


def eck(found: Synthesised) -> str:
    """Return what to merge into the Elasticsearch resource of each ECK cluster."""
    manifests = [
        manifest(cluster, found.clusters[cluster], needed)
        for cluster, needed in found.settings.items()
        if found.clusters[cluster]["deployment"] == "eck"
    ]
    return "---\n".join(map(_yaml, manifests)) or "# none of these clusters runs on ECK\n"


def manifest(cluster: str, facts: Mapping[str, Any], needed: NodeSettings) -> dict[str, Any]:
    """Return the parts of one cluster's Elasticsearch resource that its connections need.

    The operator makes the certificates of the remote cluster server itself, so only other clusters'
    authorities remain, each from a ConfigMap `<cluster>-ca` with the key `ca.crt`.
    """
    kubernetes = facts.get("kubernetes", {"name": cluster, "namespace": "default"})
    spec: dict[str, Any] = {}
    if needed.settings.get("remote_cluster_server.enabled"):
        spec["remoteClusterServer"] = {"enabled": True}
    if needed.keystore:
        spec["secureSettings"] = [{"secretName": facts.get("secure_settings", f"{cluster}-credentials")}]
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
        "metadata": {"name": kubernetes["name"], "namespace": kubernetes["namespace"]},
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


def as_json(found: Synthesised) -> str:
    """Return the settings of each cluster as JSON, as `python -m lab up --settings` takes them."""
    return (
        json.dumps({name: _plain(needed.settings) for name, needed in found.settings.items()}, indent=2)
        + "\n"
    )


def _plain(settings: Mapping[str, Setting]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}


def _yaml_value(value: Setting) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml.safe_dump(document, sort_keys=False, default_flow_style=False, width=110)
