"""The page about the construct library is one program, and it runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from .conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_is_a_program_that_writes_what_it_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "constructs.md").read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"^```python\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL))
    (tmp_path / "page.py").write_text(program, encoding="utf-8")

    run = subprocess.run(
        [sys.executable, "page.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "= logs-app-*" in run.stdout
    assert "RC002" not in run.stderr
    written = json.loads((tmp_path / "cdktf.out/stacks/search/cdk.tf.json").read_text(encoding="utf-8"))
    assert set(written["resource"]["esremote_connection"]) == {
        "frankfurt_dublin",
        "oregon_frankfurt",
        "oregon_dublin",
        "dublin_oregon",
        "dublin_tokyo",
    }
