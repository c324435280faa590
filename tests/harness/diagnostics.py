"""What Terraform said was wrong, as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One diagnostic of a run.

    Attributes:
        severity: `error` or `warning`.
        summary: Its first line.
        detail: The rest.
        address: The resource that it is about; empty when it is about none.
        code: The line of the configuration that it points at; empty when it points at none.
    """

    severity: str
    summary: str
    detail: str
    address: str
    code: str

    def __str__(self) -> str:
        place = f" [{self.address}: {self.code.strip()}]" if self.code else ""
        return f"{self.severity}: {self.summary}: {self.detail}{place}"


def parse(output: str) -> list[Said]:
    """Read the diagnostics from what a run with `-json` has printed."""
    if output.startswith("{\n"):  # `validate` prints one object, the others an event a line
        return [_said(diagnostic) for diagnostic in json.loads(output)["diagnostics"]]
    events = (json.loads(line) for line in output.splitlines() if line.startswith("{"))
    return [_said(event["diagnostic"]) for event in events if "diagnostic" in event]


def _said(diagnostic: dict[str, Any]) -> Said:
    return Said(
        diagnostic["severity"],
        diagnostic["summary"],
        diagnostic.get("detail") or "",
        diagnostic.get("address") or "",
        (diagnostic.get("snippet") or {}).get("code") or "",
    )
