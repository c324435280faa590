"""Removes secrets from text that somebody will read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def redact(text: str, secrets: Iterable[str]) -> str:
    """Replace every occurrence of every secret.

    >>> redact("unable to authenticate with c2VjcmV0", ["c2VjcmV0"])
    'unable to authenticate with (secret)'
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, "(secret)")
    return text
