"""The schema of the provider's own configuration: the clusters, and how to reach each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.constraints.addresses import plain_http_problem, url_problem
from esremote.model.constraints.numbers import retries_problem
from esremote.model.constraints.times import time_problem
from esremote.model.deployment.keystores import MAIN_REF_ID
from esremote.provider.protocol import (
    Attribute,
    AttributeProblem,
    Bool,
    List,
    Map,
    Nested,
    Number,
    Path,
    Schema,
    String,
    Unknown,
)
from esremote.provider.protocol.validators import (
    at_most_one_of,
    each,
    exactly_one_of,
    length,
)
from esremote.provider.validators import value_rule

if TYPE_CHECKING:
    from collections.abc import Iterator


def _plain_http(cluster: dict[str, Any]) -> Iterator[AttributeProblem]:
    endpoints = cluster.get("endpoints")
    if isinstance(cluster.get("allow_http"), Unknown) or cluster.get("allow_http"):
        return
    for index, endpoint in enumerate(endpoints if isinstance(endpoints, list) else ()):
        problem = plain_http_problem(endpoint) if isinstance(endpoint, str) else None
        if problem:
            yield AttributeProblem(f"{problem}.", (Path() / "endpoints")[index])


def _at_most_one_credential(cluster: dict[str, Any]) -> Iterator[AttributeProblem]:
    kinds = ("password", "api_key", "bearer_token")
    given = [kind for kind in kinds if cluster.get(kind) is not None]
    if len(given) > 1:
        for kind in given[1:]:
            yield AttributeProblem(
                f"Only one of {', '.join(kinds)} can be set, got {', '.join(given)}.", Path() / kind
            )


_ELASTIC_CLOUD = Nested(
    {
        "deployment_id": Attribute(String, "The ID of the deployment.", required=True),
        "ref_id": Attribute(
            String,
            f"The reference ID of the deployment's Elasticsearch resource. Default: `{MAIN_REF_ID}`, which "
            "refers to the main one.",
            optional=True,
        ),
        "endpoint": Attribute(
            String,
            "The URL of the API. Default: `https://api.elastic-cloud.com`. Required for Elastic Cloud "
            "Enterprise.",
            optional=True,
        ),
        "api_key": Attribute(
            String,
            "An API key of the organisation. Can also be sourced from the environment variables "
            "`ESREMOTE_<CLUSTER>_CLOUD_API_KEY` and `EC_API_KEY`.",
            optional=True,
            sensitive=True,
        ),
        "ca_file": Attribute(
            String,
            "Path to a PEM file with the certificate authority of the API, if it is not a public one.",
            optional=True,
        ),
    }
)

_KUBERNETES_SECRET = Nested(
    {
        "namespace": Attribute(String, "The namespace of the secret.", required=True),
        "name": Attribute(
            String,
            "The name of the secret, as listed in `spec.secureSettings` of the cluster.",
            required=True,
        ),
        "command": Attribute(
            List(String),
            'The program and arguments to run in place of `kubectl`. Default: `["kubectl"]`.',
            optional=True,
            validators=(length(1),),
        ),
    }
)

_KEYSTORE = Nested(
    {
        "commands": Attribute(
            List(List(String)),
            "For each node, a program that behaves like `bin/elasticsearch-keystore` of that node, with its "
            'arguments: `[["ssh", "fra-1", "sudo", '
            '"/usr/share/elasticsearch/bin/elasticsearch-keystore"]]`. '
            "Every node has its own keystore, so list a command for every node of the cluster. The commands "
            "run in parallel, and read secrets from standard input, never from their arguments.",
            optional=True,
            validators=(length(1), each(length(1))),
        ),
        "elastic_cloud": Attribute(
            _ELASTIC_CLOUD,
            "Use the keystore API of Elastic Cloud Hosted or Elastic Cloud Enterprise.",
            optional=True,
        ),
        "kubernetes_secret": Attribute(
            _KUBERNETES_SECRET,
            "Use a Kubernetes secret that Elastic Cloud on Kubernetes (ECK) adds to the keystores.",
            optional=True,
        ),
    },
    validators=(exactly_one_of("commands", "elastic_cloud", "kubernetes_secret"),),
)

_CLUSTER = Nested(
    {
        "endpoints": Attribute(
            List(String),
            "URLs of the cluster's HTTP interface. If one does not respond, the next one is tried.",
            required=True,
            validators=(length(1), each(value_rule(url_problem))),
        ),
        "username": Attribute(
            String,
            "The user to authenticate as. Can also be sourced from the environment variable "
            "`ESREMOTE_<CLUSTER>_USERNAME`.",
            optional=True,
        ),
        "password": Attribute(
            String,
            "The password of `username`. Can also be sourced from the environment variable "
            "`ESREMOTE_<CLUSTER>_PASSWORD`, which keeps it out of the configuration.",
            optional=True,
            sensitive=True,
        ),
        "api_key": Attribute(
            String,
            "An encoded Elasticsearch API key to authenticate with. Elasticsearch does not allow API keys "
            "to create cross-cluster API keys. Can also be sourced from the environment variable "
            "`ESREMOTE_<CLUSTER>_API_KEY`.",
            optional=True,
            sensitive=True,
        ),
        "bearer_token": Attribute(
            String,
            "A service account token or OAuth 2.0 access token to authenticate with. Can also be sourced "
            "from the environment variable `ESREMOTE_<CLUSTER>_BEARER_TOKEN`.",
            optional=True,
            sensitive=True,
        ),
        "ca_file": Attribute(
            String,
            "Path to a PEM file with the certificate authorities to trust instead of the system's.",
            optional=True,
        ),
        "ca_pem": Attribute(
            String,
            "The certificate authorities to trust instead of the system's, in PEM format.",
            optional=True,
        ),
        "client_certificate_file": Attribute(
            String, "Path to a PEM file with the client certificate to present to the cluster.", optional=True
        ),
        "client_key_file": Attribute(
            String, "Path to a PEM file with the private key of the client certificate.", optional=True
        ),
        "tls_server_name": Attribute(
            String,
            "The name that the cluster's certificate must be valid for. Default: the host of the endpoint.",
            optional=True,
        ),
        "insecure_skip_verify": Attribute(
            Bool,
            "Disable the verification of the cluster's certificate. Do not use in production.",
            optional=True,
        ),
        "allow_http": Attribute(
            Bool, "Allow endpoints without TLS. Do not use in production.", optional=True
        ),
        "request_timeout": Attribute(
            String,
            'The timeout of a request. Default: `"30s"`.',
            optional=True,
            validators=(value_rule(time_problem),),
        ),
        "max_retries": Attribute(
            Number,
            "How often to retry a request if the cluster cannot be reached or is overloaded. Default: 3.",
            optional=True,
            validators=(value_rule(retries_problem),),
        ),
        "keystore": Attribute(
            _KEYSTORE,
            "How to write secure settings to the keystores of the cluster's nodes. Required if the cluster "
            "is the local cluster of an `esremote_connection` with `cross_cluster_api_key` or "
            "`credentials_wo`. If the keystores are password-protected, set the environment variable "
            "`ESREMOTE_<CLUSTER>_KEYSTORE_PASSWORD`.",
            optional=True,
        ),
    },
    validators=(at_most_one_of("ca_file", "ca_pem"), _plain_http, _at_most_one_credential),
)

SCHEMA = Schema(
    {
        "clusters": Attribute(
            Map(_CLUSTER),
            "All clusters, by the names that resources refer to them by. In the names of environment "
            "variables, `<CLUSTER>` is this name in upper case, with `_` in place of every character other "
            "than A-Z and 0-9.",
            required=True,
        )
    },
    "Use the esremote provider to connect Elasticsearch clusters to each other. It manages remote clusters, "
    "the cross-cluster API keys that restrict them, and the roles that use them. Because a connection has "
    "two ends, one provider configuration covers all clusters.",
)
