"""A check-up as people and programs read it: one module for each format, each with `write`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.live.writers import json, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from esremote.live.checkup import Checkup

    Writer = Callable[[Checkup], str]

WRITERS: Mapping[str, Writer] = {"text": text.write, "json": json.write}
