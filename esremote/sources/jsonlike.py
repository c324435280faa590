"""Types of what `json.loads` returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""Any JSON value."""

JsonObject: TypeAlias = Mapping[str, Any]
"""A JSON object."""
