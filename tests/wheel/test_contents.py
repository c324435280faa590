"""The wheel has both packages whole, with their types and data, and nothing else; what it installs runs."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from esremote import __version__

from .conftest import ROOT

if TYPE_CHECKING:
    from .conftest import Installed

PACKAGES = ("esremote", "constructs_lib")


def test_the_wheel_has_both_packages_and_nothing_else(installed: Installed) -> None:
    names = {name for name in zipfile.ZipFile(installed.wheel).namelist() if ".dist-info/" not in name}

    assert names == {
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_has_what_is_not_python(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())

    assert {
        "constructs_lib/py.typed",
        "esremote/py.typed",
        "esremote/provider/protocol/proto/plugin.binpb",
        "esremote/review/writers/diagram.css",
        "esremote/review/writers/page.css",
    } <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_command_of_the_wheel_runs_without_the_checkout(installed: Installed) -> None:
    where = "import constructs_lib, esremote; print(constructs_lib.__file__, esremote.__file__)"

    printed = installed.run(str(installed.python.with_name("esremote")), "--version").stdout
    files = installed.run(str(installed.python), "-c", where).stdout.split()

    assert __version__ in printed
    assert [file.startswith(f"{installed.folder}/venv/") for file in files] == [True, True]
