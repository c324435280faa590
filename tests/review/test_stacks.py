"""Real plans of the stacks to copy, made by Terraform: each review as people read it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from esremote.review.review import review
from esremote.review.writers import WRITERS
from esremote.sources.read import read_source
from tests.review.regenerate_stacks import FOLDER, STACKS

if TYPE_CHECKING:
    from tests.support.golden import Golden

TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


@pytest.mark.parametrize("stack", STACKS)
@pytest.mark.parametrize(("format_", "suffix"), [("text", "txt"), ("markdown", "md")])
def test_the_review_of_a_stack_reads_well(stack: str, format_: str, suffix: str, golden: Golden) -> None:
    report = review(read_source(Path(stack) / "plan.json", today=TODAY))
    golden(f"stacks/{stack}.{suffix}", WRITERS[format_](report))


@pytest.mark.parametrize("stack", STACKS)
def test_a_plan_and_the_folder_it_was_made_from_give_the_same_access(stack: str) -> None:
    planned = review(read_source(Path(stack) / "plan.json", today=TODAY))
    synthesised = review(read_source(Path(stack), today=TODAY))

    assert planned.access == synthesised.access
    assert planned.ports == synthesised.ports
    assert planned.trust == synthesised.trust
    assert planned.findings == synthesised.findings


@pytest.mark.parametrize(
    ("phase", "before"),
    [("migration-cutover", "migration-prepare"), ("migration-retire", "migration-cutover")],
)
def test_a_migration_gives_nobody_anything_new(before: str, phase: str, golden: Golden) -> None:
    report = review(read_source(Path(phase), today=TODAY), read_source(Path(before), today=TODAY))

    assert report.gained == ()
    golden(f"stacks/{phase}.against-{before}.txt", WRITERS["text"](report))
