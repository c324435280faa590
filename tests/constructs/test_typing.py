"""A user's own file is clean under mypy --strict and pyright, and its mistakes are found by both."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from .conftest import ROOT

PROGRAM = Path(__file__).with_name("typed_program.py")
MYPY = [
    sys.executable,
    "-m",
    "mypy",
    "--strict",
    "--no-incremental",
    "--config-file=",
    "--follow-imports=silent",
]


def test_a_program_is_clean_under_mypy_strict() -> None:
    done = subprocess.run([*MYPY, str(PROGRAM)], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_a_program_is_clean_under_pyright_strict_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "# pyright: strict\n"
        "from constructs_lib import ApiKeySecurity, Proxy\n"
        "ApiKeySecurity(search=['logs-*'], expires='90d')\n"
        "Proxy(proxy_socket_connections='many')\n"
    )
    right = tmp_path / "right.py"
    right.write_text("# pyright: strict\n" + PROGRAM.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps(
            {"extraPaths": [str(ROOT)], "pythonVersion": "3.11", "venvPath": str(ROOT), "venv": ".venv"}
        )
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pyright",
            "--outputjson",
            "--project",
            str(tmp_path),
            "--pythonpath",
            sys.executable,
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    found = json.loads(done.stdout)["generalDiagnostics"]
    assert [(Path(each["file"]).name, each["rule"]) for each in found] == [
        ("wrong.py", "reportCallIssue"),
        ("wrong.py", "reportArgumentType"),
    ]
