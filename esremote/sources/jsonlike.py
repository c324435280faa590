"""Names for what `json.loads` gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""A value of any shape that JSON has."""

JsonObject: TypeAlias = Mapping[str, Any]
"""An object of JSON."""
