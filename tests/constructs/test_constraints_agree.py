"""The constructs and the provider accept and reject the same values."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from constructs_lib import (
    ApiKeySecurity,
    ApplicationPrivileges,
    Cluster,
    ConfigurationError,
    CrossClusterApiKey,
    FieldSecurity,
    Http,
    IndexPrivileges,
    Proxy,
    RemoteClusterPrivileges,
    RemoteIndexPrivileges,
    Replication,
    Role,
    Search,
    Sniff,
    Stack,
    TlsCertificateSecurity,
    Transport,
)
from esremote.provider import schema as provider
from esremote.provider.connection import schema as connection
from esremote.provider.cross_cluster_api_key import schema as api_key
from esremote.provider.protocol.schema import Attribute, Nested
from esremote.provider.protocol.validation import validate
from esremote.provider.role import schema as role

TEXTS = [
    "dublin", "Dublin", "dublin-2_a", "d.example:9443", "d.example", "d.example:0", "d.example:70000",
    "a b:9443", "d.example:" + "9" * 5000, "lz4", "true",
    "host:+9443", "[::1]:9443", "::1:9443", "https://d.example:9443/x", "https://d.example:9200",
    "http://d.example",
    "HTTP://d.example", "ftp://d.example", "https://elastic:secret@d.example", "https://[::1", "https://", "",
    " ", " a", "a ", "_a", "a\n", "é", "a" * 256, "a" * 257, "a" * 507, "a" * 508, "superuser", "editor",
    "30s", "1.5d", "0s", "-1", "90d", "14 d", "1nanos", "9" * 40 + "d", "9" * 5000 + "d", "30S",
    "logs-*", "a,b", "/a,b/", "/a(/", "/a|/", "/logs", "/", "/(){2000000000}/", "-a", "<a-{now/d}>", "a?",
    "{}", "[]", "{", "null", '{"match_all": {}}', '{"_a": 1}', '{"esremote": 1}', '{"a": {"_b": 1}}',
    "[" * 5000,
    '{"a":' * 5000 + "1" + "}" * 5000, "read", "read_failure_store", "monitor_enrich", "MONITOR_STATS", "all",
]  # fmt: skip
NUMBERS = [-1, 0, 1, 20, 21, 2**31 - 1, 2**31, 2**63]

Make = Callable[..., object]


def rejected_by_constructs(make: Make) -> bool:
    try:
        make()
    except ConfigurationError:
        return True
    return False


def rejected_by_provider(nested: Nested, **members: Any) -> bool:
    """Validate an object that has these attributes of a schema only."""
    some = Nested({name: nested.attributes[name] for name in members}, validators=nested.validators)
    return any(True for _ in validate(some, members))


def inner(attribute: Attribute) -> Nested:
    assert attribute.nested is not None
    return attribute.nested


KEY = connection.KEY
PROXY = inner(connection.SCHEMA.attributes["proxy"])
SNIFF = inner(connection.SCHEMA.attributes["sniff"])
TRANSPORT = inner(connection.SCHEMA.attributes["transport"])
ACCESS = KEY.attributes["access"]
SEARCH = inner(inner(ACCESS).attributes["search"])
CLUSTER = inner(provider.SCHEMA.attributes["clusters"])

texts = st.sampled_from(TEXTS) | st.text(alphabet="aA0_-:/[](){}.,*?|<> \"'@d\né", max_size=12)
lists = st.lists(texts, max_size=3)


def only(attribute: Attribute) -> Nested:
    return Nested({"value": attribute})


OF_A_TEXT: dict[str, tuple[Callable[[str], object], Attribute]] = {
    "the name of a key": (lambda text: ApiKeySecurity(search=["a"], name=text), KEY.attributes["name"]),
    "the identity of a key": (
        lambda text: ApiKeySecurity(search=["a"], certificate_identity=text),
        KEY.attributes["certificate_identity"],
    ),
    "the life of a key": (
        lambda text: ApiKeySecurity(search=["a"], expiration=text),
        KEY.attributes["expiration"],
    ),
    "an address": (lambda text: Proxy(proxy_address=text), PROXY.attributes["proxy_address"]),
    "a ping schedule": (lambda text: Transport(ping_schedule=text), TRANSPORT.attributes["ping_schedule"]),
    "compression": (lambda text: Transport(compress=text), TRANSPORT.attributes["compress"]),
    "a timeout": (lambda text: Http(request_timeout=text), CLUSTER.attributes["request_timeout"]),
    "a query of a key": (lambda text: Search(names=["a"], query=text), SEARCH.attributes["query"]),
    "a query of a role": (
        lambda text: IndexPrivileges(names=["a"], privileges=["read"], query=text),
        inner(role.SCHEMA.attributes["indices"]).attributes["query"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("thing", OF_A_TEXT)
def test_texts(thing: str) -> None:
    make, attribute = OF_A_TEXT[thing]

    @given(texts)
    def agree(text: str) -> None:
        expected = rejected_by_provider(only(attribute), value=text)
        assert rejected_by_constructs(lambda: make(text)) is expected, text

    agree()
    verdicts = {text: rejected_by_provider(only(attribute), value=text) for text in TEXTS}
    assert {text: rejected_by_constructs(lambda text=text: make(text)) for text in TEXTS} == verdicts
    assert set(verdicts.values()) == {True, False}


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers(number: int) -> None:
    assert rejected_by_constructs(lambda: Proxy(proxy_socket_connections=number)) is rejected_by_provider(
        PROXY, proxy_socket_connections=number
    )
    assert rejected_by_constructs(lambda: Sniff(node_connections=number)) is rejected_by_provider(
        SNIFF, node_connections=number
    )
    assert rejected_by_constructs(lambda: Http(max_retries=number)) is rejected_by_provider(
        Nested({"max_retries": CLUSTER.attributes["max_retries"]}), max_retries=number
    )


@pytest.mark.parametrize("text", TEXTS)
def test_names_and_urls(text: str, stack: Stack, pair: tuple[Cluster, Cluster]) -> None:
    frankfurt, dublin = pair
    assert rejected_by_constructs(
        lambda: frankfurt.connect_to(dublin, alias=text, security=TlsCertificateSecurity())
    ) is rejected_by_provider(only(connection.SCHEMA.attributes["alias"]), value=text)
    assert rejected_by_constructs(lambda: Role(frankfurt, text)) is rejected_by_provider(
        only(role.SCHEMA.attributes["name"]), value=text
    )
    assert rejected_by_constructs(
        lambda: CrossClusterApiKey(frankfurt, text, search=["a"])
    ) is rejected_by_provider(only(api_key.SCHEMA.attributes["name"]), value=text)
    names = count()
    for allow_http in (True, False):
        assert rejected_by_constructs(
            lambda allow_http=allow_http: Cluster(
                stack, f"c{next(names)}", url=text, http=Http(allow_http=allow_http)
            )
        ) is rejected_by_provider(CLUSTER, endpoints=[text], allow_http=allow_http)


@pytest.mark.parametrize("metadata", [{}, {"_a": 1}, {"a": {"_b": 1}}, {"esremote": 1}, {"a": 1}])
def test_metadata(metadata: dict[str, Any], frankfurt: Cluster) -> None:
    text = json.dumps(metadata)
    assert rejected_by_constructs(
        lambda: ApiKeySecurity(search=["a"], metadata=metadata)
    ) is rejected_by_provider(only(KEY.attributes["metadata"]), value=text)
    assert rejected_by_constructs(lambda: Role(frankfurt, "a", metadata=metadata)) is rejected_by_provider(
        only(role.SCHEMA.attributes["metadata"]), value=text
    )


spans = st.sampled_from([None, "1d", "7d", "14d", "1h", "0s", "x", "168h", "999999999d"])


@given(spans, spans)
def test_rotation(expiration: str | None, before: str | None) -> None:
    def make() -> object:
        return ApiKeySecurity(search=["a"], expiration=expiration, rotate_before=before)

    assert rejected_by_constructs(make) is rejected_by_provider(
        KEY, expiration=expiration, rotate_before=before
    )


@given(lists)
def test_seeds(seeds: list[str]) -> None:
    assert rejected_by_constructs(lambda: Sniff(seeds=seeds)) is rejected_by_provider(SNIFF, seeds=seeds)


fields = st.none() | st.fixed_dictionaries({"grant": lists, "except": lists})


def _field_security(written: dict[str, list[str]] | None) -> FieldSecurity | None:
    return written and FieldSecurity(grant=written["grant"], except_=written["except"])  # type: ignore[return-value]


@given(lists, fields, st.none() | lists)
@example(["a"], {"grant": ["a*"], "except": ["ab"]}, None)
@example(["a"], {"grant": ["a*"], "except": ["b"]}, None)
@example(["a"], {"grant": ["a*"], "except": ["_id"]}, None)
@example(["a"], {"grant": ["a"], "except": []}, ["b"])
def test_access(
    search: list[str], written: dict[str, list[str]] | None, replication: list[str] | None
) -> None:
    def make() -> object:
        entry = Search(names=search, field_security=_field_security(written))
        more = [] if replication is None else [Replication(names=replication)]
        return ApiKeySecurity(search=[entry], replication=more)

    access = {
        "search": [{"names": search, "field_security": written}],
        "replication": None if replication is None else [{"names": replication}],
    }
    assert rejected_by_constructs(make) is rejected_by_provider(only(ACCESS), value=access)


def test_access_to_nothing() -> None:
    nothing: dict[str, Any] = {"search": [], "replication": None}
    assert rejected_by_constructs(ApiKeySecurity)
    assert rejected_by_provider(only(ACCESS), value=nothing)


@given(lists, lists, lists, fields)
@example([""], ["read"], ["dublin"], None)
@example(["a"], ["read_failure_store"], ["dublin"], None)
@example(["a"], ["read"], [""], None)
def test_entries_of_roles(
    names: list[str], privileges: list[str], clusters: list[str], written: dict[str, list[str]] | None
) -> None:
    def check(kind: str, make: Make, **entry: Any) -> None:
        assert rejected_by_constructs(make) is rejected_by_provider(role.SCHEMA, **{kind: [entry]}), kind

    on_indices = {"names": names, "privileges": privileges, "field_security": written}
    check(
        "indices",
        lambda: IndexPrivileges(names=names, privileges=privileges, field_security=_field_security(written)),
        **on_indices,
    )
    check(
        "remote_indices",
        lambda: RemoteIndexPrivileges(
            clusters=clusters, names=names, privileges=privileges, field_security=_field_security(written)
        ),
        **on_indices,
        clusters=clusters,
    )
    check(
        "remote_cluster",
        lambda: RemoteClusterPrivileges(clusters=clusters, privileges=privileges),
        clusters=clusters,
        privileges=privileges,
    )
    check(
        "applications",
        lambda: ApplicationPrivileges(application="a", privileges=privileges, resources=names),
        application="a",
        privileges=privileges,
        resources=names,
    )
