"""The kinds of files and folders that describe clusters."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a source is, as messages call it."""

    PLAN = "a plan"
    STATE = "a state"
    APP = "a synthesised app"
    STACK = "a synthesised stack"
    FACTS = "a facts document"
    CLUSTERS = "a list of live clusters"

    @property
    def is_synthesised(self) -> bool:
        """Whether synthesis wrote it: Terraform's JSON, with what our constructs know beside it."""
        return self in {Kind.APP, Kind.STACK}

    @property
    def comes_from_terraform(self) -> bool:
        """Whether `terraform show -json` wrote it, so that the stack it was made from may be beside it."""
        return self in {Kind.PLAN, Kind.STATE}
