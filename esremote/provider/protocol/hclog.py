"""Logging in the format that Terraform reads: one JSON object per line on standard error, with hclog's keys.

Providers log with the standard library's `logging`; the keys of `extra` are added to the line. Without TF_LOG
nothing is written, because Terraform would have to read and discard it.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TRACE = 5
_LEVELS = {
    "TRACE": TRACE,
    "JSON": TRACE,
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "ERROR": logging.ERROR,
}
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def wanted(environment: Mapping[str, str]) -> int | None:
    """Return the log level for providers that Terraform was started with; None if logging is off."""
    named = environment.get("TF_LOG_PROVIDER") or environment.get("TF_LOG") or ""
    if named.upper() in {"", "OFF"}:
        return None
    return _LEVELS.get(named.upper(), TRACE)


def install(environment: Mapping[str, str], module: str) -> None:
    """Write the log to standard error, at the level that TF_LOG specifies.

    Args:
        environment: The environment variables, for TF_LOG_PROVIDER and TF_LOG.
        module: The name that Terraform shows for the lines.
    """
    level = wanted(environment)
    logging.addLevelName(TRACE, "TRACE")
    root = logging.getLogger()
    if level is None:
        root.addHandler(logging.NullHandler())
        logging.disable(logging.CRITICAL)
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(module))
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("grpclib", "hpack", "h2", "asyncio"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))


class Formatter(logging.Formatter):
    """Formats a record like hclog."""

    def __init__(self, module: str) -> None:
        super().__init__()
        self._module = module

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        extras = {key: value for key, value in vars(record).items() if key not in _PLAIN}
        entry = {
            "@level": "warn" if record.levelno == logging.WARNING else record.levelname.lower(),
            "@message": record.getMessage(),
            "@module": f"{self._module}.{record.name.rpartition('.')[2]}",
            "@timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            **extras,
        }
        return json.dumps(entry, default=str)
