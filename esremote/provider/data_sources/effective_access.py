"""`data.esremote_effective_access`: what a set of roles can access over a connection."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from esremote.access.decision.requests import Kind, Request
from esremote.model.keys.owner_mark import Owner
from esremote.provider.failures import as_diagnostics
from esremote.provider.protocol import (
    Attribute,
    Bool,
    DataSource,
    List,
    Map,
    Nested,
    Number,
    ProviderError,
    Schema,
    Set,
    String,
    at,
)
from esremote.provider.protocol.validators import length, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.access.decision.decisions import Decision
    from esremote.elasticsearch import Cluster
    from esremote.provider.protocol import ReadDataRequest, Values
    from esremote.provider.session import Sessions

_ON = at("on_cluster")
_REACHED = Nested(
    {
        "alias": Attribute(String, "The alias of the remote cluster.", computed=True),
        "name": Attribute(String, "An accessible index pattern.", computed=True),
        "all_fields": Attribute(Bool, "False if field-level security hides some fields.", computed=True),
        "all_documents": Attribute(
            Bool, "False if document-level security hides some documents.", computed=True
        ),
    }
)

_SCHEMA = Schema(
    {
        "on_cluster": Attribute(
            String, "The local cluster, by its name in the provider's `clusters`.", required=True
        ),
        "roles": Attribute(
            Set(String),
            "The names of the roles that the requesting user holds.",
            required=True,
            validators=(length(1),),
        ),
        "expression": Attribute(
            String, "The index expression of the request, such as `dublin:logs-*`.", required=True
        ),
        "kind": Attribute(
            String,
            f"The kind of request: {', '.join(f'`{kind.value}`' for kind in Kind)}. Default: `search`.",
            optional=True,
            validators=(one_of(*(kind.value for kind in Kind)),),
        ),
        "remote_clusters": Attribute(
            Map(String),
            "The cluster that each alias refers to, by its name in the provider's `clusters`. Not needed for "
            "connections that this provider created.",
            optional=True,
        ),
        "allowed": Attribute(
            Bool, "Whether the request would be allowed. Null if that is not known.", computed=True
        ),
        "status": Attribute(
            Number, "The HTTP status that Elasticsearch would return. Null if it is not known.", computed=True
        ),
        "missing": Attribute(
            List(String),
            "What is not known and decides, such as a role in `roles.yml`, which no API returns. Empty if "
            "everything is known.",
            computed=True,
        ),
        "reaches": Attribute(List(_REACHED), "The accessible index patterns.", computed=True),
        "explanation": Attribute(String, "An explanation of the decision, step by step.", computed=True),
    },
    "Computes what a user with the given roles can access over a connection. In the API key security model, "
    "this is the intersection of the roles and the key. In the TLS certificate security model, it is what "
    "the roles with the same names on the remote cluster grant. The result is computed from the live roles, "
    "keys and aliases. No request is sent through the connection.\n\n~> **Required privileges:** "
    "`read_security` and `monitor` on the local cluster and on the remote clusters.",
)


class EffectiveAccessData(DataSource):
    """Reads roles, aliases and keys, and asks the access model for a decision."""

    type_name = "esremote_effective_access"
    schema = _SCHEMA

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def read(self, request: ReadDataRequest) -> Values:
        """Read the facts and decide."""
        from esremote.access import facts  # noqa: PLC0415 (slow to import, for every other resource)
        from esremote.access.decision import traces  # noqa: PLC0415 (as above)
        from esremote.access.decision.decisions import Ruling  # noqa: PLC0415 (as above)
        from esremote.access.engine.deciding import decide  # noqa: PLC0415 (as above)
        from esremote.access.facts import answers  # noqa: PLC0415 (as above)

        config = request.config
        name, roles = config["on_cluster"], sorted(config["roles"])
        with as_diagnostics({name: _ON}):
            clusters = await self._clusters(name, roles, config["remote_clusters"] or {})
        try:
            landscape = answers.read_clusters(clusters).landscape
        except facts.InvalidFactsError as error:
            raise ProviderError("Unexpected response from the clusters", str(error), _ON) from None
        kind = Kind(config["kind"] or "search")
        decision = decide(landscape, Request(name, config["expression"], kind, roles=tuple(roles)))
        return {
            **config,
            "allowed": None if decision.ruling is Ruling.UNKNOWN else decision.allowed,
            "status": decision.status or None,
            "missing": [str(missing) for missing in decision.missing],
            "reaches": _reaches(decision),
            "explanation": traces.text(decision),
        }

    async def _clusters(self, name: str, roles: list[str], leads_to: Mapping[str, str]) -> dict[str, Any]:
        """Describe the local cluster and those that its aliases lead to, as in a facts document."""
        from esremote.access.facts import answers  # noqa: PLC0415 (slow to import, for every other resource)

        local = self._sessions.current.cluster(name, _ON)
        described = {name: await _described(local, roles)}
        connections: dict[str, Any] = {}
        every_alias = True
        for alias, info in (await local.remotes.info()).items():
            remote, key = await self._other_end(local, alias, leads_to.get(alias))
            if remote is None:
                every_alias = False
                continue
            connections[alias] = answers.connection(info, remote.name, key)
            if remote.name not in described:
                described[remote.name] = await _described(remote, roles)
        whole = ["connections"] if every_alias else []
        described[name] = {**described[name], "connections": connections, "whole": whole}
        return described

    async def _other_end(
        self, local: Cluster, alias: str, given: str | None
    ) -> tuple[Cluster | None, str | None]:
        """Find the cluster that an alias refers to and, by owner mark, the key that restricts it."""
        session = self._sessions.current
        owner = Owner((await local.about()).uuid, alias)
        for name in [given] if given else [name for name in session.names if name != local.name]:
            remote = session.cluster(name, at("remote_clusters"))
            with as_diagnostics({name: at("remote_clusters") if given else _ON}):
                keys = await remote.keys.live_of(owner)
            if keys or given:
                return remote, keys[-1].id if keys else None
        return None, None


async def _described(cluster: Cluster, roles: list[str]) -> dict[str, Any]:
    from esremote.access.facts import answers  # noqa: PLC0415 (slow to import, for every other resource)

    about, licence = await cluster.about(), await cluster.license()
    bodies = {role: await cluster.roles.get(role) for role in roles}
    keys = await cluster.keys.marked()
    now = datetime.now(UTC)
    return {
        "version": str(about.version),
        "license": licence.type,
        "roles": {role: answers.role(body) for role, body in bodies.items() if body},
        "cross_cluster_api_keys": {
            key_id: answers.cross_cluster_api_key(key) for key_id, key in keys.items() if key.alive(now)
        },
    }


def _reaches(decision: Decision) -> list[dict[str, Any]]:
    return [
        {
            "alias": part.alias,
            "name": reached.name,
            "all_fields": reached.fields.all,
            "all_documents": reached.documents.all,
        }
        for part in decision.parts
        for reached in (*part.indices, *part.patterns)
    ]
