"""The provider's own configuration: which clusters there are and how each of them is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from esremote.model.times import parse_time
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
    between,
    exactly_one_of,
    length,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def positive_time(value: str) -> Iterator[str]:
    """Allow Elasticsearch's time values that are longer than zero."""
    if not parse_time(value):
        yield 'must be a whole number and a unit (d, h, m, s, ms), longer than zero, for example "30s"'


def _endpoint(value: list[Any]) -> Iterator[AttributeProblem]:
    for place, endpoint in enumerate(value):
        if not isinstance(endpoint, str):
            continue
        parts = urlsplit(endpoint)
        at = Path()[place]
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            yield AttributeProblem('must be a URL, for example "https://dublin.example:9200"', at)
        elif parts.username or parts.password:
            yield AttributeProblem(
                "must not carry credentials: set username and password, or the environment", at
            )


def _plain_http(cluster: dict[str, Any]) -> Iterator[AttributeProblem]:
    endpoints = cluster.get("endpoints")
    if isinstance(cluster.get("allow_http"), Unknown) or cluster.get("allow_http"):
        return
    for place, endpoint in enumerate(endpoints if isinstance(endpoints, list) else ()):
        if isinstance(endpoint, str) and endpoint.startswith("http://"):
            yield AttributeProblem(
                f"{endpoint} sends credentials in clear text. Use https, or set allow_http = true.",
                (Path() / "endpoints")[place],
            )


def _one_credential(cluster: dict[str, Any]) -> Iterator[AttributeProblem]:
    kinds = ("password", "api_key", "bearer_token")
    given = [kind for kind in kinds if cluster.get(kind) is not None]
    if len(given) > 1:
        for kind in given[1:]:
            yield AttributeProblem(
                f"Only one of {', '.join(kinds)} can be set, got {', '.join(given)}.", Path() / kind
            )


_KEYSTORE = Nested(
    {
        "command": Attribute(
            List(String),
            "A program that behaves like `bin/elasticsearch-keystore` of the cluster's one node, as an argv: "
            '`["ssh", "fra-1", "sudo", "/usr/share/elasticsearch/bin/elasticsearch-keystore"]`. '
            "Secrets go to its standard input, never into its arguments.",
            optional=True,
            validators=(length(1),),
        ),
        "commands": Attribute(
            List(List(String)),
            "One such program for each node: every node has its own keystore. They run in parallel.",
            optional=True,
            validators=(length(1),),
        ),
        "elastic_cloud": Attribute(
            Nested(
                {
                    "deployment_id": Attribute(String, "The deployment's ID.", required=True),
                    "ref_id": Attribute(
                        String,
                        "The Elasticsearch resource's reference ID. Default: `_main`, the only one.",
                        optional=True,
                    ),
                    "endpoint": Attribute(
                        String,
                        "The API's address. Default: `https://api.elastic-cloud.com`; an Elastic Cloud "
                        "Enterprise has its own.",
                        optional=True,
                    ),
                    "api_key": Attribute(
                        String,
                        "An API key of the organisation. Better: environment variable "
                        "`ESREMOTE_<CLUSTER>_CLOUD_API_KEY`, or `EC_API_KEY`.",
                        optional=True,
                        sensitive=True,
                    ),
                    "ca_file": Attribute(
                        String,
                        "The certificate authority of the API, where it is not a public one.",
                        optional=True,
                    ),
                }
            ),
            "The keystore API of Elastic Cloud Hosted and Elastic Cloud Enterprise.",
            optional=True,
        ),
        "kubernetes_secret": Attribute(
            Nested(
                {
                    "namespace": Attribute(String, "The secret's namespace.", required=True),
                    "name": Attribute(
                        String, "The secret that `spec.secureSettings` of the cluster names.", required=True
                    ),
                    "command": Attribute(
                        List(String),
                        'An argv that behaves like `kubectl`. Default: `["kubectl"]`.',
                        optional=True,
                        validators=(length(1),),
                    ),
                }
            ),
            "A secret that ECK brings to the nodes.",
            optional=True,
        ),
    },
    validators=(exactly_one_of("command", "commands", "elastic_cloud", "kubernetes_secret"),),
)

_CLUSTER = Nested(
    {
        "endpoints": Attribute(
            List(String),
            "URLs of the HTTP interface; the next is tried when one does not answer.",
            required=True,
            validators=(length(1), _endpoint),
        ),
        "username": Attribute(String, "Environment: `ESREMOTE_<CLUSTER>_USERNAME`.", optional=True),
        "password": Attribute(
            String,
            "Better: environment variable `ESREMOTE_<CLUSTER>_PASSWORD`.",
            optional=True,
            sensitive=True,
        ),
        "api_key": Attribute(
            String,
            "An encoded REST API key. Elasticsearch lets no API key make cross-cluster API keys. "
            "Better: environment variable `ESREMOTE_<CLUSTER>_API_KEY`.",
            optional=True,
            sensitive=True,
        ),
        "bearer_token": Attribute(
            String,
            "A token of a service account or of OAuth2. Better: environment variable "
            "`ESREMOTE_<CLUSTER>_BEARER_TOKEN`.",
            optional=True,
            sensitive=True,
        ),
        "ca_file": Attribute(
            String, "PEM file with the authorities to trust, in place of the system's.", optional=True
        ),
        "ca_pem": Attribute(String, "The same as text.", optional=True),
        "client_certificate_file": Attribute(
            String, "PEM file with the certificate to show to the cluster.", optional=True
        ),
        "client_key_file": Attribute(String, "PEM file with its key.", optional=True),
        "tls_server_name": Attribute(
            String,
            "The name that the cluster's certificate has to carry, where it is not the endpoint's host.",
            optional=True,
        ),
        "insecure_skip_verify": Attribute(
            Bool, "Believe any certificate. For experiments only.", optional=True
        ),
        "allow_http": Attribute(Bool, "Allow endpoints without TLS. For experiments only.", optional=True),
        "request_timeout": Attribute(
            String, 'Time for one request. Default: `"30s"`.', optional=True, validators=(positive_time,)
        ),
        "max_retries": Attribute(
            Number,
            "How often a request is tried again when the cluster cannot be reached or is busy. Default: 3.",
            optional=True,
            validators=(whole_number, between(0, 20)),
        ),
        "keystore": Attribute(
            _KEYSTORE,
            "How a secure setting reaches the cluster's nodes. Needed where the cluster is the local one of "
            "an `esremote_connection` with `cross_cluster_api_key` or `credentials_wo`. Its password, if it "
            "has one: environment variable `ESREMOTE_<CLUSTER>_KEYSTORE_PASSWORD`.",
            optional=True,
        ),
    },
    validators=(at_most_one_of("ca_file", "ca_pem"), _plain_http, _one_credential),
)

SCHEMA = Schema(
    {
        "clusters": Attribute(
            Map(_CLUSTER),
            "All clusters, by the names that resources use for them. `<CLUSTER>` in the name of an "
            "environment "
            "variable is that name in upper case, with `_` for everything that is no letter or digit.",
            required=True,
        )
    },
    "Connects Elasticsearch clusters with each other: aliases of remote clusters, the cross-cluster API "
    "keys that bound them, and the roles that use them. One provider configuration serves all clusters, "
    "since a connection has two ends.",
)
