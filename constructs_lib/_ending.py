"""How a program ends on a wrong value: with the line of the program and the message, as a finding is told.

Python's own traceback would put the library's frames between the two.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from constructs_lib._source import line_of
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from types import TracebackType


def tell_wrong_values_in_one_line() -> None:
    """Have a `ConfigurationError` that nobody caught shown without a traceback; others stay as they are."""
    before = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, ConfigurationError) and trace is not None:
            print(f"{line_of(trace)}: error: {error}", file=sys.stderr)  # noqa: T201 - the program's last words
        else:
            before(kind, error, trace)

    if getattr(before, "__module__", "") != __name__:
        sys.excepthook = show
