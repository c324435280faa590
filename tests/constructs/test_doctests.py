"""The examples in the docstrings of the construct library say what is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import constructs_lib

MODULES = sorted(module.name for module in pkgutil.walk_packages(constructs_lib.__path__, "constructs_lib."))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
