"""In random worlds, the model answers random questions as two real clusters do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.differential.reporting import report
from tests.differential.shrinking import shrink

if TYPE_CHECKING:
    from tests.differential.runner import Runner

pytestmark = pytest.mark.lab

QUESTIONS = 60


@pytest.mark.parametrize("seed", range(1001, 1006))
def test_model_and_server_agree(runner: Runner, seed: int) -> None:
    compared = runner.random_world(seed, QUESTIONS)
    assert len(compared) == QUESTIONS
    for each in compared:
        assert each.agree, report(shrink(runner, each))
