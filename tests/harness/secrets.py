"""Looks for a secret wherever it must not be: files, plans, logs, the arguments of every process."""

from __future__ import annotations

import base64
import io
import json
import threading
import urllib.parse
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

_PROCESSES = Path("/proc")
_SECONDS_BETWEEN_LOOKS = 0.01


def spellings(secret: str) -> set[bytes]:
    """Return the ways in which a secret may be written: plain, escaped, in hexadecimal, within any base64."""
    plain = secret.encode()
    quoted = urllib.parse.quote(secret, safe="")
    written = {plain, plain.hex().encode(), json.dumps(secret)[1:-1].encode(), quoted.encode()}
    for before in range(3):  # within base64 it is written in three ways, by its place
        encoded = base64.b64encode(b"\0" * before + plain)
        start, spill = (0, 2, 3)[before], (len(plain) + before) % 3
        end = len(encoded) - (0, 3, 2)[spill]
        inner = encoded[start:end]
        written |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return written


def find(secret: str, *places: Path | str | bytes) -> list[str]:
    """Return where a secret is found, in a person's words.

    Args:
        secret: The secret.
        places: Folders and files (zips and plans are looked into), or text.
    """
    wanted = spellings(secret)
    return [name for name, content in _contents(places) if any(spelling in content for spelling in wanted)]


def assert_absent(secret: str, *places: Path | str | bytes) -> None:
    """Demand that a secret is in none of these places."""
    assert len(secret) >= 8, "too short to be told from chance"
    found = find(secret, *places)
    assert not found, f"the secret is in {', '.join(found)}"


def _contents(places: tuple[Path | str | bytes, ...]) -> Iterator[tuple[str, bytes]]:
    for place in places:
        match place:
            case Path() if place.is_dir():
                for file in sorted(place.rglob("*")):
                    if file.is_file() and not file.is_symlink():
                        yield from _unpacked(str(file), file.read_bytes())
            case Path():
                yield from _unpacked(str(place), place.read_bytes())
            case str():
                yield "the text", place.encode()
            case _:
                yield "the bytes", place


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from _unpacked(f"{name}!{inner}", archive.read(inner))


class ProcessList:
    """Collects the arguments of all processes that run within a `with` block, as anybody can see them.

    Attributes:
        seen: The argument lists, each with a blank between its elements.
    """

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    @property
    def text(self) -> bytes:
        """Everything seen, a process a line."""
        return b"\n".join(sorted(self.seen))

    def _look(self) -> None:
        while not self._done.wait(_SECONDS_BETWEEN_LOOKS):
            for process in _PROCESSES.iterdir():
                if process.name.isdigit():
                    self._note(process / "cmdline")

    def _note(self, arguments: Path) -> None:
        try:
            self.seen.add(arguments.read_bytes().replace(b"\0", b" "))
        except OSError:  # it has just ended
            return
