"""Strings whose value Terraform knows only later, as CDK for Terraform encodes them in Python."""

from __future__ import annotations

import re

_INTACT = re.compile(r"[$#]\{TfToken\[TOKEN\.\d+\]\}")
_MENTIONED = re.compile(r"TfTok|TOKEN\.\d", re.IGNORECASE)


def is_reference(text: str) -> bool:
    """Say whether `text` holds a reference: its final value is unknown, so only Terraform can check it.

    Example:
        >>> is_reference("https://${TfToken[TOKEN.7]}:9200")
        True
    """
    return "{TfToken[" in text and _INTACT.search(text) is not None


def is_damaged(text: str) -> bool:
    """Say whether a Python string operation (`upper()`, a slice) has broken a reference inside `text`.

    Example:
        >>> is_damaged("${TfToken[TOKEN.7]}".lower())
        True
    """
    if "tok" not in text.lower():
        return False
    return _MENTIONED.search(_INTACT.sub("", text)) is not None


def escape(text: str) -> str:
    """Return `text` so that Terraform reads it literally, its intact references excepted.

    Example:
        >>> escape("logs-${env}")
        'logs-$${env}'
    """
    if "${" not in text and "%{" not in text:
        return text
    parts: list[str] = []
    end = 0
    for reference in _INTACT.finditer(text):
        parts += [_escape_literal(text[end : reference.start()]), reference.group()]
        end = reference.end()
    return "".join([*parts, _escape_literal(text[end:])])


def _escape_literal(text: str) -> str:
    return text.replace("${", "$${").replace("%{", "%%{")
