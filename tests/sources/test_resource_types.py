"""The table of resource types: a resource of the provider that has no row is an error, never overlooked."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from constructs_lib import Connection, CrossClusterApiKey, Role
from esremote.provider.provider import make_provider
from esremote.sources.problems import UnreadableError
from esremote.sources.read import read_source
from esremote.sources.resource_types import RESOURCE_TYPES, is_ours
from tests.support.plans import plan, role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from esremote.provider.protocol import Attribute
    from esremote.sources.jsonlike import Json

SERVED = {resource.type_name: resource.schema for resource in make_provider().resources}
TODAY = date(2026, 7, 1)
NEW = "esremote_user.ops"
NOT_UNDERSTOOD = rf"{NEW}: is of the type 'esremote_user', which this version of esremote does not understand"
RESOURCE = {"address": NEW, "mode": "managed", "type": "esremote_user", "values": {"name": "ops"}}


def test_every_resource_type_that_the_provider_serves_has_a_row() -> None:
    ours = {type_ for type_ in RESOURCE_TYPES if is_ours(type_)}
    assert ours == set(SERVED), "add a row in esremote/sources/resource_types/"


def test_the_constructs_write_resource_types_that_have_a_row() -> None:
    assert {Connection.terraform_type, CrossClusterApiKey.terraform_type, Role.terraform_type} <= set(
        RESOURCE_TYPES
    )


@pytest.mark.parametrize("type_", SERVED)
def test_what_only_the_provider_sets_is_not_compared(type_: str) -> None:
    computed = {
        name
        for name, attribute in _attributes(SERVED[type_].attributes)
        if attribute.computed and not attribute.optional
    }
    assert computed <= RESOURCE_TYPES[type_].comparison.computed


@pytest.mark.parametrize("type_", SERVED)
def test_no_secret_is_shown(type_: str) -> None:
    secret = {
        name
        for name, attribute in _attributes(SERVED[type_].attributes)
        if attribute.sensitive or attribute.write_only
    }
    rules = RESOURCE_TYPES[type_].comparison
    assert secret <= rules.secret | rules.computed


@pytest.mark.parametrize("type_", SERVED)
def test_a_comparison_names_attributes_of_its_type(type_: str) -> None:
    row, known = RESOURCE_TYPES[type_], {name for name, _ in _attributes(SERVED[type_].attributes)}
    rules = row.comparison
    assert rules.computed | rules.identity | rules.secret | rules.true_by_default <= known
    assert {part.attribute for part in row.parts} <= known


def _attributes(attributes: Mapping[str, Attribute]) -> Iterator[tuple[str, Attribute]]:
    for name, attribute in attributes.items():
        yield name, attribute
        if attribute.nested:
            yield from _attributes(attribute.nested.attributes)


@pytest.mark.parametrize(
    ("before", "after"), [({}, {NEW: {"name": "ops"}}), ({NEW: {"name": "ops"}}, {NEW: {"name": "ops"}})]
)
def test_a_plan_with_a_type_that_is_not_understood_cannot_be_read(
    before: Json, after: Json, tmp_path: Path
) -> None:
    file = _written(tmp_path, plan(before, {**after, "esremote_role.a": role()}))
    with pytest.raises(UnreadableError, match=NOT_UNDERSTOOD):
        read_source(file, today=TODAY)


def test_nor_can_a_state_or_a_plan_that_leaves_it_alone(tmp_path: Path) -> None:
    state = {"values": {"root_module": {"resources": [RESOURCE]}}}
    for document in (
        {"format_version": "1.0", "terraform_version": "1.11.4", **state},
        plan({}, {}, prior_state=state),
    ):
        with pytest.raises(UnreadableError, match=NOT_UNDERSTOOD):
            read_source(_written(tmp_path, document), today=TODAY)


def test_nor_can_a_synthesised_stack(tmp_path: Path) -> None:
    _written(tmp_path, {"resource": {"esremote_user": {"ops": {"name": "ops"}}}}, "cdk.tf.json")
    with pytest.raises(UnreadableError, match=NOT_UNDERSTOOD):
        read_source(tmp_path, today=TODAY)


def test_resources_of_other_providers_are_left_out(tmp_path: Path) -> None:
    file = _written(tmp_path, plan({}, {"aws_instance.a": {"ami": "x"}, "esremote_role.a": role()}))
    found = read_source(file, today=TODAY)
    assert [change.address for change in found.changes] == ["esremote_role.a"]


def _written(folder: Path, document: Json, name: str = "plan.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(document), encoding="utf-8")
    return file
