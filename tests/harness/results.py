"""A plan and a state as the tests look at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Action = Literal["no-op", "create", "read", "update", "delete", "replace"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is planned for one resource.

    Attributes:
        action: What will happen to it.
        before: Its values now; empty when it is to be created.
        after: Its values then, as far as they are known.
        unknown: For each value that is known only after apply: True in its place.
        replaced_by: The attributes that force a replacement, each a list of steps.
    """

    action: Action
    before: dict[str, Any]
    after: dict[str, Any]
    unknown: dict[str, Any]
    replaced_by: list[list[str | int]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan.

    Attributes:
        raw: What `terraform show -json` prints of it.
    """

    raw: dict[str, Any]

    @property
    def changes(self) -> dict[str, Change]:
        """What is planned, by resource address; resources that stay as they are left out."""
        changes = {
            resource["address"]: _change(resource["change"])
            for resource in self.raw.get("resource_changes", ())
        }
        return {address: change for address, change in changes.items() if change.action != "no-op"}

    @property
    def actions(self) -> dict[str, Action]:
        """What will happen, by resource address."""
        return {address: change.action for address, change in self.changes.items()}

    @property
    def drift(self) -> set[str]:
        """The addresses of resources that somebody else has changed."""
        return {resource["address"] for resource in self.raw.get("resource_drift", ())}

    @property
    def outputs(self) -> dict[str, Any]:
        """The outputs that change, with their new values."""
        changes = self.raw.get("output_changes", {})
        return {
            name: change.get("after") for name, change in changes.items() if change["actions"] != ["no-op"]
        }

    def __getitem__(self, address: str) -> Change:
        return self.changes[address]


def _change(change: dict[str, Any]) -> Change:
    actions = change["actions"]
    return Change(
        action="replace" if len(actions) > 1 else actions[0],
        before=change["before"] or {},
        after=change["after"] or {},
        unknown=change.get("after_unknown") or {},
        replaced_by=change.get("replace_paths", []),
    )


@dataclass(frozen=True, slots=True)
class State:
    """A state: `state["example_note.a"]["text"]`.

    Attributes:
        raw: What `terraform show -json` prints of it.
    """

    raw: dict[str, Any]

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The values of all resources and data sources, by address, those of modules too."""
        return {
            resource["address"]: resource["values"]
            for resource in _resources(self._values.get("root_module", {}))
        }

    @property
    def tainted(self) -> set[str]:
        """The addresses of resources that will be replaced."""
        return {
            resource["address"]
            for resource in _resources(self._values.get("root_module", {}))
            if resource.get("tainted")
        }

    @property
    def outputs(self) -> dict[str, Any]:
        """The outputs."""
        return {name: output.get("value") for name, output in self._values.get("outputs", {}).items()}

    @property
    def _values(self) -> dict[str, Any]:
        values: dict[str, Any] = self.raw.get("values", {})
        return values

    def __getitem__(self, address: str) -> dict[str, Any]:
        return self.resources[address]

    def __contains__(self, address: object) -> bool:
        return address in self.resources


def _resources(module: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [resource for child in module.get("child_modules", ()) for resource in _resources(child)]
    return [*module.get("resources", ()), *inner]
