"""`esremote review`: what can be read after a change that could not be read before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from esremote.commands._help import SOURCE, epilog
from esremote.commands._output import (
    FOUND,
    at_a_terminal,
    emit,
    errors_in_words,
    nothing_to_collect,
    output_options,
    show,
)
from esremote.commands._source_argument import ask_if_live, synth_dir_option
from esremote.review.review import review
from esremote.review.writers import WRITERS, text
from esremote.sources.read import read_source

NEW_ACCESS, FINDING = "new-access", "finding"

EPILOG = epilog(
    SOURCE.replace("SOURCE is", "AFTER and BEFORE are each").replace("; default: cdktf.out", ", cdktf.out"),
    examples="""
        terraform show -json plan.out > plan.json && esremote review plan.json
        esremote review plan.json --fail-on new-access
        esremote review plan.json --format markdown --output comment.md
        esremote review cdktf.out/stacks/search --compare-to main/cdktf.out/stacks/search
        esremote review clusters.yaml --compare-to facts.json
    """,
    done="The review was written. With --fail-on: nothing of that kind was found.",
    found="With --fail-on: something of that kind was found.",
)


@click.command(epilog=EPILOG, short_help="Review what can be read after a change, and could not before.")
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--compare-to",
    "before",
    metavar="BEFORE",
    type=click.Path(path_type=Path),
    help="Source to compare AFTER with.  [default: for a plan, the state that it starts from; "
    "otherwise, no connections at all]",
)
@synth_dir_option
@click.option(
    "--facts",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Facts document with roles, keys and indices that neither AFTER nor BEFORE manages.",
)
@click.option(
    "--fail-on",
    type=click.Choice([NEW_ACCESS, FINDING]),
    multiple=True,
    help="Exit with 2 on new access, or on a finding that is not acknowledged. Can be repeated.",
)
@output_options(WRITERS)
def command(  # noqa: PLR0913, PLR0917 - click passes one argument for each option, by name
    after: Path,
    before: Path | None,
    synth_dir: Path | None,
    facts: Path | None,
    fail_on: tuple[str, ...],
    format_: str,
    output: Path | None,
) -> None:
    """Review what can be read after a change that could not be read before.

    A plan describes the clusters both before and after the change. Compare any other source with an earlier
    one by using --compare-to.
    """
    today = datetime.now(UTC).date()
    with nothing_to_collect(), errors_in_words():
        base = read_source(facts, today=today).landscape if facts else None
        new = ask_if_live(read_source(after, today=today, synth_dir=synth_dir, base=base))
        old = ask_if_live(read_source(before, today=today, base=base)) if before else None
        report = review(new, old)
        if format_ == "text" and output is None and at_a_terminal():
            show(text.lines(report))
        else:
            emit(WRITERS[format_](report), output)
    found = {NEW_ACCESS: report.may_give_access, FINDING: report.open_findings}
    if any(found[what] for what in fail_on):
        click.get_current_context().exit(FOUND)
