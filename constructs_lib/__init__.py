"""Constructs for Elasticsearch remote clusters.

Two statements are the same for both security models of Elasticsearch:

    connection = local.connect_to(remote, alias="dublin", security=ApiKeySecurity(search=["logs-*"]))
    connection.grant_search(Role(local, "analyst"), names=["logs-app-*"])

`security` determines the settings, keys and roles that result. `mode` and `deployment` are independent of it.
"""

from constructs_lib.app import App, Stack, acknowledge
from constructs_lib.cluster import Cluster
from constructs_lib.connection import Connection
from constructs_lib.elastic_cloud import TrafficFilter, trust_account
from constructs_lib.findings import FindingsError
from constructs_lib.grants import Grant, GrantKind
from constructs_lib.inventory import Inventory
from constructs_lib.key import CrossClusterApiKey
from constructs_lib.role import (
    ApplicationPrivileges,
    IndexPrivileges,
    RemoteClusterPrivileges,
    RemoteIndexPrivileges,
    Role,
    RoleReference,
)
from constructs_lib.topologies import HubAndSpoke, Mesh, Topology, TwoWay
from esremote.model.connection.modes import Mode, Proxy, Sniff, Transport
from esremote.model.connection.security import (
    ApiKeySecurity,
    EncodedApiKeySecurity,
    Migration,
    MigrationPhase,
    Security,
    Signing,
    TlsCertificateSecurity,
)
from esremote.model.deployment.deployments import (
    Deployment,
    Eck,
    ElasticCloudEnterprise,
    ElasticCloudHosted,
    SelfManaged,
    Serverless,
)
from esremote.model.deployment.interfaces import Certificates, Http
from esremote.model.deployment.keystores import KeystoreCommand, KeystoreCommands
from esremote.model.errors import ConfigurationError
from esremote.model.findings.finding import Finding, Severity
from esremote.model.keys.entries import FieldSecurity, Replication, Search

__all__ = [
    "ApiKeySecurity",
    "App",
    "ApplicationPrivileges",
    "Certificates",
    "Cluster",
    "ConfigurationError",
    "Connection",
    "CrossClusterApiKey",
    "Deployment",
    "Eck",
    "ElasticCloudEnterprise",
    "ElasticCloudHosted",
    "EncodedApiKeySecurity",
    "FieldSecurity",
    "Finding",
    "FindingsError",
    "Grant",
    "GrantKind",
    "Http",
    "HubAndSpoke",
    "IndexPrivileges",
    "Inventory",
    "KeystoreCommand",
    "KeystoreCommands",
    "Mesh",
    "Migration",
    "MigrationPhase",
    "Mode",
    "Proxy",
    "RemoteClusterPrivileges",
    "RemoteIndexPrivileges",
    "Replication",
    "Role",
    "RoleReference",
    "Search",
    "Security",
    "SelfManaged",
    "Serverless",
    "Severity",
    "Signing",
    "Sniff",
    "Stack",
    "TlsCertificateSecurity",
    "Topology",
    "TrafficFilter",
    "Transport",
    "TwoWay",
    "acknowledge",
    "trust_account",
]
