"""`esremote review`: what can be read after a change that could not be read before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from esremote.commands._output import (
    FOUND,
    at_a_terminal,
    emit,
    errors_in_words,
    nothing_to_collect,
    output_options,
    show,
)
from esremote.review.review import review
from esremote.review.writers import WRITERS, text
from esremote.sources.inputs import read_input

NEW_ACCESS, FINDING = "new-access", "finding"

EXAMPLES = """
\b
Examples:
  terraform show -json plan.out > plan.json && esremote review plan.json
  esremote review plan.json --fail-on new-access
  esremote review plan.json --format markdown --output comment.md
  esremote review cdktf.out/stacks/search main/cdktf.out/stacks/search

\b
Exit codes:
  0  reviewed; with --fail-on, nothing of that kind was found
  1  something cannot be read or is used wrongly
  2  --fail-on found what it looks for
"""


@click.command(epilog=EXAMPLES, short_help="What can be read after a change, and could not before.")
@click.argument("plan", type=click.Path(path_type=Path))
@click.argument("before", type=click.Path(path_type=Path), required=False)
@output_options(list(WRITERS))
@click.option(
    "--fail-on",
    type=click.Choice([NEW_ACCESS, FINDING]),
    multiple=True,
    help="Exit with 2 on new access, or on a finding that nobody acknowledged. May be given twice.",
)
@click.option(
    "--synthesised",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that PLAN was made from; it knows Python lines and findings.  [default: PLAN's own folder]",
)
@click.option(
    "--facts",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Facts document with roles, keys and indices that PLAN does not manage.",
)
def command(  # noqa: PLR0913, PLR0917 - click passes one argument for each option, by name
    plan: Path,
    before: Path | None,
    format_: str,
    output: Path | None,
    fail_on: tuple[str, ...],
    synthesised: Path | None,
    facts: Path | None,
) -> None:
    """Say what can be read after a change that could not be read before.

    PLAN is a plan as JSON (`terraform show -json`), or a folder that `cdktf synth` wrote. A plan knows the
    world before it. A folder is compared with BEFORE: another folder, a state as JSON, or a facts document.
    """
    today = datetime.now(UTC).date()
    with nothing_to_collect(), errors_in_words():
        base = read_input(facts, today=today).after.landscape if facts else None
        new = read_input(plan, today=today, synthesised=synthesised, base=base)
        old = read_input(before, today=today, base=base) if before else None
        report = review(new, old)
        if format_ == "text" and output is None and at_a_terminal():
            show(text.lines(report))
        else:
            emit(WRITERS[format_](report), output)
    found = {NEW_ACCESS: report.gained, FINDING: report.open_findings}
    if any(found[what] for what in fail_on):
        click.get_current_context().exit(FOUND)
