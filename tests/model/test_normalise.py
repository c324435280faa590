"""What the server says is kept in the user's spelling wherever both mean the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from esremote.model import normalise

_TEXTS = st.text(alphabet="abc*-", min_size=1, max_size=4)
_ENTRIES = st.fixed_dictionaries(
    {
        "names": st.lists(_TEXTS, min_size=1, max_size=3, unique=True),
        "query": st.none() | st.just('{"term": {"a": 1}}'),
        "allow_restricted_indices": st.none() | st.booleans(),
    }
)


def _server_writes(entry: dict[str, object]) -> dict[str, object]:
    """Elasticsearch: sets in its own order, compact JSON, every flag present."""
    query = entry["query"]
    return {
        "names": sorted(entry["names"], reverse=True),
        "query": json.dumps(json.loads(str(query)), separators=(",", ":")) if query else None,
        "allow_restricted_indices": bool(entry["allow_restricted_indices"]),
    }


@given(st.lists(_ENTRIES, max_size=3))
def test_what_the_server_rewrites_is_kept_as_it_was_given(entries: list[dict[str, object]]) -> None:
    answered = [_server_writes(entry) for entry in entries]

    assert normalise.in_spelling_of(entries, answered) == entries


@given(st.lists(_ENTRIES, min_size=1, max_size=3), st.lists(_ENTRIES, max_size=3))
def test_what_means_something_else_is_seen(
    given_: list[dict[str, object]], other: list[dict[str, object]]
) -> None:
    kept = normalise.in_spelling_of(given_, other)

    assert normalise.same(kept, other)
    assert (kept == given_) == (_plain(given_) == _plain(other))


def _plain(entries: list[dict[str, object]]) -> list[dict[str, object]]:
    return [_server_writes(entry) for entry in entries]


def test_a_changed_part_does_not_disturb_the_spelling_of_the_others() -> None:
    given_ = {"names": ["b", "a"], "query": '{ "match_all": {} }'}
    answered = {"names": ["a", "c"], "query": '{"match_all":{}}'}

    assert normalise.in_spelling_of(given_, answered) == {"names": ["a", "c"], "query": '{ "match_all": {} }'}
