"""The examples in the docstrings of the model say what is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import esremote.model

MODULES = sorted(module.name for module in pkgutil.walk_packages(esremote.model.__path__, "esremote.model."))


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert results.failed == 0
