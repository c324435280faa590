"""The shape of every record in a facts document."""

from __future__ import annotations

from esremote.access.decision.requests import Expand, Kind, Request
from esremote.access.facts._shapes import Instant, OneOf, Parsed, Query, Shape, Text, Truth, Whole
from esremote.access.facts._structures import ByName, Lifted, ListOf, NamedRoles, Record
from esremote.access.landscape.collections import Collection
from esremote.access.landscape.indices import Alias, AliasTarget, DataStream, Index
from esremote.access.landscape.keys import CrossClusterApiKey, ReplicationAccess, RestApiKey, SearchAccess
from esremote.access.landscape.landscape import Cluster, Connection, User
from esremote.access.landscape.roles import (
    FieldSecurity,
    IndicesEntry,
    RemoteClusterEntry,
    RemoteIndicesEntry,
    Role,
)
from esremote.model.connection.modes import ModeName
from esremote.model.connection.security_model import SecurityModel
from esremote.model.releases.versions import Version
from esremote.model.source import Source

_SOURCE = Record(
    Source,
    {"file": Text("a file"), "line": Whole(1, "its line"), "address": Text("a resource address, or an API")},
    "where this is written",
)
_NAMES = ListOf(Text(empty=True), "index names and patterns: *, ?, /regular expression/", least=1)
_PRIVILEGES = ListOf(Text(), "index privileges by name", least=1)
_CLUSTERS = ListOf(Text(), "aliases and patterns of aliases")
_QUERY = Query("document-level security: a query as an object, or a string that holds one")
_FIELD_SECURITY = Record(
    FieldSecurity,
    {
        "grant": ListOf(Text(empty=True), "fields and patterns"),
        "except": ListOf(Text(empty=True), "except these"),
    },
    "field-level security",
)
_RESTRICTED = Truth("whether the names reach into restricted indices")
_DOCUMENTS_AND_FIELDS: dict[str, Shape] = {
    "query": _QUERY,
    "field_security": _FIELD_SECURITY,
    "allow_restricted_indices": _RESTRICTED,
    "source": _SOURCE,
}
_INDICES = Record(IndicesEntry, {"names": _NAMES, "privileges": _PRIVILEGES} | _DOCUMENTS_AND_FIELDS)
_REMOTE_INDICES = Record(
    RemoteIndicesEntry,
    {"clusters": _CLUSTERS, "names": _NAMES, "privileges": _PRIVILEGES} | _DOCUMENTS_AND_FIELDS,
)
_REMOTE_CLUSTER = Record(
    RemoteClusterEntry,
    {
        "clusters": _CLUSTERS,
        "privileges": ListOf(Text(), "monitor_enrich, monitor_stats", least=1),
        "source": _SOURCE,
    },
)
_ROLE = Record(
    Role,
    {
        "cluster": ListOf(Text(), "cluster privileges by name"),
        "indices": ListOf(_INDICES, "what it may do on this cluster"),
        "remote_indices": ListOf(_REMOTE_INDICES, "what it asks for on remote clusters, API key model only"),
        "remote_cluster": ListOf(
            _REMOTE_CLUSTER, "cluster privileges on remote clusters, API key model only"
        ),
        "run_as": ListOf(Text(), "users, and patterns of users, that it may act as"),
        "source": _SOURCE,
    },
    ignored=frozenset(
        {"applications", "description", "global", "metadata", "restriction", "transient_metadata"}
    ),
)
_SEARCH = Record(SearchAccess, {"names": _NAMES} | _DOCUMENTS_AND_FIELDS)
_REPLICATION = Record(
    ReplicationAccess, {"names": _NAMES, "allow_restricted_indices": _RESTRICTED, "source": _SOURCE}
)
_OF_API_KEYS = frozenset(
    {
        "creation",
        "id",
        "invalidation",
        "metadata",
        "profile_uid",
        "realm",
        "realm_type",
        "type",
        "username",
    }
)
"""What `GET /_security/api_key` returns of keys of either type beside what bears on remote access."""

_KEY_RECORD = Record(
    CrossClusterApiKey,
    {
        "name": Text("what people call it"),
        "search": ListOf(_SEARCH, "access.search"),
        "replication": ListOf(_REPLICATION, "access.replication"),
        "certificate_identity": Text("what the signing certificate's DN must match, 9.3 and later"),
        "invalidated": Truth("whether the key has been invalidated"),
        "expiration": Instant("expiration time, in milliseconds since 1970"),
        "source": _SOURCE,
    },
    ignored=_OF_API_KEYS | {"limited_by", "role_descriptors"},
)
_KEY = Lifted(_KEY_RECORD, "access", ("search", "replication"))
_REST_KEY = Record(
    RestApiKey,
    {
        "role_descriptors": ByName(
            _ROLE, "name", "what the key was given; nothing means all that its owner had"
        ),
        "limited_by": NamedRoles(ByName(_ROLE, "name", "its owner's roles when it was made or last updated")),
        "source": _SOURCE,
    },
    "the REST API key that the user signs in with",
    ignored=_OF_API_KEYS | {"name"},
)
_USER = Record(
    User,
    {
        "roles": ListOf(Text(), "roles by name"),
        "api_key": _REST_KEY,
        "enabled": Truth("whether the user may authenticate"),
        "source": _SOURCE,
    },
    ignored=frozenset({"email", "full_name", "metadata", "profile_uid", "username"}),
)
_CONNECTION = Record(
    Connection,
    {
        "remote_cluster": Text("the cluster, by its name in this document, that the alias leads to"),
        "security_model": OneOf(SecurityModel, "api_key if the alias has credentials in the keystore"),
        "cross_cluster_api_key": Text("the id of the key on the remote cluster"),
        "mode": OneOf(ModeName),
        "skip_unavailable": Truth("whether a search goes on without this cluster"),
        "signing_certificate_dn": Text("the DN of the certificate that signs requests, 9.3 and later"),
        "source": _SOURCE,
    },
)
_HIDDEN = Truth("whether wildcards pass it by")
_INDEX = Record(Index, {"closed": Truth("whether it is closed"), "hidden": _HIDDEN})
_ALIAS = Record(
    Alias,
    {
        "indices": ByName(
            Record(AliasTarget, {"filter": Query("the alias's filter on this index")}), "index"
        ),
        "hidden": _HIDDEN,
    },
)
_DATA_STREAM = Record(
    DataStream,
    {
        "backing_indices": ListOf(Text(), "its backing indices, oldest first", least=1),
        "hidden": _HIDDEN,
        "failure_indices": ListOf(Text(), "the backing indices of its failure store, name::failures"),
    },
)
_VERSION = Parsed(Version.parse, r"^[0-9]{1,3}\.[0-9]{1,3}(\.[0-9]{1,3})?(-[A-Za-z0-9_.-]+)?$", "its version")
_CLUSTER = Record(
    Cluster,
    {
        "version": _VERSION,
        "license": Text("the type that GET /_license names"),
        "whole": ListOf(
            OneOf(Collection),
            "the collections that are listed as a whole: what is not in them does not exist",
            collect=frozenset,
        ),
        "roles": ByName(_ROLE, "name", "roles by name; built-in roles need not be listed"),
        "users": ByName(_USER, "name", "users by name"),
        "cross_cluster_api_keys": ByName(_KEY, "id", "the keys that others use to reach this cluster, by id"),
        "connections": ByName(_CONNECTION, "alias", "the remote clusters of this cluster, by alias"),
        "indices": ByName(_INDEX, "name", "existing indices; left out, answers are patterns"),
        "aliases": ByName(_ALIAS, "name", "existing aliases"),
        "data_streams": ByName(_DATA_STREAM, "name", "existing data streams"),
        "anonymous_roles": ListOf(Text(), "xpack.security.authc.anonymous.roles"),
        "nodes": Whole(1, "how many nodes it has; left out, several"),
        "restricted_indices": ListOf(Text(), "patterns of restricted names; left out, those of all modules"),
        "source": _SOURCE,
    },
)
CLUSTERS = ByName(_CLUSTER, "name", "clusters, each under a name of your own")
REQUESTS = ListOf(
    Record(
        Request,
        {
            "id": Text("a mark of your own, given back with the answer"),
            "cluster": Text("the cluster that is asked"),
            "expression": Text("index expression as typed, such as dublin:logs-*,-dublin:logs-old"),
            "kind": OneOf(Kind, "what is done"),
            "user": Text("the user who asks"),
            "roles": ListOf(Text(), "instead of a user: the roles of the one who asks", least=1),
            "run_as": Text("the user on whose behalf"),
            "ccs_minimize_roundtrips": Truth(),
            "ignore_unavailable": Truth(),
            "allow_no_indices": Truth(),
            "expand_wildcards": ListOf(OneOf(Expand), collect=frozenset),
        },
    ),
    "questions",
)
