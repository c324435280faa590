"""With the built wheel, mypy and pyright pass a correct program and find the mistakes of a wrong one."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Installed

RIGHT = Path(__file__).with_name("typed_program.py").read_text(encoding="utf-8")
WRONG = """\
from constructs_lib import ApiKeySecurity, Proxy

ApiKeySecurity(search=["logs-*"], expiraton="90d")
Proxy(proxy_socket_connections="many")
"""


def test_mypy_strict_finds_the_mistakes_of_a_program_and_no_others(installed: Installed) -> None:
    (installed.folder / "right.py").write_text(RIGHT, encoding="utf-8")
    (installed.folder / "wrong.py").write_text(WRONG, encoding="utf-8")

    python = f"--python-executable={installed.python}"
    done = installed.run(
        sys.executable, "-m", "mypy", "--strict", "--config-file=", python, "right.py", "wrong.py"
    )

    assert re.findall(r"^(\S+?:\d+): error: .* \[(\S+)\]$", done.stdout, re.MULTILINE) == [
        ("wrong.py:3", "call-arg"),
        ("wrong.py:4", "arg-type"),
    ], done.stdout + done.stderr


def test_pyright_strict_finds_the_mistakes_of_a_program_and_no_others(installed: Installed) -> None:
    for name, program in (("right", RIGHT), ("wrong", WRONG)):
        file = installed.folder / f"pyright_{name}.py"
        file.write_text(f"# pyright: strict\n{program}", encoding="utf-8")

    done = installed.run(
        *(sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", str(installed.python)),
        *("pyright_right.py", "pyright_wrong.py"),
    )

    found = json.loads(done.stdout)["generalDiagnostics"]
    places = [
        (Path(mistake["file"]).name, mistake["range"]["start"]["line"], mistake["rule"]) for mistake in found
    ]
    assert places == [
        ("pyright_wrong.py", 3, "reportCallIssue"),
        ("pyright_wrong.py", 4, "reportArgumentType"),
    ]
