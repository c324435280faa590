"""The async client: the Elasticsearch APIs that remote clusters need."""

from esremote.elasticsearch.about import About
from esremote.elasticsearch.cluster import Cluster
from esremote.elasticsearch.cluster_access import ApiKeyAuth, BasicAuth, BearerAuth, ClusterAccess, Trust
from esremote.elasticsearch.errors import (
    ElasticsearchError,
    ForbiddenError,
    MissingError,
    RefusedError,
    TrustError,
    UnauthenticatedError,
    UnreachableError,
)
from esremote.elasticsearch.keys import Key, NewKey
from esremote.elasticsearch.license import License
from esremote.elasticsearch.secure_settings import Reloaded

__all__ = [
    "About",
    "ApiKeyAuth",
    "BasicAuth",
    "BearerAuth",
    "Cluster",
    "ClusterAccess",
    "ElasticsearchError",
    "ForbiddenError",
    "Key",
    "License",
    "MissingError",
    "NewKey",
    "RefusedError",
    "Reloaded",
    "Trust",
    "TrustError",
    "UnauthenticatedError",
    "UnreachableError",
]
