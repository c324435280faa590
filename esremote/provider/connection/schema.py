"""The schema of `esremote_connection`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.connection.modes import COMPRESS, COMPRESSION_SCHEMES
from esremote.model.constraints.addresses import address_problem
from esremote.model.constraints.aliases import alias_problem
from esremote.model.constraints.key_names import key_name_problem
from esremote.model.constraints.numbers import count_problem
from esremote.model.constraints.times import time_problem
from esremote.provider.connection.signing import SIGNING
from esremote.provider.cross_cluster_api_key.attributes import (
    ACCESS,
    CERTIFICATE_IDENTITY,
    EXPIRATION,
    METADATA,
    ROTATE_BEFORE,
    rotates_before_it_expires,
)
from esremote.provider.protocol import (
    Attribute,
    AttributeProblem,
    Bool,
    List,
    Nested,
    Number,
    Path,
    Schema,
    String,
    Unknown,
)
from esremote.provider.protocol.validators import (
    all_or_none_of,
    each,
    length,
    one_of,
    whole_number,
)
from esremote.provider.validators import value_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = (value_rule(count_problem),)


def exactly_one_mode(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    """Require either proxy or sniff: the server refuses settings of one mode while the other is set."""
    proxy, sniff = value.get("proxy"), value.get("sniff")
    if isinstance(proxy, Unknown) or isinstance(sniff, Unknown):
        return
    if proxy is None and sniff is None:
        yield AttributeProblem(
            "Exactly one of `proxy` and `sniff` must be set, got neither. `proxy = { proxy_address = "
            '"host:9443" }` works everywhere.'
        )
    elif proxy is not None and sniff is not None:
        yield AttributeProblem(
            "Exactly one of `proxy` and `sniff` must be set, got both. Remove `sniff`, unless the nodes of "
            "the local cluster can reach every node of the remote cluster directly.",
            Path() / "sniff",
        )


def at_most_one_credential(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    """Allow either a key that the provider creates, or the secret of a key that somebody else created."""
    key, given = value.get("cross_cluster_api_key"), value.get("credentials_wo")
    if isinstance(key, Unknown) or isinstance(given, Unknown) or key is None or given is None:
        return
    yield AttributeProblem(
        "Only one of `cross_cluster_api_key` and `credentials_wo` can be set, got both. Remove "
        "`credentials_wo`: the provider delivers the secret of a key that it creates.",
        Path() / "credentials_wo",
    )


KEY = Nested(
    {
        "remote_cluster": Attribute(
            String,
            "The remote cluster, by its name in the provider's `clusters`. The key is created on it.",
            required=True,
        ),
        "name": Attribute(
            String,
            "The name of the key, 1 to 256 characters. Default: `<local_cluster>-<alias>`. Changing it "
            "creates a new key.",
            optional=True,
            computed=True,
            validators=(value_rule(key_name_problem),),
        ),
        "access": ACCESS,
        "expiration": EXPIRATION,
        "rotate_before": ROTATE_BEFORE,
        "metadata": METADATA,
        "certificate_identity": CERTIFICATE_IDENTITY,
        "id": Attribute(String, "The ID of the key.", computed=True, use_state_for_unknown=True),
        "expires_at": Attribute(
            String, "When the key expires (RFC 3339).", computed=True, use_state_for_unknown=True
        ),
    },
    validators=(rotates_before_it_expires,),
)

_PROXY = Nested(
    {
        "proxy_address": Attribute(
            String,
            "The address of the remote cluster, as `host:port`. The port is usually 9443 in the API key "
            "security model, and 9300 in the TLS certificate security model (9400 on Elastic Cloud).",
            required=True,
            validators=(value_rule(address_problem),),
        ),
        "server_name": Attribute(
            String,
            "The TLS server name (SNI) to request, if several clusters share the address.",
            optional=True,
        ),
        "proxy_socket_connections": Attribute(
            Number,
            "The number of sockets that each node opens. Elasticsearch's default is 18.",
            optional=True,
            validators=_COUNT,
        ),
    }
)

_SNIFF = Nested(
    {
        "seeds": Attribute(
            List(String),
            "Addresses of nodes of the remote cluster, as `host:port`.",
            required=True,
            validators=(length(1), each(value_rule(address_problem))),
        ),
        "node_connections": Attribute(
            Number,
            "The number of gateway nodes to connect to. Elasticsearch's default is 3.",
            optional=True,
            validators=_COUNT,
        ),
    }
)

_TRANSPORT = Nested(
    {
        "ping_schedule": Attribute(
            String,
            'How often to ping the remote cluster, such as `"30s"`. By default, no pings are sent. Changing '
            "any "
            "attribute of `transport` reopens the connections.",
            optional=True,
            validators=(value_rule(time_problem),),
        ),
        "compress": Attribute(
            String,
            'What to compress: `"true"`, `"indexing_data"` or `"false"`. Default: the cluster\'s '
            "`transport.compress` setting.",
            optional=True,
            validators=(one_of(*COMPRESS),),
        ),
        "compression_scheme": Attribute(
            String,
            'The compression scheme, `"lz4"` or `"deflate"`.',
            optional=True,
            validators=(one_of(*COMPRESSION_SCHEMES),),
        ),
    }
)

_DESCRIPTION = """\
Manages a remote cluster of an Elasticsearch cluster: its settings and, in the API key security model, the
cross-cluster API key on the remote cluster. The secret of the key goes straight to the keystores of the local
cluster's nodes. It is never stored in state or plan, and never logged.

With `cross_cluster_api_key` or `credentials_wo`, the connection uses the API key security model. Without
them, it uses the TLS certificate security model. You can switch between the models in place, without changing
the alias.

An apply waits until the remote cluster responds to a real cross-cluster request. If it does not, the error
explains why, and the changes are rolled back.

~> **Required privileges:** on the local cluster, the cluster privilege `manage` and, to see the response of
the remote cluster, `remote_indices` for the alias. On the remote cluster, `manage_security`, and `monitor`
for a plan to detect that its version is too old. The provider must not authenticate to the remote cluster
with an API key, because Elasticsearch does not allow API keys to create cross-cluster API keys. Cross-cluster
API keys require an Enterprise licence or a trial on both clusters.

**Detected drift:** changed or removed settings; a key that has expired, was invalidated or was edited; a
missing keystore entry. **Not detected:** a different secret in the keystore; changes to `signing`, which
Elasticsearch does not return; a changed `expiration`. Nor does an apply detect an incorrect new passphrase or
password in `signing`, because running nodes keep using the key that they opened before.
"""

SCHEMA = Schema(
    {
        "id": Attribute(String, "`<local_cluster>/<alias>`.", computed=True, use_state_for_unknown=True),
        "local_cluster": Attribute(
            String,
            "The cluster that sends requests, by its name in the provider's `clusters`.",
            required=True,
            requires_replace=True,
        ),
        "alias": Attribute(
            String,
            "The alias of the remote cluster on the local cluster. Lowercase letters, digits, `-` and `_` "
            "are allowed.",
            required=True,
            requires_replace=True,
            validators=(value_rule(alias_problem),),
        ),
        "proxy": Attribute(
            _PROXY,
            "Connect to a single address (proxy mode). Exactly one of `proxy` and `sniff` must be set.",
            optional=True,
        ),
        "sniff": Attribute(
            _SNIFF,
            "Discover the nodes of the remote cluster and connect to them directly (sniff mode). Not "
            "available on Elastic Cloud.",
            optional=True,
        ),
        "skip_unavailable": Attribute(
            Bool,
            "Whether searches skip the remote cluster if it is unavailable, instead of failing. "
            "Elasticsearch's default is `true` (`false` before 8.15).",
            optional=True,
        ),
        "transport": Attribute(_TRANSPORT, "Settings of the transport connections.", optional=True),
        "cross_cluster_api_key": Attribute(
            KEY,
            "The cross-cluster API key of the connection. If set, the connection uses the API key security "
            "model.",
            optional=True,
        ),
        "credentials_wo": Attribute(
            String,
            "The encoded secret of a cross-cluster API key that somebody else created, instead of "
            "`cross_cluster_api_key`. Write-only: never stored in state or plan.",
            optional=True,
            write_only=True,
            sensitive=True,
            validators=(length(1),),
        ),
        "credentials_wo_version": Attribute(
            Number,
            "Change this number to deliver a new value of `credentials_wo`.",
            optional=True,
            validators=(whole_number,),
        ),
        "signing": Attribute(
            SIGNING,
            "The certificate used to sign requests (strong identity verification, in technical preview "
            "since 9.3).",
            optional=True,
        ),
        "wait_for": Attribute(
            String,
            'What an apply waits for: `"request"`, until the remote cluster responds to a real request '
            '(default), or `"nothing"`.',
            default="request",
            validators=(one_of("request", "nothing"),),
        ),
        "wait_timeout": Attribute(
            String,
            'How long to wait for the response. Default: `"1m"`.',
            default="1m",
            validators=(value_rule(time_problem),),
        ),
        "connected": Attribute(
            Bool, "Whether the local cluster is connected to the remote cluster.", computed=True
        ),
        "security_model": Attribute(
            String,
            'The security model in use, `"api_key"` or `"tls_certificate"`.',
            computed=True,
            use_state_for_unknown=True,
        ),
    },
    _DESCRIPTION,
    validators=(
        exactly_one_mode,
        at_most_one_credential,
        all_or_none_of("credentials_wo", "credentials_wo_version"),
    ),
)
