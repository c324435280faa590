"""The schema of `esremote_connection`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model import names
from esremote.model.keys import access as key_access
from esremote.model.times import parse_time
from esremote.provider.config import positive_time
from esremote.provider.connection.signing import SIGNING
from esremote.provider.protocol import (
    Attribute,
    AttributeProblem,
    Bool,
    List,
    Nested,
    Number,
    Path,
    Schema,
    Set,
    String,
    Unknown,
    same_json,
)
from esremote.provider.protocol.validators import (
    all_or_none_of,
    between,
    each,
    length,
    one_of,
    whole_number,
)
from esremote.provider.role.schema import FIELD_SECURITY, QUERY, RESTRICTED
from esremote.provider.validators import by, finds

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNT = (whole_number, between(1, 2**31 - 1))
_NAMES = Attribute(
    Set(String),
    "Names of indices, data streams and aliases of the remote cluster; wildcards and `/regular "
    "expressions/`.",
    required=True,
)

ACCESS = Attribute(
    Nested(
        {
            "search": Attribute(
                List(
                    Nested(
                        {
                            "names": _NAMES,
                            "query": QUERY,
                            "field_security": FIELD_SECURITY,
                            "allow_restricted_indices": RESTRICTED,
                        }
                    )
                ),
                "What can be searched.",
                optional=True,
            ),
            "replication": Attribute(
                List(Nested({"names": _NAMES, "allow_restricted_indices": RESTRICTED})),
                "What can be followed by cross-cluster replication. Excludes `query` and `field_security` in "
                "`search`.",
                optional=True,
            ),
        },
        validators=(finds(key_access.problems),),
    ),
    "The most that anybody can do over the connection, a superuser of the local cluster included.",
    required=True,
)

EXPIRATION = Attribute(
    String,
    'How long a new key lives, such as `"90d"`. Default: for ever.',
    optional=True,
    validators=(positive_time,),
)
ROTATE_BEFORE = Attribute(
    String,
    'How long before its end the key is replaced, such as `"14d"`: the first plan within that time plans it.',
    optional=True,
    validators=(positive_time,),
)
METADATA = Attribute(
    String,
    "Whatever you want to note with the key, as JSON (`jsonencode`).",
    optional=True,
    validators=(by(key_access.metadata_problem),),
    equivalent=same_json,
)
CERTIFICATE_IDENTITY = Attribute(
    String,
    "A regular expression that the DN of the certificate has to match with which the local cluster signs its "
    "requests (strong identity, from 9.3).",
    optional=True,
    validators=(length(1),),
)


def one_mode(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    """Ask for proxy or sniff: a key of one mode is refused by the server while the other is set."""
    proxy, sniff = value.get("proxy"), value.get("sniff")
    if isinstance(proxy, Unknown) or isinstance(sniff, Unknown):
        return
    if proxy is None and sniff is None:
        yield AttributeProblem(
            "Exactly one of `proxy` and `sniff` has to be set, got neither. `proxy = { proxy_address = "
            '"host:9443" }` works everywhere.'
        )
    elif proxy is not None and sniff is not None:
        yield AttributeProblem(
            "Exactly one of `proxy` and `sniff` has to be set, got both. Take `sniff` out, unless the nodes "
            "of the local cluster reach every node of the remote one directly.",
            Path() / "sniff",
        )


def one_credential(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    """Allow the key of the provider's own making, or one that somebody else made."""
    key, given = value.get("cross_cluster_api_key"), value.get("credentials_wo")
    if isinstance(key, Unknown) or isinstance(given, Unknown) or key is None or given is None:
        return
    yield AttributeProblem(
        "Only one of `cross_cluster_api_key` and `credentials_wo` can be set, got both. Take "
        "`credentials_wo` out: the key that the provider makes needs none.",
        Path() / "credentials_wo",
    )


def ends_later(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    """Refuse a key that is replaced before it is made."""
    lives, before = value.get("expiration"), value.get("rotate_before")
    if isinstance(lives, Unknown) or not isinstance(before, str):
        return
    if lives is None:
        yield AttributeProblem(
            "A key that does not expire is not rotated. Set expiration too.", Path() / "rotate_before"
        )
        return
    whole, part = parse_time(lives), parse_time(before)
    if whole and part and part >= whole:
        yield AttributeProblem(
            f"{before!r} before its end, a key that lives {lives!r} would be replaced by every apply. Make "
            "it shorter.",
            Path() / "rotate_before",
        )


KEY = Nested(
    {
        "remote_cluster": Attribute(
            String,
            "The cluster at the other end, by its name in `clusters`: the key is made there.",
            required=True,
        ),
        "name": Attribute(
            String,
            "The key's name, 1 to 256 characters. Default: `<local_cluster>-<alias>`. A new name makes a "
            "new key.",
            optional=True,
            computed=True,
            validators=(by(names.key_name_problem),),
        ),
        "access": ACCESS,
        "expiration": EXPIRATION,
        "rotate_before": ROTATE_BEFORE,
        "metadata": METADATA,
        "certificate_identity": CERTIFICATE_IDENTITY,
        "id": Attribute(String, "The key's ID.", computed=True, use_state_for_unknown=True),
        "expires_at": Attribute(
            String, "When the key ends (RFC 3339).", computed=True, use_state_for_unknown=True
        ),
    },
    validators=(ends_later,),
)

_PROXY = Nested(
    {
        "proxy_address": Attribute(
            String,
            "`host:port` of the remote cluster's interface: 9443 in the API key model, 9300 in the TLS "
            "certificate model (9400 on Elastic Cloud).",
            required=True,
            validators=(by(names.address_problem),),
        ),
        "server_name": Attribute(
            String,
            "The TLS server name (SNI) to ask for, where several clusters share the address.",
            optional=True,
        ),
        "proxy_socket_connections": Attribute(
            Number, "Sockets for each node. Elasticsearch's default: 18.", optional=True, validators=_COUNT
        ),
    }
)

_SNIFF = Nested(
    {
        "seeds": Attribute(
            List(String),
            "`host:port` of nodes of the remote cluster.",
            required=True,
            validators=(length(1), each(by(names.address_problem))),
        ),
        "node_connections": Attribute(
            Number,
            "Gateway nodes to connect to. Elasticsearch's default: 3.",
            optional=True,
            validators=_COUNT,
        ),
    }
)

_TRANSPORT = Nested(
    {
        "ping_schedule": Attribute(
            String,
            'How often to send a ping, such as `"30s"`. Default: never. Changing any of these reopens the '
            "connections.",
            optional=True,
            validators=(positive_time,),
        ),
        "compress": Attribute(
            String,
            '`"true"`, `"indexing_data"` or `"false"`. Default: the cluster\'s `transport.compress`.',
            optional=True,
            validators=(one_of("true", "indexing_data", "false"),),
        ),
        "compression_scheme": Attribute(
            String, '`"lz4"` or `"deflate"`.', optional=True, validators=(one_of("lz4", "deflate"),)
        ),
    }
)

_DESCRIPTION = """\
Everything about one alias of a remote cluster: its settings, and in the API key model the cross-cluster API
key on the remote cluster, whose secret goes straight into the local cluster's keystore. The secret is in no
state, plan or log.

With `cross_cluster_api_key` (or `credentials_wo`) the connection uses the API key security model, without it
the TLS certificate model. Either can be switched in place: the alias stays.

An apply waits until a real cross-cluster request is answered. If it is not, the diagnostic says why, and
everything is put back as it was.

~> **Privileges:** on the local cluster the cluster privileges `manage` and, to see the answer of the remote,
`remote_indices` for the alias; on the remote cluster `manage_security`, by credentials that are no API key
themselves (and `monitor`, if a plan is to say that its version is too old). Cross-cluster API keys need an
Enterprise licence (or a trial) on both clusters.

**Drift that is seen:** changed or removed settings; a key that expired, was invalidated or edited; a
keystore entry that is gone. **Not seen:** another secret in the keystore than the one delivered, `signing`
(the server hides it), and a changed `expiration`. A new passphrase or password of `signing` that is wrong is
not seen either while the nodes run: they go on with the key that they opened last.
"""

SCHEMA = Schema(
    {
        "id": Attribute(String, "`<local_cluster>/<alias>`.", computed=True, use_state_for_unknown=True),
        "local_cluster": Attribute(
            String,
            "The cluster that has the alias and sends requests, by its name in `clusters`.",
            required=True,
            requires_replace=True,
        ),
        "alias": Attribute(
            String,
            "What the local cluster calls the remote one: lowercase letters, digits, `-` and `_`.",
            required=True,
            requires_replace=True,
            validators=(by(names.alias_problem),),
        ),
        "proxy": Attribute(
            _PROXY, "All connections go to one address. Exactly one of `proxy` and `sniff`.", optional=True
        ),
        "sniff": Attribute(
            _SNIFF,
            "The nodes of the remote are asked for and connected to directly. Not on Elastic Cloud.",
            optional=True,
        ),
        "skip_unavailable": Attribute(
            Bool,
            "Whether a search goes on without the remote when it cannot be reached. Elasticsearch's "
            "default: true (false before 8.15).",
            optional=True,
        ),
        "transport": Attribute(_TRANSPORT, "How the sockets behave.", optional=True),
        "cross_cluster_api_key": Attribute(
            KEY,
            "The key that bounds the connection. Makes it use the API key security model.",
            optional=True,
        ),
        "credentials_wo": Attribute(
            String,
            "The encoded secret of a key that somebody else made; instead of `cross_cluster_api_key`. "
            "Write-only: in no state and no plan.",
            optional=True,
            write_only=True,
            sensitive=True,
            validators=(length(1),),
        ),
        "credentials_wo_version": Attribute(
            Number, "Change it to deliver a new `credentials_wo`.", optional=True, validators=(whole_number,)
        ),
        "signing": Attribute(
            SIGNING,
            "With what the local cluster signs its requests (strong identity, preview from 9.3).",
            optional=True,
        ),
        "wait_for": Attribute(
            String,
            '`"request"` (default): until a real request is answered. `"nothing"`: do not wait.',
            default="request",
            validators=(one_of("request", "nothing"),),
        ),
        "wait_timeout": Attribute(
            String,
            'How long to wait for the answer. Default: `"1m"`.',
            default="1m",
            validators=(positive_time,),
        ),
        "connected": Attribute(Bool, "Whether the local cluster has a connection.", computed=True),
        "security_model": Attribute(
            String, '`"api_key"` or `"tls_certificate"`.', computed=True, use_state_for_unknown=True
        ),
    },
    _DESCRIPTION,
    validators=(
        one_mode,
        one_credential,
        all_or_none_of("credentials_wo", "credentials_wo_version"),
    ),
)
