"""The plan that follows from a schema: without Terraform, for every shape of a configuration."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esremote.provider.protocol import (
    UNKNOWN,
    Attribute,
    List,
    Map,
    Nested,
    Number,
    Path,
    Schema,
    SchemaError,
    Set,
    String,
    empty_is_absent,
    is_known,
    same_json,
)
from esremote.provider.protocol.equivalence import same, settle
from esremote.provider.protocol.planning import plan, replacements, with_defaults

LEAVES = {
    "must": Attribute(String, required=True),
    "may": Attribute(String, optional=True),
    "given": Attribute(String, default="given"),
    "made": Attribute(String, computed=True),
    "kept": Attribute(String, computed=True, use_state_for_unknown=True),
    "either": Attribute(String, optional=True, computed=True),
    "fixed": Attribute(String, optional=True, requires_replace=True),
    "json": Attribute(String, optional=True, equivalent=same_json),
    "hidden": Attribute(String, optional=True, write_only=True),
}
IN_SETS = {name: attribute for name, attribute in LEAVES.items() if not attribute.write_only}
INNER = Nested({**IN_SETS, "deep": Attribute(List(Nested(IN_SETS)), optional=True)})
ROOT = Nested(
    {
        **LEAVES,
        "one": Attribute(Nested(LEAVES), optional=True),
        "list": Attribute(List(INNER), optional=True),
        "set": Attribute(Set(Nested(IN_SETS)), optional=True),
        "map": Attribute(Map(INNER), optional=True),
        "numbers": Attribute(List(Number), optional=True),
    }
)

WORDS = st.sampled_from(["a", "b", "c"])


def configurations(nested: Nested) -> st.SearchStrategy[dict[str, Any]]:
    """Configurations as a person could write them."""
    return st.fixed_dictionaries({name: _values(attribute) for name, attribute in nested.attributes.items()})


def _values(attribute: Attribute) -> st.SearchStrategy[Any]:
    if not (attribute.required or attribute.optional):
        return st.none()
    match attribute.type:
        case Nested() as nested:
            known: st.SearchStrategy[Any] = configurations(nested)
        case Map(Nested() as nested):
            known = st.dictionaries(WORDS, configurations(nested), max_size=2)
        case List(Nested() as nested):
            known = st.lists(configurations(nested), max_size=2)
        case Set(Nested() as nested):
            known = st.lists(
                configurations(nested),
                max_size=3,
                unique_by=lambda configuration: json.dumps(configuration, default=str),
            )
        case List():
            known = st.lists(st.integers(), max_size=2)
        case _:
            known = st.sampled_from(['{"a": 1}', "{}"]) if attribute.equivalent else WORDS
    return known if attribute.required else st.none() | known


def proposal(nested: Nested, config: Any, prior: Any) -> Any:
    """Do what Terraform does: take the configuration; for computed values it is silent on, the state."""
    merged = {}
    for name, attribute in nested.attributes.items():
        wanted, present = config.get(name), (prior or {}).get(name)
        if wanted is None:
            merged[name] = present if attribute.computed else None
        elif attribute.nested is None:
            merged[name] = wanted
        else:
            merged[name] = _proposed(attribute, attribute.nested, wanted, present)
    return merged


def _proposed(attribute: Attribute, nested: Nested, wanted: Any, present: Any) -> Any:
    match attribute.type:
        case Nested():
            return proposal(nested, wanted, present)
        case Map():
            return {key: proposal(nested, value, (present or {}).get(key)) for key, value in wanted.items()}
        case Set():
            return [proposal(nested, value, None) for value in wanted]
        case _:
            padded = [*(present or ()), *[None] * len(wanted)]
            return [proposal(nested, value, padded[index]) for index, value in enumerate(wanted)]


def applied(planned: Any) -> Any:
    """Do what a provider does: make up what is unknown."""
    match planned:
        case dict():
            return {name: applied(value) for name, value in planned.items()}
        case list():
            return [applied(value) for value in planned]
        case _:
            return planned if is_known(planned) else "made up"


CONFIGS = configurations(ROOT)


@given(CONFIGS)
def test_after_apply_the_same_configuration_plans_nothing(config: dict[str, Any]) -> None:
    state = applied(plan(ROOT, config, None, proposal(ROOT, config, None)))
    again = plan(ROOT, config, state, proposal(ROOT, config, state))
    assert same(ROOT, again, state)
    assert list(replacements(ROOT, state, again)) == []


@given(CONFIGS, CONFIGS)
def test_a_plan_honours_the_configuration_or_keeps_an_equivalent(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    state = applied(plan(ROOT, one, None, proposal(ROOT, one, None)))
    planned = plan(ROOT, other, state, proposal(ROOT, other, state))
    _honours(ROOT, other, planned)


def _honours(nested: Nested, config: Any, planned: Any) -> None:
    for name, attribute in nested.attributes.items():
        wanted, got = config.get(name), planned[name]
        if attribute.write_only:
            assert got is None
        elif wanted is None:
            assert got is None or attribute.computed
        elif attribute.nested is None:
            assert got == wanted or (attribute.equivalent is not None and attribute.equivalent(got, wanted))
        elif isinstance(attribute.type, Nested):
            _honours(attribute.nested, wanted, got)
        elif isinstance(attribute.type, Map):
            assert wanted.keys() == got.keys()
            for key in wanted:
                _honours(attribute.nested, wanted[key], got[key])
        else:
            assert len(wanted) == len(got)
            for inner, planned_inner in zip(wanted, got, strict=True):
                _honours(attribute.nested, inner, planned_inner)


@given(CONFIGS, CONFIGS)
def test_any_change_makes_every_computed_value_unknown_except_the_stable(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    state = applied(plan(ROOT, one, None, proposal(ROOT, one, None)))
    planned = plan(ROOT, other, state, proposal(ROOT, other, state))
    if same(ROOT, planned, state):
        assert planned["made"] == "made up"
    else:
        assert planned["made"] == UNKNOWN
        assert planned["kept"] == "made up"


@given(CONFIGS, CONFIGS)
def test_a_replacement_is_planned_for_the_attributes_that_changed_and_force_one(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    state = applied(plan(ROOT, one, None, proposal(ROOT, one, None)))
    planned = plan(ROOT, other, state, proposal(ROOT, other, state))
    forced = set(map(str, replacements(ROOT, state, planned)))
    assert ("fixed" in forced) == (planned["fixed"] != state["fixed"])
    for index, element in enumerate(planned["list"] or ()):
        before = (state["list"] or [])[index : index + 1]
        changed = element["fixed"] != (before[0]["fixed"] if before else None)
        assert (f"list[{index}].fixed" in forced) == changed
    assert not any(path.startswith("set[") for path in forced)


@given(CONFIGS)
def test_what_a_service_returns_settles_to_what_was_planned(config: dict[str, Any]) -> None:
    planned = applied(plan(ROOT, config, None, proposal(ROOT, config, None)))
    returned = json.loads(json.dumps(planned).replace('{\\"a\\": 1}', '{ \\"a\\":1 }'))
    for name in ("set",):
        returned[name] = returned[name] and returned[name][::-1]
    settled = settle(ROOT, returned, planned)
    assert same(ROOT, settled, planned)


@given(CONFIGS)
def test_defaults_are_filled_in_and_nothing_else_changes(config: dict[str, Any]) -> None:
    filled = with_defaults(ROOT, config)
    assert filled["given"] == config["given"] or (config["given"] is None and filled["given"] == "given")
    assert {**filled, **dict.fromkeys(("given", "one", "list", "set", "map"))} == {
        **config,
        **dict.fromkeys(("given", "one", "list", "set", "map")),
    }
    assert with_defaults(ROOT, filled) == filled


def test_elements_of_a_set_find_their_partners_by_what_is_configured() -> None:
    nested = Nested(
        {"set": Attribute(Set(Nested(IN_SETS)), optional=True), "may": Attribute(String, optional=True)}
    )
    config = {"set": [{"must": "a"}, {"must": "b", "json": '{"a": 1}'}], "may": None}
    state = applied(plan(nested, config, None, proposal(nested, config, None)))
    changed = {"set": [{"must": "b", "json": '{"a":1}'}, {"must": "a"}], "may": "x"}
    planned = plan(nested, changed, state, proposal(nested, changed, state))
    kept = {item["must"]: (item["json"], item["kept"], item["made"]) for item in planned["set"]}
    assert kept == {"a": (None, "made up", UNKNOWN), "b": ('{"a": 1}', "made up", UNKNOWN)}


def test_an_empty_collection_and_none_can_be_the_same() -> None:
    nested = Nested({"tags": Attribute(List(String), optional=True, equivalent=empty_is_absent)})
    assert settle(nested, {"tags": None}, {"tags": []}) == {"tags": []}
    assert settle(nested, {"tags": []}, {"tags": None}) == {"tags": None}
    assert settle(nested, {"tags": ["a"]}, {"tags": None}) == {"tags": ["a"]}


def test_a_set_of_objects_forces_a_replacement_by_the_path_of_the_set() -> None:
    nested = Nested({"set": Attribute(Set(Nested(IN_SETS)), optional=True)})
    before = {"set": [{**dict.fromkeys(IN_SETS), "must": "a", "fixed": "x"}]}
    after = {"set": [{**dict.fromkeys(IN_SETS), "must": "a", "fixed": "y"}]}
    assert list(replacements(nested, before, after)) == [Path() / "set"]
    harmless = {"set": [{**dict.fromkeys(IN_SETS), "must": "b", "fixed": "x"}]}
    assert list(replacements(nested, before, harmless)) == []


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        ({}, "one of required, optional and computed must be set"),
        ({"required": True, "optional": True}, "required excludes optional and computed"),
        ({"required": True, "default": "x"}, "required excludes optional and computed"),
        ({"optional": True, "computed": True, "write_only": True}, "a write-only value is not stored"),
        ({"optional": True, "use_state_for_unknown": True}, "use_state_for_unknown requires computed"),
    ],
)
def test_flags_that_contradict_each_other_are_refused_where_they_are_written(
    flags: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(SchemaError, match=complaint):
        Attribute(String, **flags)


def test_a_set_holds_nothing_write_only() -> None:
    with pytest.raises(SchemaError, match="nothing in a set can be write-only"):
        Attribute(Set(Nested(LEAVES)), optional=True)


def test_nested_attributes_are_held_by_one_collection_at_most() -> None:
    with pytest.raises(SchemaError, match="at most one collection"):
        Attribute(List(Map(INNER)), optional=True)


def test_a_schema_is_compared_by_what_it_says() -> None:
    assert Schema({"a": Attribute(String, optional=True)}) == Schema({"a": Attribute(String, optional=True)})
