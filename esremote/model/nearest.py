"""The known name that was probably meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Ask whether a similar name was meant; empty if there is none.

    >>> did_you_mean("analist", ["analyst", "auditor"])
    ' (did you mean analyst?)'
    >>> did_you_mean("zoe", ["analyst"])
    ''
    """
    similar = difflib.get_close_matches(name, list(known), 1)
    return f" (did you mean {similar[0]}?)" if similar else ""
