"""The examples in the docstrings say what is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from esremote.provider import protocol
from esremote.provider.protocol import api

MODULES = sorted(module.name for module in pkgutil.walk_packages(protocol.__path__, f"{protocol.__name__}."))
OTHERS = ["esremote.provider.distribution.install", "esremote.provider.distribution.hash"]


@pytest.mark.parametrize("name", [*MODULES, *OTHERS])
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    names = {name: getattr(api, name) for name in api.__all__} | vars(module)
    assert doctest.testmod(module, extraglobs=names).failed == 0
