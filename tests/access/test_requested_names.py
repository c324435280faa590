"""Names of a request that are more than names: selectors and date math, as real nodes answered them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from esremote.access.decision.decisions import Outcome
from esremote.access.decision.requests import Kind
from esremote.access.engine.date_math import (
    InvalidDateMathError,
    UnreadableDateMathError,
    resolve_date_math,
)
from esremote.access.engine.deciding import decide
from tests.access.worlds import paper_clusters
from tests.differential.small_worlds import READ, ask, asks, holds, role, search, world

if TYPE_CHECKING:
    from esremote.access.decision.decisions import Decision
    from esremote.access.landscape.landscape import Landscape
    from esremote.access.landscape.roles import RemoteIndicesEntry

NOW = datetime(2026, 11, 27, 23, 30, 15, tzinfo=UTC)
NEW, OLD = paper_clusters("9.5.3"), paper_clusters("8.19.21")


def read(decision: Decision) -> list[str]:
    """The indices that an answer reads."""
    return [access.name for part in decision.parts for access in part.indices]


class TestSelectors:
    LANDSCAPE = world(
        NEW,
        local=(role("r0", asks("logs-1", "logs-2", "ds-*")),),
        remote=(role("r0", holds("ds-*", privileges=("read_failure_store",)), holds("logs-1", "logs-2")),),
    )

    @pytest.mark.parametrize(
        ("expression", "names"),
        [
            ("dub-a:logs-1::data", ["logs-1"]),
            ("dub-a:logs-?::data,dub-a:logs-*::data", None),
            ("dub-a:logs-*::data", ["logs-1", "logs-2"]),
            ("dub-a:logs-*,dub-a:-logs-1::data", ["logs-2"]),
            ("dub-a:logs-*::data,dub-a:-logs-1", ["logs-2"]),
            ("dub-a:logs-*,dub-a:-logs-1::failures", ["logs-1", "logs-2"]),
            ("dub-a:*::failures", []),
            ("dub-a:_all::failures", []),
            ("dub-a:logs-1,dub-a:_all::data", None),
            ("dub-a:<logs-1>::data", ["logs-1"]),
        ],
    )
    def test_data_is_the_name_itself(self, expression: str, names: list[str] | None) -> None:
        decision = decide(self.LANDSCAPE, search(expression))
        assert (decision.status, read(decision)) == ((200, names) if names is not None else (403, []))

    def test_a_key_never_reaches_a_failure_store(self) -> None:
        decision = decide(self.LANDSCAPE, search("dub-a:ds-1::failures"))
        assert decision.status == 403
        assert any("never reaches failure stores" in step.detail for step in decision.trace)
        assert decision.remedy is None

    def test_over_certificates_read_failure_store_reaches_it(self) -> None:
        store, other = (
            decide(self.LANDSCAPE, search(f"tls-a:{name}::failures")) for name in ("ds-1", "logs-1")
        )
        assert (store.status, read(store)) == (200, [".fs-ds-1-000001"])
        assert other.status == 403
        assert "read_failure_store" in (other.remedy or "")

    def test_read_failure_store_does_not_read_the_stream(self) -> None:
        assert decide(self.LANDSCAPE, search("tls-a:ds-1")).status == 403
        assert read(decide(self.LANDSCAPE, search("tls-a:*"))) == ["logs-1", "logs-2"]

    def test_all_reads_both(self) -> None:
        landscape = world(NEW, remote=(role("r0", holds("*", privileges=("all",))),))
        assert read(decide(landscape, search("tls-a:ds-*::failures,tls-a:ds-1"))) == [
            NEW.stream.backing_indices[0],
            ".fs-ds-1-000001",
        ]

    def test_an_index_has_no_failure_store(self) -> None:
        landscape = world(NEW, remote=(role("r0", holds("*", privileges=("all",))),))
        assert decide(landscape, search("tls-a:logs-1::failures")).status == 404

    def test_an_alias_of_a_stream_has_one_that_wildcards_pass_by(self) -> None:
        landscape = world(NEW, remote=(role("r0", holds("ds-al", privileges=("all",))),))
        named, wildcard = (decide(landscape, search(f"tls-a:{name}::failures")) for name in ("ds-al", "ds-*"))
        assert read(named) == [".fs-ds-1-000001"]
        assert (wildcard.status, read(wildcard)) == (200, [])

    @pytest.mark.parametrize("name", ["logs-1::*", "*::*", "logs-1::", "logs-1::DATA", "logs-1::data::data"])
    def test_any_other_selector_is_refused(self, name: str) -> None:
        assert decide(self.LANDSCAPE, search(f"dub-b:{name}")).status == 400

    @pytest.mark.parametrize("kind", [Kind.SEARCH, Kind.FIELD_CAPS, Kind.RESOLVE_INDEX, Kind.POINT_IN_TIME])
    def test_8_19_refuses_selectors_for_other_clusters(self, kind: Kind) -> None:
        landscape = world(OLD, local=(role("r0", asks("*"), holds("*")),))
        assert decide(landscape, ask(kind, "dub-a:logs-1::data")).status == 400
        assert decide(landscape, ask(kind, "own-1::data")).status == 200


class TestDateMath:
    @pytest.mark.parametrize(
        ("name", "meant"),
        [
            ("logs-1", "logs-1"),
            ("<logs-1>", "logs-1"),
            ("<logs-{now}>", "logs-2026.11.27"),
            ("<logs-{now/d-1d}>", "logs-2026.11.26"),
            ("<logs-{now/M}>", "logs-2026.11.01"),
            ("<logs-{now/M{yyyy.MM}}>", "logs-2026.11"),
            ("<logs-{now+3M{uu-M}}>", "logs-27-2"),
            ("<logs-{now/y+1y-1d}>", "logs-2026.12.31"),
            ("<logs-{now/w}>", "logs-2026.11.23"),
            ("<logs-{now/w{xxxx.ww}}>", "logs-2026.48"),
            ("<logs-{now/h{yyyy.MM.dd.HH|+01:00}}>", "logs-2026.11.28.00"),
            ("<logs-{now/d{yyyy.MM.dd|Europe/Dublin}}-x>", "logs-2026.11.27-x"),
            ("<logs-{now-1H{HH.mm.ss}}>", "logs-22.30.15"),
            ("<logs-{now{yyyy-'day'D}}>", "logs-2026-day331"),
            ("<a{now/y{yyyy}}b{now/M{MM}}c*>", "a2026b11c*"),
            ("<logs-\\{x\\}>", "logs-{x}"),
            ("<logs-{now/d}", "<logs-{now/d}"),
        ],
    )
    def test_becomes_a_name(self, name: str, meant: str) -> None:
        assert resolve_date_math(name, NOW) == meant

    @pytest.mark.parametrize(
        "name", ["<>", "<a{}b>", "<a{now/q}>", "<a{now/d>", "<a}>", "<a{now/d-1d|+01:00}>", "<a{now/d{}}>"]
    )
    def test_is_refused(self, name: str) -> None:
        with pytest.raises(InvalidDateMathError):
            resolve_date_math(name, NOW)

    @pytest.mark.parametrize("name", ["<a{2026.11.27||/d}>", "<a{now{EEE}}>", "<a{now{yyyy|Mars/Base}}>"])
    def test_may_be_more_than_is_understood(self, name: str) -> None:
        with pytest.raises(UnreadableDateMathError):
            resolve_date_math(name, NOW)
        landscape = world(NEW, local=(role("r0", asks("*")),))
        (part,) = decide(landscape, search(f"dub-a:{name}"), at=NOW).parts
        assert part.outcome is Outcome.UNKNOWN

    def test_is_authorized_as_the_name_it_becomes_and_literal_in_a_role(self) -> None:
        today = datetime.now(UTC)
        resolved = world(NEW, local=(role("r0", asks("logs-*")),))
        literal = world(NEW, local=(role("r0", asks("<logs-{now/d}>")),))
        request = search("dub-a:<logs-{now/d}>")
        assert read(decide(resolved, request, at=today)) == [f"logs-{today:%Y.%m.%d}"]
        assert decide(literal, request, at=today).status == 403

    def test_is_excluded_as_the_name_it_becomes(self) -> None:
        landscape = world(NEW, local=(role("r0", asks("logs-1", "logs-2")),))
        assert read(decide(landscape, search("dub-a:logs-*,dub-a:-<logs-1>"))) == ["logs-2"]

    @pytest.mark.parametrize(("alias", "status"), [("dub-a", 403), ("dub-b", 200)])
    def test_that_is_refused_is_a_refusal_of_the_cluster(self, alias: str, status: int) -> None:
        landscape = world(NEW, local=(role("r0", asks("*")),))
        assert decide(landscape, search(f"{alias}:<logs-{{now/q}}>")).status == status

    @pytest.mark.parametrize(
        ("name", "privileges", "outcome"),
        [
            ("<logs-{now/d}>", READ, Outcome.ALLOWED),
            ("<audit-{now/d}>", READ, Outcome.DENIED),
            ("<logs-{now/q}>", READ, Outcome.DENIED),
            ("<logs-{now{EEE}}>", READ, Outcome.UNKNOWN),
        ],
    )
    def test_where_indices_are_not_known(
        self, name: str, privileges: tuple[str, ...], outcome: Outcome
    ) -> None:
        (part,) = decide(
            _unknown_indices(asks("logs-*", privileges=privileges)), search(f"dub-a:{name}")
        ).parts
        assert part.outcome is outcome


def _unknown_indices(entry: RemoteIndicesEntry) -> Landscape:
    landscape = world(NEW, local=(role("r0", entry),))
    local, remote = landscape.clusters
    return replace(landscape, clusters=(local, replace(remote, indices=None, aliases=(), data_streams=())))
