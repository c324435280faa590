"""`esremote check`: whether access is as people expect it."""

from __future__ import annotations

from pathlib import Path

import click

from esremote.commands._output import FOUND, at_a_terminal, emit, errors_in_words, output_options, show
from esremote.commands._sources import HELP, read_source, source_arguments
from esremote.review.access_file import read_expectations
from esremote.review.expectations import check
from esremote.review.writers import checks

WRITERS = {"text": checks.write, "json": checks.write_json, "junit": checks.write_junit}

EPILOG = (
    HELP
    + """
\b
access.yaml, described in docs/check.md:
  expectations:
    - {role: analyst, connection: dublin, can: search, names: [logs-*], expect: allowed}
    - {role: analyst, connection: dublin, can: search, names: [audit-*], expect: denied}

\b
Examples:
  esremote check access.yaml
  esremote check access.yaml plan.json --format junit --output access.xml
  esremote check access.yaml clusters.yaml

\b
Exit codes:
  0  every expectation is met
  1  something cannot be read or is used wrongly
  2  an expectation is not met
"""
)


@click.command(epilog=EPILOG, short_help="Whether access is as people expect it.")
@click.argument("expectations", metavar="ACCESS.YAML", type=click.Path(path_type=Path))
@source_arguments
@output_options(list(WRITERS))
def command(  # noqa: PLR0913, PLR0917 - click passes one argument for each option, by name
    expectations: Path,
    source: Path,
    live: bool,  # noqa: FBT001 - a flag of the command line
    synthesised: Path | None,
    format_: str,
    output: Path | None,
) -> None:
    """Compare access with what people expect of it.

    An expectation is about every index that may ever have such a name: `allowed` means that all of them can
    be reached, `denied` that none can.
    """
    with errors_in_words():
        expected = read_expectations(expectations)
        known = read_source(source, live=live, synthesised=synthesised)
        checked = check(known.landscape, expected)
    if format_ == "text" and output is None and at_a_terminal():
        show(checks.lines(checked))
    else:
        emit(WRITERS[format_](checked), output)
    if not all(one.met for one in checked):
        click.get_current_context().exit(FOUND)
