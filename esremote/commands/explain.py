"""`esremote explain`: whether somebody can read something, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from esremote.access.engine.deciding import decide
from esremote.commands._output import FOUND, at_a_terminal, emit, errors_in_words, output_options, show
from esremote.commands._sources import HELP, read_source, source_arguments
from esremote.review.asking import kinds, request
from esremote.review.writers import decisions
from esremote.sources.problems import Problem, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

WRITERS = {"text": decisions.write, "json": decisions.write_json}

EPILOG = (
    HELP
    + """
\b
Examples:
  esremote explain --role analyst --connection dublin --index audit-2026
  esremote explain plan.json --role analyst --connection dublin --index 'logs-*' --kind esql
  esremote explain clusters.yaml --user ada --connection dublin --index logs-app-2026.11.24
  esremote explain questions.json --format json

\b
Exit codes:
  0  answered; with --fail-on denied, everything is allowed
  1  something cannot be read or is used wrongly
  2  --fail-on denied, and something is not allowed
"""
)


@click.command(epilog=EPILOG, short_help="Whether somebody can read something, and why.")
@source_arguments
@click.option(
    "--role", "roles", multiple=True, help="A role of the one who asks. May be given several times."
)
@click.option("--user", default="", help="Instead of roles: a user of the local cluster.")
@click.option("--connection", help="The alias of the remote cluster.")
@click.option(
    "--index", "names", multiple=True, help="An index expression. May be given several times.  [default: *]"
)
@click.option(
    "--kind", type=click.Choice(list(kinds())), default="search", show_default=True, help="What is done."
)
@click.option("--cluster", help="The local cluster, if several have that alias.")
@click.option(
    "--ccs-minimize-roundtrips/--no-ccs-minimize-roundtrips",
    default=True,
    help="Whether a search is run by the remote cluster as a whole; Elasticsearch's default is yes.",
)
@click.option("--fail-on", type=click.Choice(["denied"]), help="Exit with 2 if anything is not allowed.")
@output_options(list(WRITERS))
def command(  # noqa: PLR0913, PLR0917 - click passes one argument for each option, by name
    source: Path,
    live: bool,  # noqa: FBT001 - a flag of the command line
    synthesised: Path | None,
    roles: tuple[str, ...],
    user: str,
    connection: str | None,
    names: tuple[str, ...],
    kind: str,
    cluster: str | None,
    ccs_minimize_roundtrips: bool,  # noqa: FBT001 - a flag of the command line
    fail_on: str | None,
    format_: str,
    output: Path | None,
) -> None:
    """Say whether somebody can read something on a remote cluster, and why, step by step.

    Without --connection, the questions of a facts document are answered, all of them.
    """
    with errors_in_words():
        known = read_source(source, live=live, synthesised=synthesised)
        asked = known.requests
        if connection:
            _need_somebody(roles, user)
            asked = (
                request(
                    known.landscape,
                    connection=connection,
                    names=names or ("*",),
                    kind=kinds()[kind],
                    roles=roles,
                    user=user,
                    cluster=cluster,
                    ccs_minimize_roundtrips=ccs_minimize_roundtrips,
                    place=known.name,
                ),
            )
        if not asked:
            message = "asks no questions: give --role and --connection, or a facts document with requests"
            raise UnreadableError([Problem(known.name, message)])
    answers = [decide(known.landscape, one) for one in asked]
    if format_ == "text" and output is None and at_a_terminal():
        show(decisions.lines(answers))
    else:
        emit(WRITERS[format_](answers), output)
    if fail_on and not all(one.allowed for one in answers):
        click.get_current_context().exit(FOUND)


def _need_somebody(roles: tuple[str, ...], user: str) -> None:
    if bool(roles) == bool(user):
        raise click.UsageError("Give either --role or --user: who asks.")
