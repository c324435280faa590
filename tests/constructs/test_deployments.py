"""Each kind of deployment: its ports, its modes, its keystore; Elastic Cloud's filters and ECK's
manifests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from constructs_lib import (
    ApiKeySecurity,
    Cluster,
    ConfigurationError,
    Deployment,
    Eck,
    ElasticCloudEnterprise,
    ElasticCloudHosted,
    FieldSecurity,
    Replication,
    Search,
    SelfManaged,
    Sniff,
    Stack,
    TlsCertificateSecurity,
    TrafficFilter,
    trust_account,
)
from constructs_lib.eck import remote_cluster
from esremote.model.deployment.keystores import keystore_attribute
from esremote.model.deployment.node_settings import NodeSettings, merge, read_with_api_keys, serve_api_keys
from esremote.rendering.settings import manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .conftest import Synthesise

LOGS = ApiKeySecurity(search=["logs-*"], expiration="90d", rotate_before="14d")
HOSTED = ElasticCloudHosted(
    deployment_id="d1",
    endpoint="dublin.es.io",
    region="aws-eu-west-1",
    resource_id="r1",
    organization_id="o1",
)
ENTERPRISE = ElasticCloudEnterprise(
    deployment_id="d2", endpoint="dublin.ece.example", api_endpoint="https://ece.example:12443"
)


@pytest.mark.parametrize(
    ("deployment", "key", "certificates"),
    [
        (
            SelfManaged(remote_cluster_server="a.example", transport="a.example"),
            {"proxy_address": "a.example:9443"},
            {"proxy_address": "a.example:9300"},
        ),
        (
            HOSTED,
            {"proxy_address": "dublin.es.io:9443", "server_name": "dublin.es.io"},
            {"proxy_address": "dublin.es.io:9400", "server_name": "dublin.es.io"},
        ),
        (
            ENTERPRISE,
            {"proxy_address": "dublin.ece.example:9443", "server_name": "dublin.ece.example"},
            {"proxy_address": "dublin.ece.example:9400", "server_name": "dublin.ece.example"},
        ),
        (
            Eck(name="logs", namespace="apps"),
            {"proxy_address": "logs-es-remote-cluster.apps.svc:9443"},
            {"proxy_address": "logs-es-transport.apps.svc:9300"},
        ),
    ],
    ids=["self-managed", "hosted", "enterprise", "eck"],
)
def test_a_connection_goes_to_the_port_of_its_model(
    frankfurt: Cluster,
    synthesise: Synthesise,
    deployment: Deployment,
    key: Mapping[str, str],
    certificates: Mapping[str, str],
) -> None:
    stack = frankfurt.registry.stack
    remote = Cluster(stack, "remote", url="https://remote.example", deployment=deployment)
    frankfurt.connect_to(remote, alias="key", security=LOGS)
    frankfurt.connect_to(remote, alias="certificates", security=TlsCertificateSecurity())

    connections = synthesise()["resource"]["esremote_connection"]
    assert connections["frankfurt_key"]["proxy"] == key
    assert connections["frankfurt_certificates"]["proxy"] == certificates


@pytest.mark.parametrize(
    ("deployment", "written"),
    [
        (HOSTED, {"elastic_cloud": {"deployment_id": "d1"}}),
        (
            ENTERPRISE,
            {
                "elastic_cloud": {
                    "deployment_id": "d2",
                    "endpoint": "https://ece.example:12443",
                }
            },
        ),
        (
            Eck(name="logs", namespace="apps"),
            {"kubernetes_secret": {"namespace": "apps", "name": "logs-remote-cluster-credentials"}},
        ),
    ],
    ids=["hosted", "enterprise", "eck"],
)
def test_a_secure_setting_reaches_the_keystore_in_the_deployments_own_way(
    deployment: ElasticCloudHosted | ElasticCloudEnterprise | Eck, written: Mapping[str, object]
) -> None:
    assert keystore_attribute(deployment.keystore) == written


def test_elastic_cloud_cannot_be_sniffed(stack: Stack, frankfurt: Cluster) -> None:
    remote = Cluster(stack, "remote", url="https://remote.example", deployment=HOSTED)

    with pytest.raises(
        ConfigurationError, match=r"Sniff does not work with Elastic Cloud Hosted.*; use Proxy"
    ):
        frankfurt.connect_to(remote, security=LOGS, mode=Sniff())


def test_a_traffic_filter_lets_in_clusters_by_identity_and_others_by_network(
    stack: Stack, synthesise: Synthesise
) -> None:
    local = Cluster(stack, "local", url="https://local.es.io", deployment=HOSTED)
    remote = Cluster(stack, "remote", url="https://remote.es.io", deployment=HOSTED)
    TrafficFilter(remote, "readers", clusters=[local], networks=["10.1.0.0/16"])

    document = synthesise()
    filters = document["resource"]["ec_deployment_traffic_filter"]
    assert filters["remote_readers_ip"]["rule"] == [{"source": "10.1.0.0/16"}]
    (identity,) = [each for each in filters.values() if each["type"] == "remote_cluster"]
    assert identity["rule"] == [
        {"remote_cluster_id": "r1", "remote_cluster_org_id": "o1", "description": "local"}
    ]
    association = document["resource"]["ec_deployment_traffic_filter_association"]["remote_readers_ip"]
    assert association["traffic_filter_id"] == "${ec_deployment_traffic_filter.remote_readers_ip.id}"
    assert document["terraform"]["required_providers"]["ec"] == {"source": "elastic/ec"}


def test_a_traffic_filter_names_what_it_needs_to_know(stack: Stack, frankfurt: Cluster) -> None:
    remote = Cluster(stack, "remote", url="https://remote.es.io", deployment=HOSTED)
    with pytest.raises(ConfigurationError, match="must be on Elastic Cloud Hosted, got self-managed"):
        TrafficFilter(remote, "readers", clusters=[frankfurt])
    with pytest.raises(ConfigurationError, match=r"networks\[0\]: must be a CIDR block, got '10.1.0.1/16'"):
        TrafficFilter(remote, "readers", networks=["10.1.0.1/16"])


def test_trust_between_accounts_is_an_attribute_of_the_deployment_itself(stack: Stack) -> None:
    local = Cluster(stack, "local", url="https://local.es.io", deployment=HOSTED)

    assert trust_account("o1") == {"account_id": "o1", "trust_all": True}
    assert trust_account("o1", clusters=[local]) == {
        "account_id": "o1",
        "trust_all": False,
        "trust_allowlist": ["r1"],
    }


@pytest.mark.parametrize(
    "needed",
    [
        serve_api_keys("logs", 9443, keep_idle=60),
        merge([read_with_api_keys("fra", "frankfurt", private_ca=True), serve_api_keys("logs", 9443)]),
    ],
)
def test_eck_manifests_keep_to_the_operators_definition(needed: NodeSettings) -> None:
    eck = Eck(name="logs", namespace="apps", secure_settings="logs-credentials")

    written = manifest("logs", eck, needed)

    _validate(written)
    assert written["spec"]["remoteClusterServer"] == {"enabled": True}
    assert not any("remote_cluster_server" in name for name in _config(written))


def test_an_authority_is_mounted_where_the_settings_name_it() -> None:
    written = manifest("logs", Eck(name="logs"), read_with_api_keys("fra", "frankfurt", private_ca=True))

    (node_set,) = written["spec"]["nodeSets"]
    path = "/usr/share/elasticsearch/config/certs/frankfurt-ca.crt"
    assert _config(written)["xpack.security.remote_cluster_client.ssl.certificate_authorities"] == [path]
    (container,) = node_set["podTemplate"]["spec"]["containers"]
    assert [mount["mountPath"] for mount in container["volumeMounts"]] == [path]


@pytest.mark.parametrize("field_security", [None, FieldSecurity(grant=["a"]), FieldSecurity(except_=["b"])])
def test_the_operator_can_own_a_connection_instead(field_security: FieldSecurity | None) -> None:
    search = Search(names=["logs-*"], query={"term": {"team": "a"}}, field_security=field_security)
    security = ApiKeySecurity(search=[search])
    spec = {
        "remoteClusters": [
            remote_cluster("logs", remote=Eck(name="logs", namespace="apps"), security=security)
        ]
    }

    _validate(
        {
            "apiVersion": "elasticsearch.k8s.elastic.co/v1",
            "kind": "Elasticsearch",
            "metadata": {"name": "a", "namespace": "b"},
            "spec": spec,
        }
    )
    assert spec["remoteClusters"][0]["apiKey"]["access"]["search"]["query"] == {"term": {"team": "a"}}


@pytest.mark.parametrize(
    ("security", "message"),
    [
        (LOGS, "ApiKeySecurity.expiration: is not supported by the ECK operator"),
        (ApiKeySecurity(search=["a", Search(names=["b"])]), "must be one entry for the ECK operator, got 2"),
        (
            ApiKeySecurity(replication=[Replication(names=["a"], allow_restricted_indices=True)]),
            "supports only names",
        ),
    ],
)
def test_what_the_operator_cannot_do_is_refused(security: ApiKeySecurity, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        remote_cluster("logs", remote=Eck(name="logs"), security=security)


def test_the_golden_manifest_keeps_to_the_operators_definition() -> None:
    golden = Path(__file__).parent / "golden" / "node-settings" / "eck.txt"
    for document in yaml.safe_load_all(golden.read_text(encoding="utf-8")):
        _validate(document)


def _config(written: Mapping[str, Any]) -> Mapping[str, Any]:
    config: Mapping[str, Any] = next(iter(written["spec"].get("nodeSets", [])), {}).get("config", {})
    return config


def _validate(document: Mapping[str, Any]) -> None:
    schema = json.loads(Path(__file__).with_name("eck.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
