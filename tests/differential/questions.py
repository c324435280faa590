"""Random questions to a prepared pair of clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.requests import Expand, Kind, Request
from tests.differential import clusters as prepared
from tests.differential.worlds import REST_USERS

if TYPE_CHECKING:
    from random import Random

    from tests.differential.clusters import PreparedClusters

_KINDS = (
    *[Kind.SEARCH] * 6,
    Kind.COUNT,
    *[Kind.FIELD_CAPS] * 2,
    *[Kind.POINT_IN_TIME] * 2,
    Kind.RESOLVE_INDEX,
    Kind.RESOLVE_CLUSTER,
    Kind.TERMS_ENUM,
    Kind.MSEARCH,
)
_EXISTING = (
    "logs-1",
    "logs-2",
    "audit-1",
    "logs-old",
    "logs-hid",
    "metrics-1",
    "logs-al",
    "filt",
    "filt2",
    "hidal",
    "ds-1",
    "ds-al",
    "al-not",
    "al-f1",
    ".securityish",
)
_DATE_MATH = (
    "<logs-{now/d}>",
    "<logs-{now/d{yyyy.MM.dd|UTC}}>",
    "<logs-1>",
    "<logs-*>",
    "<logs-{now/d}*>",
    "<logs-{now/M-1d}>",
    "<logs-{now/q}>",
    "<nope-{now/w{xxxx.ww}}>",
    "<>",
)
_SELECTORS = ("::data", "::data", "::data", "::failures", "::failures", "::*")
_WILDCARDS = ("*", "logs-*", "*-1", "l*", "audit*", "filt*", "ds*", ".ds*", ".*", "nope*", "*al")
_EXPANDED = (
    frozenset({Expand.OPEN, Expand.HIDDEN}),
    frozenset({Expand.OPEN, Expand.CLOSED}),
    frozenset({Expand.OPEN, Expand.CLOSED, Expand.HIDDEN}),
    frozenset({Expand.CLOSED}),
    frozenset({Expand.HIDDEN}),
    frozenset({Expand.CLOSED, Expand.HIDDEN}),
    frozenset(),
)


def random_question(random: Random, clusters: PreparedClusters) -> Request:
    """One request of any kind by any user.

    What goes to shards directly goes to one alias: all aliases lead to one cluster here, and the server
    mixes up the shards and alias filters of an index that it reaches under two aliases.
    """
    user, run_as = random.choice((*prepared.USERS, *REST_USERS)), None
    if user == "u8" and random.random() < 0.7:
        run_as = random.choice(("u0", "u1", "u3", "u5"))
    kind = random.choice(_KINDS)
    whole = random.random() < 0.6 or kind not in {Kind.SEARCH, Kind.MSEARCH}
    fixed = kind in {Kind.RESOLVE_CLUSTER, Kind.RESOLVE_INDEX, Kind.TERMS_ENUM}
    expanded = random.random() < 0.15 and kind not in {Kind.RESOLVE_CLUSTER, Kind.TERMS_ENUM}
    return Request(
        clusters.local.cluster.name,
        _expression(random, clusters, single=kind is Kind.POINT_IN_TIME or not whole),
        kind,
        user=user,
        run_as=run_as,
        ccs_minimize_roundtrips=whole,
        ignore_unavailable=not fixed and random.random() < 0.15,
        allow_no_indices=fixed or random.random() < 0.85,
        expand_wildcards=random.choice(_EXPANDED) if expanded else frozenset({Expand.OPEN}),
    )


def _expression(random: Random, clusters: PreparedClusters, *, single: bool) -> str:
    some = (*prepared.ALIASES, *prepared.ALIASES, "dub-*", "tls-*", "*")
    alias = random.choice(tuple(prepared.ALIASES) if single else some)
    parts = [f"{alias}:{_name(random, clusters)}"]
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
        other = alias if single or random.random() < 0.8 else random.choice(tuple(prepared.ALIASES))
        minus = "-" if random.random() < 0.4 else ""
        parts.append(f"{other}:{minus}{_name(random, clusters)}")
    if random.random() < 0.03:
        parts = [f"{alias}:_all"]
    if any("::" in part for part in parts):
        # Beside other names, 8.19 overlooks in some requests what is no selector.
        return next((part for part in parts if part.endswith("::*")), ",".join(parts))
    if single:
        return ",".join(parts)
    if random.random() < 0.05:
        parts.append(random.choice(("logs-1", "own-1", "logs-*", "nope", "*")))
    if random.random() < 0.04:
        parts.append(random.choice(("-dub-a:*", "-tls-*:*", "-dub-b:logs-1", "gone:logs-1", "gone*:logs-1")))
    return ",".join(parts)


def _name(random: Random, clusters: PreparedClusters) -> str:
    if random.random() < 0.03:
        return random.choice(_DATE_MATH)
    if random.random() < 0.03:
        return random.choice((*_EXISTING, *_WILDCARDS, "<logs-1>", "_all")) + random.choice(_SELECTORS)
    if random.random() < 0.05:
        return random.choice((*clusters.stream.backing_indices, ".security-7", ".security", "nope", "logs-?"))
    return random.choice(_EXISTING if random.random() < 0.55 else _WILDCARDS)
