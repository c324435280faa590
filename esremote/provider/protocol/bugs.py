"""Turns unexpected exceptions into one diagnostic for the user and a call stack in the log.

Neither contains the exception's message or any value, because both may be secret.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from esremote.provider.protocol.codec import EncodingError
from esremote.provider.protocol.diagnostics import Diagnostic, ProviderError, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

_LIBRARY = str(Path(logging.__file__).parents[1])


def explain(operation: str, error: BaseException) -> Iterator[Diagnostic]:
    """Yield the diagnostics for an exception.

    Args:
        operation: The operation that failed, such as `creation of example_note`.
        error: The exception. A `ProviderError`, alone or in a group, is reported as it is.
    """
    match error:
        case ProviderError():
            yield error.diagnostic
        case BaseExceptionGroup():
            for inner in error.exceptions:
                yield from explain(operation, inner)
        case _:
            yield _bug(operation, error)


def _bug(operation: str, error: BaseException) -> Diagnostic:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if not _is_standard(frame.filename)] or frames
    place = f"{_short(ours[-1].filename)}:{ours[-1].lineno}" if ours else "an unknown location"
    name = type(error).__name__
    log.debug(
        "%s failed with %s",
        operation,
        name,
        extra={"stack": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]},
    )
    reason = str(error) if isinstance(error, EncodingError) else f"{name} at {place}"
    return Diagnostic(
        Severity.ERROR,
        f"Bug in the provider: {operation} failed",
        f"{reason}. This is not caused by your configuration. Please report this message to the developers "
        "of the provider. With TF_LOG=debug, the log shows the call stack, without any values.",
    )


def _is_standard(filename: str) -> bool:
    """Tell whether a file belongs to the standard library, whose folder may also contain packages."""
    return filename.startswith(_LIBRARY) and "site-packages" not in filename


def _short(filename: str) -> str:
    return "/".join(Path(filename).parts[-3:])
