"""Whatever a cluster answers, the doctor describes what it can, and says in a line what it cannot read."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from esremote.access import facts
from esremote.elasticsearch import Cluster, ClusterAccess, License
from esremote.elasticsearch.endpoint_probe import Answer, Seen, probe
from esremote.elasticsearch.errors import refused
from esremote.live import observe as observing
from esremote.live.address_probe import observe_address
from esremote.live.as_facts import as_facts
from esremote.live.checkup import checkup
from esremote.live.observed import AtAddress
from esremote.live.writers import WRITERS
from tests.live.sound_answers import LOCAL, REMOTE, Answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from esremote.live.checkup import Checkup
    from esremote.live.observed import ObservedCluster

NOW = datetime(2026, 12, 1, tzinfo=UTC)
HTML = "<!DOCTYPE html><html><head><title>Sign in</title></head></html>"
MISSING = object()
ODD = (None, [None], {"odd": None}, "odd", 7, True, MISSING)
Path = tuple[str | int, ...]


def cluster(name: str, answers: Answers) -> Cluster:
    """Make a cluster that answers what is given."""
    made = Cluster(ClusterAccess(name, (f"https://{name}.example:9200",)))

    async def request(method: str, path: str, *_: object, **__: object) -> object:
        place = unquote(path.partition("?")[0])
        if place not in answers:
            raise refused(name, f"{method} {place}", 404, {"error": "no such thing"})
        answer = answers[place]
        if place.endswith("/_field_caps"):
            raise refused(name, f"{method} {place}", 403, answer)
        return deepcopy(answer)

    made.client.request = request  # type: ignore[method-assign]
    return made


def examined(local: Answers, remote: Answers) -> Checkup:
    """Observe, check and write in every format; the facts must be readable again."""
    (observed,) = asyncio.run(observations([(local, remote)]))
    return checked(observed)


async def observations(pairs: Sequence[tuple[Answers, Answers]]) -> list[tuple[ObservedCluster, ...]]:
    """Observe pairs of clusters, all of them at once."""
    clusters = [
        {"frankfurt": cluster("frankfurt", local), "dublin": cluster("dublin", remote)}
        for local, remote in pairs
    ]
    return list(await asyncio.gather(*map(observing.observe, clusters)))


def checked(observed: tuple[ObservedCluster, ...]) -> Checkup:
    """Check what was observed, and write it in every format; the facts must be readable again."""
    found = checkup(observed, NOW)
    for write in WRITERS.values():
        write(found)
    facts.read(facts.write(as_facts(observed)))
    return found


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unseen(address: str, _: str | None) -> AtAddress:
        return AtAddress(address, Seen(Answer.NOTHING, "Connection refused"))

    monkeypatch.setattr(observing, "observe_address", unseen)


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, member in members:
        yield from places(member, (*path, name))


def mutated(value: Any, path: Path, odd: object) -> Any:
    """Copy a value with something else, or nothing, in one place."""
    if not path:
        return odd
    copy = value.copy()
    if len(path) == 1 and odd is MISSING:
        del copy[path[0]]
    else:
        copy[path[0]] = mutated(copy[path[0]], path[1:], odd)
    return copy


def lines(found: Checkup) -> list[str]:
    return [finding.message for finding in found.findings if finding.rule == "DR001"]


def test_sound_answers_are_read_without_a_line() -> None:
    found = examined(LOCAL, REMOTE)
    assert lines(found) == []
    assert [(alias.name, alias.key.id if alias.key else None) for alias in found.aliases] == [
        ("frankfurt/OLD", None),
        ("frankfurt/dublin", "k1"),
    ]


@pytest.mark.parametrize("request_", LOCAL)
def test_every_mutation_of_every_answer_is_survived(request_: str) -> None:
    pairs = [
        *((LOCAL | {request_: odd}, REMOTE) for odd in mutations(LOCAL[request_])),
        *((LOCAL, REMOTE | {request_: odd}) for odd in mutations(REMOTE[request_])),
    ]
    for answers, observed in zip(pairs, asyncio.run(observations(pairs)), strict=True):
        try:
            found = checked(observed)
        except Exception as error:
            error.add_note(f"{[side[request_] for side in answers]}")
            raise
        assert len(found.clusters) == 2
        assert all(each.answers for each in found.clusters) or request_ == "/"


def mutations(recorded: Any) -> Iterator[Any]:
    """Replace every value of an answer by something of every other kind, and leave it out."""
    for path in places(recorded):
        for odd in ODD:
            if path or odd is not MISSING:
                yield mutated(recorded, path, odd)


@pytest.mark.parametrize("request_", [name for name in LOCAL if "field_caps" not in name])
def test_html_is_a_line_and_the_rest_is_reported(request_: str) -> None:
    found = examined(LOCAL | {request_: HTML}, REMOTE)
    assert any("<!DOCTYPE html>" in line for line in lines(found))
    assert found.clusters[1].answers


def test_one_role_that_cannot_be_read_does_not_hide_the_others() -> None:
    roles = deepcopy(LOCAL["/_security/role"])
    roles["analyst"]["remote_indices"][0]["privileges"] = 7
    found = examined(LOCAL | {"/_security/role": roles}, REMOTE)
    (line,) = lines(found)
    assert "analyst.remote_indices[0].privileges is 7, a list is needed" in line
    assert list(found.clusters[0].roles) == ["reader"]


@pytest.mark.parametrize("member", ["clusters", "names"])
def test_a_pattern_that_is_too_complex_is_a_line(member: str) -> None:
    roles = deepcopy(LOCAL["/_security/role"])
    roles["reader"]["remote_indices"][0][member] = ["/(.{0,70}){0,70}/"]
    found = examined(LOCAL | {"/_security/role": roles}, REMOTE)
    if member == "clusters":
        assert ["not known: too complex" in line for line in lines(found)] == [True]


def test_a_licence_that_expires_later_than_python_counts_never_expires() -> None:
    licence = {"license": {"type": "enterprise", "status": "active", "expiry_date_in_millis": 10**400}}
    found = examined(LOCAL | {"/_license": licence}, REMOTE)
    assert lines(found) == []
    assert found.clusters[0].license == License("enterprise", "active")


def test_a_blank_name_in_a_role_is_read() -> None:
    roles = {"blank": {"remote_indices": [{"names": [""], "privileges": ["read"], "clusters": ["dublin"]}]}}
    found = examined(LOCAL | {"/_security/role": roles}, REMOTE)
    assert found.clusters[0].roles.keys() == {"blank"}


def test_a_node_without_the_role_of_a_remote_cluster_client_is_a_line() -> None:
    without = {name: answer for name, answer in LOCAL.items() if name != "/_remote/info"}
    found = examined(without, REMOTE)
    assert ["its remote clusters" in line for line in lines(found)] == [True]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:70000",
        "a b:9443",
        "host:+9443",
        f"{'a' * 64}.example:1",
        "münchen..example:1",
        ".:1",
        "",
        ":",
    ],
)
@pytest.mark.parametrize("server_name", [None, "b" * 70, ".", "ü"])
def test_whatever_an_address_is_nothing_responds_there(address: str, server_name: str | None) -> None:
    seen = asyncio.run(probe(address, server_name))
    assert seen.answer is Answer.NOTHING
    assert seen.why
    place = asyncio.run(observe_address(address, server_name))
    assert place.certificate is None
