"""The examples in docstrings say what is true."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import constructs_lib
import esremote
from esremote.provider.protocol import api

if TYPE_CHECKING:
    from collections.abc import Iterator


def _with_examples() -> Iterator[str]:
    for package in (esremote, constructs_lib):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found = importlib.util.find_spec(module.name)
            if found and found.origin and ">>> " in Path(found.origin).read_text(encoding="utf-8"):
                yield module.name


@pytest.mark.parametrize("name", sorted(_with_examples()))
def test_the_examples_of(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    module = importlib.import_module(name)
    # An example of the protocol layer uses what that layer offers, as a provider would import it.
    offered = {each: getattr(api, each) for each in api.__all__} if ".protocol." in name else {}
    ran = doctest.testmod(module, optionflags=doctest.ELLIPSIS, extraglobs=offered | vars(module))
    assert ran.failed == 0
