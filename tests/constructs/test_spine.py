"""One sentence, two models: what `connect_to` and `grant_search` turn into."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from constructs_lib import (
    ApiKeySecurity,
    Cluster,
    ConfigurationError,
    Proxy,
    Role,
    Search,
    Serverless,
    Sniff,
    Stack,
    TlsCertificateSecurity,
)

from .conftest import ROOT, Synthesise

LOGS = ApiKeySecurity(search=["logs-*"])


def test_a_key_connection_goes_to_the_remote_cluster_server_and_grants_on_the_local_role(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=LOGS).grant_search(Role(frankfurt, "analyst"), names=["logs-app-*"])

    resources = synthesise()["resource"]

    assert resources["esremote_connection"]["frankfurt_dublin"] == {
        "local_cluster": "frankfurt",
        "alias": "dublin",
        "proxy": {"proxy_address": "dublin.example:9443"},
        "cross_cluster_api_key": {"remote_cluster": "dublin", "access": {"search": [{"names": ["logs-*"]}]}},
    }
    assert resources["esremote_role"] == {
        "frankfurt_analyst": {
            "on_cluster": "frankfurt",
            "name": "analyst",
            "remote_indices": [
                {
                    "clusters": ["dublin"],
                    "names": ["logs-app-*"],
                    "privileges": ["read", "read_cross_cluster", "view_index_metadata"],
                }
            ],
        }
    }


def test_a_certificate_connection_goes_to_the_transport_port_and_grants_on_the_remote_twin_of_the_role(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    connection = frankfurt.connect_to(dublin, security=TlsCertificateSecurity(), mode=Sniff())
    connection.grant_search(Role(frankfurt, "analyst"), names=["logs-app-*"])

    resources = synthesise()["resource"]

    assert resources["esremote_connection"]["frankfurt_dublin"]["sniff"] == {"seeds": ["dublin.example:9300"]}
    assert "cross_cluster_api_key" not in resources["esremote_connection"]["frankfurt_dublin"]
    assert "remote_indices" not in resources["esremote_role"]["frankfurt_analyst"]
    assert resources["esremote_role"]["dublin_analyst"]["on_cluster"] == "dublin"
    assert resources["esremote_role"]["dublin_analyst"]["indices"][0]["names"] == ["logs-app-*"]


def test_one_provider_configuration_names_every_cluster_and_no_secret(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=LOGS)

    assert synthesise()["provider"] == {
        "esremote": [
            {
                "clusters": {
                    name: {
                        "endpoints": [f"https://{name}.example:9200"],
                        "keystore": {"commands": [["ssh", f"{name}.example", "elasticsearch-keystore"]]},
                    }
                    for name in ("dublin", "frankfurt")
                }
            }
        ]
    }


def test_the_metadata_keeps_to_its_published_schema_and_names_the_users_lines(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=LOGS)

    metadata = synthesise()["//"]["esremote"]

    schema = json.loads((ROOT / "docs" / "synthesis-metadata.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(metadata)
    assert metadata["sources"]["esremote_connection.frankfurt_dublin"].startswith(
        "tests/constructs/test_spine.py:"
    )
    assert metadata["connections"] == {
        "esremote_connection.frankfurt_dublin": {"remote": "dublin", "security": "api_key"}
    }


def test_an_alias_is_unique_on_its_cluster(frankfurt: Cluster, dublin: Cluster) -> None:
    frankfurt.connect_to(dublin, alias="logs", security=LOGS)

    with pytest.raises(
        ConfigurationError, match=r"already has the alias 'logs', defined at .*test_spine.py:\d+"
    ):
        frankfurt.connect_to(dublin, alias="logs", security=LOGS)


def test_a_missing_address_is_named_with_who_needs_it(frankfurt: Cluster, stack: Stack) -> None:
    tokyo = Cluster(stack, "tokyo", url="https://tokyo.example:9200")

    with pytest.raises(ConfigurationError) as raised:
        frankfurt.connect_to(tokyo, security=LOGS)

    assert str(raised.value) == (
        "Cluster 'tokyo'.deployment.remote_cluster_server: "
        "is required by the connection 'tokyo' of 'frankfurt', got None; "
        "set it, for example 'tokyo.example:9443', or pass mode=Proxy(proxy_address='host:port')"
    )


def test_a_serverless_project_cannot_be_connected(frankfurt: Cluster, stack: Stack) -> None:
    project = Cluster(stack, "project", url="https://project.example", deployment=Serverless())

    with pytest.raises(ConfigurationError, match="remote clusters are not available on Serverless"):
        frankfurt.connect_to(project, security=LOGS)


def test_literals_are_escaped_so_that_terraform_reads_them_as_they_are(
    frankfurt: Cluster, dublin: Cluster, synthesise: Synthesise
) -> None:
    frankfurt.connect_to(dublin, security=ApiKeySecurity(search=["logs-${env}"]))

    connection = synthesise()["resource"]["esremote_connection"]["frankfurt_dublin"]
    assert connection["cross_cluster_api_key"]["access"]["search"] == [{"names": ["logs-$${env}"]}]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: ApiKeySecurity(search="a"),
            "ApiKeySecurity.search: must be a list of strings, got 'a'",
        ),
        (ApiKeySecurity, "ApiKeySecurity: a key without `search` and `replication` allows nothing"),
        (
            lambda: ApiKeySecurity(search=["a"], expiration="90 days"),
            "ApiKeySecurity.expiration: .*'90 days'",
        ),
        (
            lambda: ApiKeySecurity(search=["a"], rotate_before="1d"),
            "rotate_before: must not be set without `expiration`: .*, got '1d'",
        ),
        (
            lambda: ApiKeySecurity(search=[Search(names=["a"], query={"term": {}})], replication=["b"]),
            r"ApiKeySecurity.search\[0\].query: `search` cannot have `query` while the same key allows",
        ),
        (lambda: Search(names=["a,b"]), r"Search.names\[0\]: 'a,b' contains a comma; write one element"),
        (lambda: Search(names=["/a(/"]), r"Search.names\[0\]: '/a\(/' is not a pattern: it ends where"),
        (lambda: ApiKeySecurity(search=["a"], metadata={"_x": 1}), "metadata: the name '_x' begins with an"),
        (lambda: Search(names=["a"], query="{"), "Search.query: must be a JSON object"),
        (lambda: Proxy(proxy_address="dublin"), "Proxy.proxy_address: must be host:port"),
        (lambda: Sniff(seeds=["dublin:99999"]), r"Sniff.seeds\[0\]: must be host:port"),
        (
            lambda: Sniff(node_connections=0),
            "Sniff.node_connections: must be a whole number from 1 to 2147483647, got 0",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_is_allowed(make: object, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make()  # type: ignore[operator]
