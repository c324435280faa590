"""Values that Terraform knows only after apply, kept apart from everything that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json


class _Unknown:
    """The type of `UNKNOWN`."""

    def __repr__(self) -> str:
        return "(known after apply)"


UNKNOWN: Final = _Unknown()


def with_unknowns(value: Json, unknown: Json) -> Json:
    """Apply the marks of a plan's `after_unknown` to its `after`.

    >>> with_unknowns({"names": ["a"]}, {"id": True, "names": [False]})
    {'names': ['a'], 'id': (known after apply)}
    """
    match unknown:
        case True:
            return UNKNOWN
        case dict() if unknown:
            known = value if isinstance(value, dict) else {}
            marked = {name: with_unknowns(known.get(name), mark) for name, mark in unknown.items() if mark}
            return {**known, **{name: laid for name, laid in marked.items() if laid is not None}}
        case list() if isinstance(value, list) and len(value) == len(unknown):
            return [with_unknowns(item, mark) for item, mark in zip(value, unknown, strict=True)]
        case _:
            return value


def is_unknown(value: Json) -> bool:
    """Return whether a value is not known yet: marked as such in a plan, or an expression of Terraform.

    >>> is_unknown("${aws_instance.a.private_ip}:9443"), is_unknown("logs-*"), is_unknown("$${literal}")
    (True, False, False)
    """
    return value is UNKNOWN or (isinstance(value, str) and "${" in value and "${" in value.replace("$${", ""))
