"""`esremote check`: access, compared with expectations."""

from __future__ import annotations

from pathlib import Path

import click

from esremote.commands._help import SOURCE, epilog
from esremote.commands._output import FOUND, at_a_terminal, emit, errors_in_words, output_options, show
from esremote.commands._source_argument import SourceArgument, live_option, source_argument
from esremote.review.access_file import read_expectations
from esremote.review.expectations import check
from esremote.review.writers import checks

WRITERS = {"text": checks.write, "json": checks.write_json, "junit": checks.write_junit}

ACCESS_FILE = """\
access.yaml, see docs/check.md:
  expectations:
    - {role: analyst, connection: dublin, can: search, names: [logs-*], expect: allowed}
    - {role: analyst, connection: dublin, can: search, names: [audit-*], expect: denied}
"""
EPILOG = epilog(
    SOURCE,
    ACCESS_FILE,
    examples="""
        esremote check access.yaml
        esremote check access.yaml plan.json --format junit --output access.xml
        esremote check access.yaml clusters.yaml
    """,
    done="All expectations are met.",
    found="At least one expectation is not met, or not known to be met.",
)


@click.command(epilog=EPILOG, short_help="Check access against expectations.")
@click.argument("expectations", metavar="ACCESS.YAML", type=click.Path(path_type=Path))
@source_argument
@live_option
@output_options(WRITERS)
def command(expectations: Path, source: SourceArgument, format_: str, output: Path | None) -> None:
    """Check access against expectations.

    An expectation covers every index whose name matches, existing or not: `allowed` means that all of them
    can be reached, `denied` that none of them can. It is met only if the source contains everything that
    decides: what is not known is not met.
    """
    with errors_in_words():
        expected = read_expectations(expectations)
        checked = check(source.read().landscape, expected)
    if format_ == "text" and output is None and at_a_terminal():
        show(checks.lines(checked))
    else:
        emit(WRITERS[format_](checked), output)
    if not all(each.met for each in checked):
        click.get_current_context().exit(FOUND)
