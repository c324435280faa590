"""Synthesis and plan give the same verdict on the same versions: neither accepts what the other refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING, Any, cast

import pytest

from constructs_lib import (
    ApiKeySecurity,
    Cluster,
    CrossClusterApiKey,
    RemoteClusterPrivileges,
    Role,
    Signing,
    TlsCertificateSecurity,
)
from constructs_lib._stack_file import connections_of, roles_and_keys_of
from constructs_lib.findings import FindingsError
from constructs_lib.rules import check
from esremote.model.releases.features import Feature
from esremote.model.releases.versions import Version
from esremote.provider.connection import resource as connection
from esremote.provider.cross_cluster_api_key import resource as api_key
from esremote.provider.protocol import PlanRequest, Resource
from esremote.provider.protocol.planning import plan
from esremote.provider.role import resource as role
from esremote.provider.session import Session, Sessions

if TYPE_CHECKING:
    from constructs_lib import App
    from esremote.elasticsearch import Cluster as AskedCluster
    from esremote.provider.protocol import Path

Pair = tuple[Cluster, Cluster]
Program = Callable[[Pair], object]

IDENTITY = "CN=frankfurt.*"
SIGNING = Signing(certificate="certs/sign.crt", key="certs/sign.key")


def connects(security: ApiKeySecurity | TlsCertificateSecurity) -> Program:
    return lambda pair: pair[0].connect_to(pair[1], security=security)


def hands_over(**options: str) -> Program:
    return lambda pair: CrossClusterApiKey(pair[1], "for paris", search=["logs-*"], **options)  # type: ignore[arg-type]


def has_role(**options: Any) -> Program:
    return lambda pair: Role(pair[0], "analyst", **options)


def on_remotes(privilege: str) -> RemoteClusterPrivileges:
    return RemoteClusterPrivileges(clusters=["*"], privileges=[privilege])


def grants_enrich(pair: Pair) -> object:
    return (
        pair[0]
        .connect_to(pair[1], security=ApiKeySecurity(search=["logs-*"]))
        .grant_enrich(Role(pair[0], "analyst"))
    )


PROGRAMS: dict[str, Program] = {
    "a connection by certificates": connects(TlsCertificateSecurity()),
    "a connection with a key": connects(ApiKeySecurity(search=["logs-*"])),
    "signed requests": connects(
        ApiKeySecurity(search=["logs-*"], certificate_identity=IDENTITY, signing=SIGNING)
    ),
    "requests signed for nothing": connects(ApiKeySecurity(search=["logs-*"], signing=SIGNING)),
    "an identity without a signature": connects(
        ApiKeySecurity(search=["logs-*"], certificate_identity=IDENTITY)
    ),
    "a key that is handed over": hands_over(),
    "a key with an identity that is handed over": hands_over(certificate_identity=IDENTITY),
    "a plain role": has_role(cluster=["monitor"]),
    "a role with a description": has_role(description="reads logs"),
    "a role with monitor_enrich": has_role(remote_cluster=[on_remotes("monitor_enrich")]),
    "a role with monitor_stats": has_role(remote_cluster=[on_remotes("monitor_stats")]),
}


def _versions() -> list[str]:
    """The first version of each feature, and the last before it."""
    first = {feature.since for feature in Feature if feature.since.major}
    last = {
        Version(since.major, since.minor - 1, 99) if since.minor else Version(since.major - 1, 99)
        for since in first
    }
    betas = {feature.value.beta_since for feature in Feature if feature.value.beta_since}
    return sorted(map(str, first | last | betas))


class _Versions(Session):
    """A session with clusters that answer nothing but their version."""

    def __init__(self, versions: dict[str, str]) -> None:
        super().__init__({name: {"keystore": {}} for name in versions})
        self._versions = versions

    def cluster(self, name: str, at: Path) -> AskedCluster:
        class Asked:
            async def version(self) -> Version:
                return Version.parse(version)

        self.check_name(name, at)
        version = self._versions[name]
        return cast("AskedCluster", Asked())


RESOURCES: tuple[type[Resource], ...] = (connection.Connection, role.Role, api_key.CrossClusterApiKey)


def _refused_by_the_plan(pair: Pair) -> set[str]:
    sessions = Sessions()
    sessions.current = _Versions({cluster.name: str(cluster.version) for cluster in pair})
    by_type = {kind.type_name: kind(sessions) for kind in RESOURCES}  # type: ignore[call-arg]
    refused = set()
    for made in pair[0].registry.resources.values():
        planner, attributes = by_type[made.terraform_type], dict(made.attributes())
        planned = plan(planner.schema, attributes, None, attributes)
        config = dict.fromkeys(planner.schema.attributes) | attributes
        request = PlanRequest(config=config, prior=None, planned=planned)
        asyncio.run(planner.plan(request))
        refused |= {found.summary for found in request.diagnostics if found.severity.name == "ERROR"}
    return {cluster.name for cluster in pair if f"Cluster {cluster.name!r} is too old" in refused}


def _refused_by_synthesis(pair: Pair) -> set[str]:
    registry = pair[0].registry
    too_old = {
        finding.subject.rpartition(":")[2]
        for finding in check(connections_of(registry), roles_and_keys_of(registry))
        if finding.rule in {"RC041", "RC042", "RC043", "RC044"}
    }
    return {cluster.name for cluster in pair if cluster.name in too_old}


@pytest.mark.parametrize("program", PROGRAMS)
def test_synthesis_and_plan_refuse_the_same_clusters(program: str, pair: Pair) -> None:
    PROGRAMS[program](pair)
    differ = {}
    refused = 0
    for versions in product(_versions(), repeat=2):
        pair[0].version, pair[1].version = versions
        synthesis, planned = _refused_by_synthesis(pair), _refused_by_the_plan(pair)
        refused += bool(synthesis)
        if synthesis != planned:
            differ[versions] = {"synthesis": synthesis, "plan": planned}

    assert not differ
    assert bool(refused) is (program not in {"a connection by certificates", "a plain role"})


def test_synthesis_refuses_at_least_what_the_plan_does_of_a_grant_of_enrich(pair: Pair) -> None:
    """The plan of a role knows only the cluster that has it; the constructs know both ends of the grant."""
    grants_enrich(pair)
    for local, remote in product(_versions(), repeat=2):
        pair[0].version, pair[1].version = local, remote
        assert _refused_by_the_plan(pair) <= _refused_by_synthesis(pair), (local, remote)


@pytest.mark.parametrize("version", ["8.10.0", "8.13.4"])
def test_a_beta_stops_the_program(version: str, pair: Pair, app: App) -> None:
    PROGRAMS["a connection with a key"](pair)
    pair[1].version = version
    with pytest.raises(FindingsError):
        app.synth()

    (finding,) = [found for found in check(pair[0].connections.values()) if found.rule == "RC041"]
    assert finding.message == (
        "Elasticsearch 8.14.0 or later is required for cross-cluster API keys (the API key security model), "
        f"but cluster 'dublin' runs {version}, which offers it only as a beta"
    )


def test_every_feature_has_a_source_and_a_label_of_its_own() -> None:
    assert len({feature.value.label for feature in Feature}) == len(Feature.__members__)
    assert all(feature.value.source for feature in Feature)
