"""Errors and warnings for the user, each with the attribute that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from esremote.provider.protocol.paths import Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Severity(Enum):
    """The severity of a diagnostic; the numbers are defined by the protocol."""

    ERROR = 1
    WARNING = 2


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """An error or a warning.

    Attributes:
        severity: An error stops the operation, a warning does not.
        summary: What is wrong, in a few words.
        detail: The value got, what is allowed, and what to do. Never a secret.
        path: The attribute that it is about; empty if it is not about an attribute.
    """

    severity: Severity
    summary: str
    detail: str = ""
    path: Path = field(default_factory=Path)


class Diagnostics:
    """Collects diagnostics, so that the user sees all of them at once.

    Example:
        >>> found = Diagnostics()
        >>> found.error("Unknown cluster", "There is no cluster named oslo.", Path() / "on_cluster")
        >>> found.has_errors
        True
    """

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found = list(found)

    def error(self, summary: str, detail: str = "", path: Path = Path()) -> None:  # noqa: B008 (frozen)
        """Add an error: the operation fails."""
        self._found.append(Diagnostic(Severity.ERROR, summary, detail, path))

    def warning(self, summary: str, detail: str = "", path: Path = Path()) -> None:  # noqa: B008 (frozen)
        """Add a warning: the operation goes on."""
        self._found.append(Diagnostic(Severity.WARNING, summary, detail, path))

    def extend(self, found: Iterable[Diagnostic]) -> None:
        """Add the diagnostics of another check."""
        self._found.extend(found)

    @property
    def has_errors(self) -> bool:
        """Whether any of them is an error."""
        return any(found.severity is Severity.ERROR for found in self._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class ProviderError(Exception):
    """Fails the operation with one diagnostic; can be raised from any hook.

    Args:
        summary: What is wrong, in a few words.
        detail: The value got, what is allowed, and what to do. Never a secret.
        path: The attribute that it is about.
    """

    def __init__(self, summary: str, detail: str = "", path: Path = Path()) -> None:  # noqa: B008 (frozen)
        super().__init__(summary)
        self.diagnostic = Diagnostic(Severity.ERROR, summary, detail, path)


class FunctionError(Exception):
    """Fails a function call.

    Args:
        text: What is wrong, as a sentence.
        argument: The index of the argument that it is about, starting at 0; None if it is not about an
            argument.
    """

    def __init__(self, text: str, argument: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.argument = argument
