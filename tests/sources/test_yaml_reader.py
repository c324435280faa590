"""YAML whose aliases contain themselves or multiply is refused at once, whichever command reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from esremote.cli import main
from esremote.sources.yaml_reader import read_yaml

if TYPE_CHECKING:
    from tests.support.files import Written

ITSELF = "clusters: &a {dublin: *a}"
MULTIPLIED = "a0: &a0 [x, x]\n" + "".join(
    f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 30)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ITSELF, "contains itself"),
        ("clusters: &a [[*a]]", "contains itself"),
        (MULTIPLIED, "repeat more than"),
        ("[" * 5000, "nests too deep"),
        ("a: 2026-13-45", "month"),
    ],
)
def test_what_cannot_be_held_is_refused(text: str, reason: str) -> None:
    with pytest.raises(yaml.YAMLError, match=reason):
        read_yaml(text)


def test_aliases_that_repeat_little_are_read() -> None:
    assert read_yaml("a: &a {b: [1]}\nc: [*a, *a]").value == {"a": {"b": [1]}, "c": [{"b": [1]}] * 2}


@pytest.mark.parametrize("text", [ITSELF, MULTIPLIED])
@pytest.mark.parametrize("command", ["doctor", "check", "review"])
def test_every_command_refuses_it(command: str, text: str, written: Written) -> None:
    result = CliRunner().invoke(main, [command, str(written(text, "odd.yaml"))])
    assert result.exit_code == 1
    assert "is not YAML" in result.stderr
