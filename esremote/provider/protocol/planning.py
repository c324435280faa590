"""The plan that follows from the schema alone: defaults, kept and unknown values, forced replacements."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.equivalence import equivalent, same
from esremote.provider.protocol.members import Member, elements, rebuild
from esremote.provider.protocol.paths import Path
from esremote.provider.protocol.schema import Attribute, Nested, Nesting
from esremote.provider.protocol.types import Set
from esremote.provider.protocol.values import UNKNOWN, Values

if TYPE_CHECKING:
    from collections.abc import Iterator


def plan(nested: Nested, config: Values, prior: Values | None, proposed: Values) -> Values:
    """Plan the creation (without a prior state) or the update of an object.

    If anything changes, computed values that the configuration does not set become unknown, except those with
    `use_state_for_unknown`. If nothing changes, all values are kept.

    Args:
        nested: The schema.
        config: The configuration.
        prior: The state.
        proposed: Terraform's proposal: the configuration, with unset values taken from the state.
    """
    member = Member(config, prior or {}, proposed)
    planned = _settled(nested, member, proposed)
    if prior is not None and same(nested, planned, prior):
        return planned
    return _with_unknowns(nested, member, planned)


def with_defaults(nested: Nested, config: Values) -> Values:
    """Fill in the defaults of a configuration that is used directly, of a provider or a data source."""
    return _defaulted(nested, Member(config, {}, config), config)


def _defaulted(nested: Nested, member: Member, _: Values) -> Values:
    filled = dict(member.config)
    for name, attribute in nested.attributes.items():
        value = member.config.get(name)
        if value is None and attribute.default is not None:
            filled[name] = copy.deepcopy(attribute.default)
        elif attribute.nested is not None:
            filled[name] = rebuild(attribute, (value, None, value), value, _defaulted)
    return filled


def _settled(nested: Nested, member: Member, _: Values) -> Values:
    return {name: _settle(attribute, member.of(name)) for name, attribute in nested.attributes.items()}


def _settle(attribute: Attribute, sides: tuple[Any, Any, Any]) -> Any:  # noqa: ANN401 (a value of its type)
    config, prior, proposed = sides
    if attribute.write_only:
        return None
    if config is None and attribute.default is not None:
        return copy.deepcopy(attribute.default)
    if config is None and attribute.computed and proposed is None:
        return prior
    if config is not None and equivalent(attribute, proposed, prior):
        return prior
    return rebuild(attribute, sides, proposed, _settled)


def _with_unknowns(nested: Nested, member: Member, planned: Values) -> Values:
    return {
        name: _mark(attribute, member.of(name), planned[name])
        for name, attribute in nested.attributes.items()
    }


def _mark(attribute: Attribute, sides: tuple[Any, Any, Any], planned: Any) -> Any:  # noqa: ANN401 (of its type)
    config, prior, _ = sides
    if config is None and attribute.computed and attribute.default is None:
        return prior if attribute.use_state_for_unknown and prior is not None else UNKNOWN
    if config is None:
        return planned
    return rebuild(attribute, sides, planned, _with_unknowns)


def replacements(nested: Nested, prior: Values, planned: Values, path: Path = Path()) -> Iterator[Path]:  # noqa: B008
    """Yield the attributes whose planned change requires the resource to be replaced."""
    for name, attribute in nested.attributes.items():
        before, after, place = prior.get(name), planned.get(name), path / name
        if attribute.requires_replace and not same(attribute.type, before, after):
            yield place
        elif attribute.nested is None:
            continue
        elif attribute.nesting is Nesting.SET:
            if _forces(attribute.nested, before, after):
                yield place
        else:
            priors = dict(elements(attribute, before))
            for key, element in elements(attribute, after):
                inner = place if key is None else place[key]
                yield from replacements(attribute.nested, priors.get(key, {}), element, inner)


def _forcing(nested: Nested) -> Nested:
    """Return the members that force a replacement, directly or through nested attributes."""
    return Nested(
        {
            name: attribute
            for name, attribute in nested.attributes.items()
            if attribute.requires_replace or (attribute.nested and _forcing(attribute.nested).attributes)
        }
    )


def _forces(nested: Nested, before: object, after: object) -> bool:
    forcing = _forcing(nested)
    if not forcing.attributes or not isinstance(before, list) or not isinstance(after, list):
        return False
    return not same(Set(forcing), before, after)
