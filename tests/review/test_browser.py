"""The HTML report in a real browser: Debian's package `chromium`, headless."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from esremote.review.review import review
from esremote.review.writers import WRITERS
from esremote.sources.read import read_source
from tests.review.regenerate_stacks import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = review(read_source(FOLDER / "mesh/plan.json", today=date(2026, 12, 1)))
    file = tmp_path_factory.mktemp("page") / "review.html"
    file.write_text(WRITERS["html"](report), encoding="utf-8")
    return file


def browse(page: Path, *options: str) -> bytes:
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        *options,
        page.as_uri(),
    ]
    return subprocess.run(command, capture_output=True, check=True, timeout=120, cwd=page.parent).stdout


def first_pixel(png: bytes) -> tuple[int, ...]:
    """Return the colour of the pixel in the top left corner, which no filter of PNG changes."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return tuple(zlib.decompress(data)[1:4])


def test_a_browser_without_the_network_shows_everything(page: Path) -> None:
    shown = browse(page, "--host-rules=MAP * ~NOTFOUND", "--dump-dom").decode()

    assert (
        "New access: 3 roles of 3 clusters and the superusers of 3 clusters can search logs-* on 3 clusters."
        in shown
    )
    assert shown.count('class="link added"') == 6
    assert "stacks/mesh.py:23" in shown


@pytest.mark.parametrize(("scheme", "paper"), [("light", (255, 255, 255)), ("dark", (13, 17, 23))])
def test_the_page_is_light_or_dark_as_the_reader_prefers(
    page: Path, scheme: str, paper: tuple[int, ...]
) -> None:
    preferred = {"light": "1", "dark": "0"}[scheme]
    browse(
        page,
        f"--blink-settings=preferredColorScheme={preferred}",
        "--window-size=1280,1400",
        f"--screenshot={scheme}.png",
    )

    assert first_pixel((page.parent / f"{scheme}.png").read_bytes()) == paper


def test_the_page_can_be_printed(page: Path) -> None:
    browse(page, "--print-to-pdf=page.pdf", "--no-pdf-header-footer")
    pdf = (page.parent / "page.pdf").read_bytes()

    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type/Page/") >= 1


def test_a_narrow_window_needs_no_scrolling_of_the_page(page: Path) -> None:
    wide = page.with_name("narrow.html")
    fits = "document.documentElement.scrollWidth <= innerWidth"
    probe = f"<script>document.title = {fits} ? 'fits' : 'too wide'</script>"
    wide.write_text(page.read_text(encoding="utf-8").replace("</body>", f"{probe}</body>"), encoding="utf-8")

    assert "<title>fits</title>" in browse(wide, "--window-size=600,900", "--dump-dom").decode()
