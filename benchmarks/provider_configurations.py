"""The configurations that `provider.py` applies, in Terraform's JSON syntax."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]

STATE_OF_TERRAFORM_DATA = 605  # bytes of an empty resource in a state file


def esremote(count: int, cluster: dict[str, str], backend: Json, version: int) -> str:
    """Return N roles, N/5 keys and N/5 aliases for this provider."""
    clusters = {"c": {"endpoints": [cluster["url"]], "ca_file": cluster["ca_file"]}}
    role = {"cluster": ["monitor"], "indices": [{"names": [f"logs-{version}-*"], "privileges": ["read"]}]}
    return json.dumps(
        {
            "terraform": {"required_providers": {"esremote": {"source": "esremote/esremote"}}, **backend},
            "provider": {"esremote": {"clusters": clusters}},
            "resource": {
                "esremote_role": {
                    f"r{i}": {"on_cluster": "c", "name": f"bench-ours-{i}", **role} for i in range(count)
                },
                "esremote_cross_cluster_api_key": {
                    f"k{i}": {
                        "on_cluster": "c",
                        "name": f"bench-{i}",
                        "access": {"search": [{"names": ["logs-*"]}]},
                    }
                    for i in range(count // 5)
                },
                "esremote_connection": {
                    f"a{i}": {
                        "local_cluster": "c",
                        "alias": f"ours-{i}",
                        "proxy": {"proxy_address": "127.0.0.1:1"},
                        "wait_for": "nothing",
                    }
                    for i in range(count // 5)
                },
            },
        }
    )


def plain_with_attributes(count: int, cluster: dict[str, str], backend: Json, version: int) -> str:
    """Return the same for the plain Go provider, with the same attributes in a role."""
    roles = {
        f"r{i}": {
            "on_cluster": "c",
            "name": f"bench-attributes-{i}",
            "cluster": ["monitor"],
            "indices": [{"names": [f"logs-{version}-*"], "privileges": ["read"]}],
        }
        for i in range(count)
    }
    return _plain("attributes", {"plain_role_of_attributes": roles}, count, cluster, backend)


def plain_with_text(count: int, cluster: dict[str, str], backend: Json, version: int) -> str:
    """Return the same for the plain Go provider, with the body of a role as one JSON string."""
    body = {"cluster": ["monitor"], "indices": [{"names": [f"logs-{version}-*"], "privileges": ["read"]}]}
    roles = {f"r{i}": {"name": f"bench-text-{i}", "body": json.dumps(body)} for i in range(count)}
    return _plain("text", {"plain_role": roles}, count, cluster, backend)


def _plain(name: str, roles: Json, count: int, cluster: dict[str, str], backend: Json) -> str:
    key = json.dumps({"access": {"search": [{"names": ["logs-*"]}]}})

    def alias(number: int) -> dict[str, str]:
        prefix = f"cluster.remote.{name}-{number}"
        return {f"{prefix}.mode": "proxy", f"{prefix}.proxy_address": "127.0.0.1:1"}

    keys = {f"k{i}": {"name": f"bench-{i}", "body": key} for i in range(count // 5)}
    aliases = {f"a{i}": {"name": f"{name}-{i}", "body": json.dumps(alias(i))} for i in range(count // 5)}
    return json.dumps(
        {
            "terraform": {"required_providers": {"plain": {"source": "esremote/plain"}}, **backend},
            "provider": {"plain": {name: cluster[name] for name in ("url", "username", "password")}},
            "resource": roles | {"plain_key": keys, "plain_connection": aliases},
        }
    )


def terraform_alone(count: int, state_size: int, backend: Json, version: int) -> str:
    """Return as many resources, of which as many change, with a state of the same size in bytes."""
    total = count + 2 * (count // 5)
    # Each filling is stored twice, as `input` and as `output`.
    filling = "x" * max(0, (state_size // total - STATE_OF_TERRAFORM_DATA) // 2)
    changing = {f"r{i}": {"input": f"{version}{filling}"} for i in range(count)}
    others = {f"o{i}": {"input": f"1{filling}"} for i in range(total - count)}
    return json.dumps({"terraform": backend, "resource": {"terraform_data": changing | others}})
