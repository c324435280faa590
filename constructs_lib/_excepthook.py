"""Ends a program that contains a wrong value with its line and the message, in the format of a finding.

A Python traceback would put the frames of the library between the two.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from constructs_lib._source import line_of
from esremote.model.errors import ConfigurationError

if TYPE_CHECKING:
    from types import TracebackType


def show_configuration_errors_in_one_line() -> None:
    """Show an uncaught `ConfigurationError` without a traceback. Other exceptions are shown as before."""
    previous = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, ConfigurationError) and trace is not None:
            print(f"{line_of(trace)}: error: {error}", file=sys.stderr)  # noqa: T201 - the program ends here
        else:
            previous(kind, error, trace)

    if getattr(previous, "__module__", "") != __name__:
        sys.excepthook = show
