"""Every rule that synthesis, the review or the doctor can report. `docs/rules.md` is generated from it.

A rule is added here, and in a `CHECKS` table of what reports it: `constructs_lib/rules/`,
`esremote/review/rules.py` or `esremote/live/checks.py`. The tens of the numbers are topics: RC00 models,
RC01 settings, RC02 keys, RC03 grants, RC04 versions, RC05 certificates, DR00 clusters, DR01 aliases.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from esremote.model.findings.finding import Severity
from esremote.model.findings.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPIRES_SOON = timedelta(days=30)
"""How long before they expire certificates, keys and licences are reported."""

IDLE_ACKNOWLEDGEMENT = Rule(
    id="RC000",
    severity=Severity.WARNING,
    cause="An acknowledgement has expired or matches no finding",
    impact="An exception that nobody reviews outlives its reason.",
    remedy="review the finding again, or remove the acknowledgement",
)
CERTIFICATE_MODEL = Rule(
    id="RC001",
    severity=Severity.WARNING,
    cause="A connection uses the TLS certificate model, which is deprecated since 9.0",
    impact="A later version may remove it, and no key limits what the roles of the local cluster can read.",
    remedy="migrate the connection to a cross-cluster API key",
    in_python="migrate it with `security=tls.migrate_to(ApiKeySecurity(...), phase=MigrationPhase.PREPARE)`",
)
SUPERUSERS_READ_EVERYTHING = Rule(
    id="RC002",
    severity=Severity.WARNING,
    cause="With the TLS certificate model, superusers of the local cluster can read the whole remote cluster",
    impact="That includes restricted indices, and no key limits it.",
    remedy="migrate the connection to a cross-cluster API key",
    in_python="use `ApiKeySecurity`, or acknowledge the finding and say why it is right here",
)
LICENCE_TOO_LOW = Rule(
    id="RC003",
    severity=Severity.ERROR,
    cause="A cluster's licence does not include what the connection uses",
    impact="The API key model requires an Enterprise licence on both clusters, cross-cluster replication at "
    "least a Platinum licence. Elasticsearch rejects the apply.",
    remedy="upgrade the licence",
)
SKIP_UNAVAILABLE_NOT_SET = Rule(
    id="RC010",
    severity=Severity.NOTE,
    cause="A connection does not set `skip_unavailable`",
    impact="Since 8.15 it is true by default: a search returns 200 with incomplete results when the remote "
    "cluster fails or rejects the request.",
    remedy="set `skip_unavailable` to false if incomplete results would mislead, otherwise to true",
    in_python="set `skip_unavailable=False` if incomplete results would mislead, otherwise `True`",
)
SKIPPING_WITH_PINGS = Rule(
    id="RC011",
    severity=Severity.NOTE,
    cause="A connection skips an unavailable remote cluster and also pings it",
    impact="Pings have been reported to keep an unavailable remote cluster from being skipped "
    "(elasticsearch#88080, open).",
    remedy="rely on TCP keep-alive instead of pings, or set `skip_unavailable` to false",
    in_python="rely on TCP keep-alive instead of pings, or set `skip_unavailable=False`",
)
IDLE_SOCKETS = Rule(
    id="RC012",
    severity=Severity.NOTE,
    cause="Nothing keeps a connection's idle sockets alive more often than every 300 seconds",
    impact="Sockets between clusters stay open for months. Firewalls and load balancers silently drop idle "
    "ones after minutes.",
    remedy="set a ping schedule, or a shorter keep-alive on the remote cluster's nodes, below the shortest "
    "idle timeout on the path",
    in_python="set `transport=Transport(ping_schedule='30s')` or `SelfManaged(keep_idle=60)`, below the "
    "shortest idle timeout on the path",
)
SNIFFING_UNREACHABLE_NODES = Rule(
    id="RC013",
    severity=Severity.WARNING,
    cause="A connection in sniff mode leads to nodes whose publish addresses are hard to reach",
    impact="The addresses of pods are reachable only within their Kubernetes cluster.",
    remedy="use proxy mode, unless both clusters run in the same Kubernetes cluster",
    in_python="use `Proxy()`, unless both clusters run in the same Kubernetes cluster",
)
NO_WAY_TO_THE_KEYSTORE = Rule(
    id="RC014",
    severity=Severity.ERROR,
    cause="The local cluster has no way to receive the connection's key",
    impact="The key's secret must reach the keystore of every node of the local cluster.",
    remedy="configure how secure settings reach the keystore of every node",
    in_python="set `SelfManaged(keystore=KeystoreCommand(['ssh', 'node', '.../elasticsearch-keystore']))`",
)
SEVERAL_ALIASES = Rule(
    id="RC015",
    severity=Severity.WARNING,
    cause="A cluster has several aliases for the same remote cluster",
    impact="A search of `*:index` reads the same data once for each alias.",
    remedy="keep one of the aliases",
    in_python="keep one of the connections, or acknowledge the finding",
)
KEY_NEVER_EXPIRES = Rule(
    id="RC020",
    severity=Severity.NOTE,
    cause="A connection's key never expires",
    impact="A copy of the key works until someone invalidates the key.",
    remedy="set `expiration` and `rotate_before`",
    in_python="set `expiration='90d'` and `rotate_before='14d'`",
)
KEY_NOT_ROTATED = Rule(
    id="RC021",
    severity=Severity.WARNING,
    cause="A connection's key expires and is not rotated beforehand",
    impact="From that day on, all requests over the connection fail with 401.",
    remedy="set `rotate_before`, and apply more often than that",
)
REQUESTS_NOT_SIGNED = Rule(
    id="RC022",
    severity=Severity.ERROR,
    cause="A key requires signed requests, but its connection does not sign them",
    impact="All requests over the connection fail with 401.",
    remedy="set `signing` to a certificate and its key",
    in_python="set `signing=Signing(certificate=..., key=...)`",
)
GRANT_WITHOUT_EFFECT = Rule(
    id="RC030",
    severity=Severity.WARNING,
    cause="A role asks for indices that the cross-cluster API key does not allow",
    impact="The grant looks like access but gives none.",
    remedy="add the indices to the key, or remove them from the role",
)
GRANT_WIDER_THAN_KEY = Rule(
    id="RC031",
    severity=Severity.WARNING,
    cause="A role asks for more indices than the cross-cluster API key allows, so only part of the grant has "
    "an effect",
    impact="Users miss data, and searches with wildcards return no error that would tell them.",
    remedy="narrow the names to what is meant, or allow more in the key",
)
GRANT_NOT_APPLIED = Rule(
    id="RC032",
    severity=Severity.WARNING,
    cause="A grant requires a change to a role that the program does not manage",
    impact="Terraform does not change the role, so the grant has no effect.",
    remedy="manage the role with `Role(cluster, name)`, or ask its owner to add what `grant.explain()` shows",
)
NO_GRANT = Rule(
    id="RC033",
    severity=Severity.NOTE,
    cause="No grant in the program uses a connection",
    impact="Only superusers, and roles defined elsewhere, can use the connection.",
    remedy="call `grant_search()`, `grant_replication()` or `grant_enrich()`",
)
UNUSED_KEY_PRIVILEGE = Rule(
    id="RC034",
    severity=Severity.NOTE,
    cause="A cross-cluster API key allows indices that no role asks for",
    impact="Any administrator of the local cluster can use everything that the key allows.",
    remedy="remove the indices from the key, or grant a role access to them",
)
RESTRICTED_ON_ONE_SIDE = Rule(
    id="RC035",
    severity=Severity.WARNING,
    cause="A grant asks for restricted indices, but the cross-cluster API key does not allow them",
    impact="Restricted indices must be allowed by the role and by the key, even for superusers.",
    remedy="set `allow_restricted_indices` on a search entry of the key as well, or remove it from the grant",
    in_python="set `allow_restricted_indices` on a `Search` entry of the key as well, or remove it from the "
    "grant",
)
VERSIONS_NOT_COMPATIBLE = Rule(
    id="RC040",
    severity=Severity.WARNING,
    cause="The versions of two clusters are outside Elastic's compatibility table for cross-cluster search",
    impact="Searches may fail, or features may be missing.",
    remedy="upgrade the older cluster",
)
TOO_OLD_FOR_API_KEYS = Rule(
    id="RC041",
    severity=Severity.ERROR,
    cause="A cluster is too old for the API key model",
    impact="Cross-cluster API keys are generally available since 8.14; 8.10 to 8.13 offer them only as a "
    "beta, which is not supported.",
    remedy="upgrade the cluster, or use the TLS certificate model until then",
)
TOO_OLD_FOR_RESOURCE = Rule(
    id="RC042",
    severity=Severity.ERROR,
    cause="A role or a key uses a feature that its cluster is too old for",
    impact="`terraform plan` reports the same error, as soon as it can reach the cluster.",
    remedy="upgrade the cluster, or remove what needs the feature",
)
TOO_OLD_FOR_ENRICH = Rule(
    id="RC043",
    severity=Severity.ERROR,
    cause="A cluster is too old for ENRICH across clusters with API keys",
    impact="The cluster privilege `monitor_enrich` was introduced in 8.15.",
    remedy="upgrade the cluster",
)
TOO_OLD_FOR_SIGNING = Rule(
    id="RC044",
    severity=Severity.ERROR,
    cause="A cluster is too old for signed requests",
    impact="`certificate_identity` and `signing` were introduced in 9.3.",
    remedy="upgrade the cluster, or remove `certificate_identity` and `signing`",
)
AUTHORITY_NOT_USABLE = Rule(
    id="RC050",
    severity=Severity.ERROR,
    cause="A certificate authority file holds no valid certificate authority",
    impact='The TLS handshake fails with "failed to establish trust with server".',
    remedy="provide the correct file, or renew the certificate authority",
)
CERTIFICATE_EXPIRES_SOON = Rule(
    id="RC051",
    severity=Severity.WARNING,
    cause=f"A certificate or its authority expires within {EXPIRES_SOON.days} days",
    impact="The connection fails from that day on.",
    remedy="renew it; give a new authority to the side that trusts it first, then to the side that presents "
    "its certificates",
)
CERTIFICATE_DOES_NOT_FIT = Rule(
    id="RC052",
    severity=Severity.ERROR,
    cause="The certificate that the remote cluster presents has expired, is not trusted, or is not valid for "
    "the address in use",
    impact="The TLS handshake fails.",
    remedy="use a certificate with the right names from a trusted authority, or set `server_name` to a name "
    "that the certificate has",
)
CLUSTER_NOT_READABLE = Rule(
    id="DR001",
    severity=Severity.ERROR,
    cause="A cluster does not answer, or does not show all that the doctor needs",
    impact="What cannot be read cannot be checked.",
    remedy="check the cluster's address, its certificate authority and the credentials",
)
LICENCE_EXPIRES_SOON = Rule(
    id="DR002",
    severity=Severity.WARNING,
    cause=f"A cluster's licence expires within {EXPIRES_SOON.days} days, or has expired",
    impact="Cross-cluster API keys require a valid licence.",
    remedy="renew the licence",
)
ROLE_FOR_UNKNOWN_CLUSTER = Rule(
    id="DR003",
    severity=Severity.WARNING,
    cause="A role has an entry for remote clusters that its own cluster has no alias for",
    impact="The entry has no effect now, and takes effect as soon as someone adds an alias of that name.",
    remedy="connect the remote cluster, or remove the entry from the role",
)
ALIAS_DOES_NOT_ANSWER = Rule(
    id="DR010",
    severity=Severity.ERROR,
    cause="A remote cluster does not answer requests through an alias",
    impact="Searches through the alias fail, or skip it if `skip_unavailable` is true.",
    remedy="follow the diagnosis in the finding",
)
ALIAS_KEY_EXPIRES_SOON = Rule(
    id="DR011",
    severity=Severity.WARNING,
    cause=f"The key of an alias expires within {EXPIRES_SOON.days} days, or has expired",
    impact="All requests through the alias then fail with 401.",
    remedy="create a new key, or set `rotate_before` and apply",
)

CATALOGUE: Mapping[str, Rule] = {rule.id: rule for rule in list(globals().values()) if isinstance(rule, Rule)}
"""Every rule by its id."""
