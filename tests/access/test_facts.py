"""The facts document: what is written is read back, and mistakes come all at once with their places."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from esremote.access import facts
from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from esremote.access.landscape.roles import Role

Json = Any
DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = re.search(r"<!-- example -->\n```json\n(.*?)```", (DOCS / "facts.md").read_text(), re.DOTALL)[1]


def test_the_published_schema_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(facts.schema())


def test_the_example_of_the_docs_reads_and_its_facts_are_where_they_belong() -> None:
    read = facts.read(EXAMPLE)
    frankfurt, dublin = read.landscape.clusters
    connection = frankfurt.connection_by_alias["dublin"]
    assert connection.security_model is SecurityModel.API_KEY
    assert dublin.key_by_id[connection.cross_cluster_api_key].search[0].names == ("logs-*",)
    assert str(frankfurt.role_by_name["analyst"].remote_indices[0].source) == "stacks/search.py:21"
    assert [request.id for request in read.requests] == ["1", "2"]
    assert list(Draft202012Validator(facts.schema()).iter_errors(json.loads(EXAMPLE))) == []


def test_what_is_written_is_read_back_as_the_same_facts() -> None:
    read = facts.read(EXAMPLE)
    assert facts.read(facts.write(read)) == read


def test_a_query_as_a_string_and_as_an_object_are_the_same_fact() -> None:
    query = {"term": {"level": "error"}}

    def role(value: Json) -> Role:
        entry = {"names": ["a"], "privileges": ["read"], "query": value}
        document = {"format": "esremote/facts", "version": 1, "clusters": {"c": {"version": "9.5.3"}}}
        document["clusters"]["c"]["roles"] = {"r": {"indices": [entry]}}
        return facts.read(json.dumps(document)).landscape.cluster_by_name["c"].role_by_name["r"]

    assert role(query) == role(json.dumps(query))


def test_all_mistakes_come_at_once_each_with_its_path() -> None:
    document = json.loads(EXAMPLE)
    document["version"] = 2
    document["clusters"]["frankfurt"]["roles"]["analyst"]["remote_indices"][0]["names"] = []
    document["clusters"]["dublin"]["aliases"]["a b"] = {"index": "logs-1"}
    document["requests"][0]["kind"] = "scroll"
    with pytest.raises(facts.InvalidFactsError) as refused:
        facts.read(json.dumps(document))
    assert [str(problem) for problem in refused.value.problems] == [
        "$.version: 1 is needed, got 2",
        "$.clusters.frankfurt.roles.analyst.remote_indices[0].names: at least 1 is needed",
        '$.clusters.dublin.aliases["a b"].index: no such member; there are indices, hidden',
        '$.clusters.dublin.aliases["a b"].indices: is needed',
        (
            "$.requests[0].kind: one of search, msearch, count, field_caps, resolve_index, resolve_cluster, "
            'point_in_time, terms_enum, esql, enrich, follow is needed, got "scroll"'
        ),
    ]


def test_names_that_lead_nowhere_are_mistakes() -> None:
    document = json.loads(EXAMPLE)
    document["clusters"]["frankfurt"]["connections"]["dublin"]["cross_cluster_api_key"] = "gone"
    document["clusters"]["frankfurt"]["connections"]["tokyo"] = {"remote_cluster": "tokyo"}
    document["clusters"]["dublin"]["aliases"]["logs-errors"]["indices"] = {"gone": {}}
    document["clusters"]["dublin"]["data_streams"]["logs-1"] = {"backing_indices": [".ds-logs-1"]}
    document["requests"] = [
        {"cluster": "frankfurt", "user": "bob", "expression": "x", "run_as": "eve"},
        {"cluster": "oslo", "user": "bob", "expression": "x"},
        {"cluster": "frankfurt", "expression": "x"},
    ]
    with pytest.raises(facts.InvalidFactsError) as refused:
        facts.read(json.dumps(document))
    assert [str(problem) for problem in refused.value.problems] == [
        (
            "$.clusters.frankfurt.connections.dublin.cross_cluster_api_key: "
            "no key 'gone' on dublin; there are: frankfurt-dublin"
        ),
        "$.clusters.frankfurt.connections.tokyo.remote_cluster: no cluster 'tokyo' in $.clusters",
        '$.clusters.dublin.aliases["logs-errors"].indices.gone: no such index or data stream',
        '$.clusters.dublin.data_streams["logs-1"]: an index has this name',
        "$.requests[0].user: no user 'bob' on frankfurt",
        "$.requests[0].run_as: no user 'eve' on frankfurt",
        "$.requests[1].cluster: no cluster 'oslo' in $.clusters",
        "$.requests[2]: either user or roles is needed, and not both",
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, '"x"', b"\xff"])
def test_what_is_no_facts_document_is_refused_in_words(text: str) -> None:
    with pytest.raises(facts.InvalidFactsError, match=r"^\$"):
        facts.read(text)


def _places(value: Json) -> Iterator[tuple[Json, Json]]:
    """Every container in a document with every key in it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from _places(item)


LED_NOWHERE = re.compile(
    "^no (key|cluster|user|such index or data stream)|has this name|either user or roles"
)
JUNK = st.sampled_from(
    [None, True, 0, -1, 1.5, "", "x", [], ["x"], [1], {}, {"x": 1}, {"source": {"line": 0}}]
)


@given(data=st.data())
def test_reader_and_schema_refuse_the_same_documents(data: st.DataObject) -> None:
    document = copy.deepcopy(json.loads(EXAMPLE))
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(list(_places(document))))
        container[key] = copy.deepcopy(data.draw(JUNK))
    accepted = Draft202012Validator(facts.schema()).is_valid(document)
    assert accepted == (not _mistakes_of_form(document))


def _mistakes_of_form(document: Json) -> list[str]:
    try:
        facts.read(json.dumps(document))
    except facts.InvalidFactsError as refused:
        return [str(problem) for problem in refused.problems if not LED_NOWHERE.search(problem.message)]
    return []


AS_RETURNED = {
    "format": "esremote/facts",
    "version": 1,
    "clusters": {
        "dublin": {
            "version": "9.5.3",
            "roles": {
                "analyst": {
                    "cluster": [],
                    "indices": [{"names": [""], "privileges": ["read"], "allow_restricted_indices": False}],
                    "remote_indices": [{"clusters": [], "names": ["logs-*"], "privileges": ["read"]}],
                    "applications": [{"application": "kibana", "privileges": ["all"], "resources": ["*"]}],
                    "global": {},
                    "run_as": [],
                    "metadata": {"team": "search"},
                    "transient_metadata": {"enabled": True},
                    "description": "for analysts",
                }
            },
            "users": {
                "ada": {
                    "username": "ada",
                    "roles": ["analyst"],
                    "full_name": None,
                    "email": None,
                    "metadata": {},
                    "enabled": True,
                    "api_key": {
                        "id": "r",
                        "name": "ada-key",
                        "type": "rest",
                        "creation": 1,
                        "username": "ada",
                        "realm": "native1",
                        "realm_type": "native",
                        "metadata": {},
                        "role_descriptors": {"own": {"indices": [], "transient_metadata": {"enabled": True}}},
                        "limited_by": [
                            {"analyst": {"run_as": ["x"], "transient_metadata": {}}},
                            {"second": {}},
                        ],
                    },
                }
            },
            "cross_cluster_api_keys": {
                "k": {
                    "id": "k",
                    "name": "frankfurt",
                    "type": "cross_cluster",
                    "creation": 1,
                    "invalidated": False,
                    "username": "elastic",
                    "realm": "reserved",
                    "metadata": {},
                    "role_descriptors": {"cross_cluster": {"cluster": ["cross_cluster_search"]}},
                    "access": {"search": [{"names": ["logs-*"], "allow_restricted_indices": False}]},
                }
            },
        }
    },
}


def test_roles_users_and_keys_can_be_pasted_as_elasticsearch_returns_them() -> None:
    read = facts.read(json.dumps(AS_RETURNED))
    (dublin,) = read.landscape.clusters
    assert dublin.role_by_name["analyst"].indices[0].names == ("",)
    assert dublin.role_by_name["analyst"].remote_indices[0].clusters == ()
    assert dublin.key_by_id["k"].search[0].names == ("logs-*",)
    assert [role.name for role in dublin.user_by_name["ada"].api_key.limited_by] == ["analyst", "second"]
    assert "$.clusters.dublin.roles.analyst.applications" in read.ignored
    assert list(Draft202012Validator(facts.schema()).iter_errors(AS_RETURNED)) == []
    assert facts.read(facts.write(read)) == read


def test_the_access_of_a_key_stands_in_one_place() -> None:
    document = copy.deepcopy(AS_RETURNED)
    document["clusters"]["dublin"]["cross_cluster_api_keys"]["k"]["search"] = [{"names": ["*"]}]
    with pytest.raises(facts.InvalidFactsError, match=r"stands at .* already"):
        facts.read(json.dumps(document))


def test_a_collection_is_whole_if_the_document_says_so() -> None:
    document = json.loads(EXAMPLE)
    document["clusters"]["dublin"]["whole"] = ["role"]
    with pytest.raises(facts.InvalidFactsError, match=r"whole\[0\]: one of roles, users, role_mappings"):
        facts.read(json.dumps(document))
