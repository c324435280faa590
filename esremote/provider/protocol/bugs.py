"""An exception that nobody expected: one diagnostic for the person, the call stack for the log.

Neither holds the exception's message nor any value: both may be secret.
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
    """Yield what a person is told of an exception.

    Args:
        operation: What failed, `create of example_note`.
        error: What it raised: the author's own errors are told as they are, alone or in a group.
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
    place = f"{_short(ours[-1].filename)}:{ours[-1].lineno}" if ours else "an unknown place"
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
        f"{reason}. Nothing that you configured explains it: please report it with these words. "
        "With TF_LOG=debug the log shows the call stack (never a value).",
    )


def _is_standard(filename: str) -> bool:
    """Tell whether a file is of Python's own library, which also holds what was installed beside it."""
    return filename.startswith(_LIBRARY) and "site-packages" not in filename


def _short(filename: str) -> str:
    return "/".join(Path(filename).parts[-3:])
