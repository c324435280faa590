"""`esremote explain`: whether a role or user can read something, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from esremote.access.engine.deciding import decide
from esremote.commands._help import SOURCE, epilog
from esremote.commands._output import FOUND, at_a_terminal, emit, errors_in_words, output_options, show
from esremote.commands._source_argument import live_option, source_argument
from esremote.review.asking import kinds, request
from esremote.review.writers import decisions
from esremote.sources.problems import Problem, UnreadableError

if TYPE_CHECKING:
    from pathlib import Path

    from esremote.commands._source_argument import SourceArgument

WRITERS = {"text": decisions.write, "json": decisions.write_json}

EPILOG = epilog(
    SOURCE,
    examples="""
        esremote explain --role analyst --connection dublin --index audit-2026
        esremote explain plan.json --role analyst --connection dublin --index 'logs-*' --kind esql
        esremote explain clusters.yaml --user ada --connection dublin --index logs-app-2026.11.24
        esremote explain questions.json --format json
    """,
    done="The questions were answered. With --fail-on denied: everything is known to be allowed.",
    found="With --fail-on denied: something is not allowed, or not known to be.",
)


@click.command(epilog=EPILOG, short_help="Explain whether a role or user can read something.")
@source_argument
@live_option
@click.option("--role", "roles", multiple=True, metavar="NAME", help="Role of the user. Can be repeated.")
@click.option("--user", default="", metavar="NAME", help="User of the local cluster, in place of roles.")
@click.option("--connection", metavar="ALIAS", help="Alias of the remote cluster.")
@click.option(
    "--index",
    "names",
    multiple=True,
    metavar="EXPRESSION",
    help="Index expression. Can be repeated.  [default: *]",
)
@click.option(
    "--kind", type=click.Choice(list(kinds())), default="search", show_default=True, help="Kind of request."
)
@click.option("--cluster", metavar="NAME", help="Local cluster. Required if several have the alias.")
@click.option(
    "--ccs-minimize-roundtrips/--no-ccs-minimize-roundtrips",
    default=True,
    show_default=True,
    help="How Elasticsearch runs a search on the remote cluster.",
)
@click.option("--fail-on", type=click.Choice(["denied"]), help="Exit with 2 unless everything is allowed.")
@output_options(WRITERS)
def command(  # noqa: PLR0913, PLR0917 - click passes one argument for each option, by name
    source: SourceArgument,
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
    """Explain, step by step, whether a role or user can read something on a remote cluster.

    Without --connection, all questions of a facts document are answered.
    """
    with errors_in_words():
        described = source.read()
        asked = described.requests
        if connection:
            _require_either(roles, user)
            asked = (
                request(
                    described.landscape,
                    connection=connection,
                    names=names or ("*",),
                    kind=kinds()[kind],
                    roles=roles,
                    user=user,
                    cluster=cluster,
                    ccs_minimize_roundtrips=ccs_minimize_roundtrips,
                    place=described.name,
                ),
            )
        if not asked:
            message = f"is {described.kind} without questions: give --role or --user, and --connection"
            raise UnreadableError([Problem(described.name, message)])
    answers = [decide(described.landscape, question) for question in asked]
    if format_ == "text" and output is None and at_a_terminal():
        show(decisions.lines(answers))
    else:
        emit(WRITERS[format_](answers), output)
    if fail_on and not all(answer.allowed for answer in answers):
        click.get_current_context().exit(FOUND)


def _require_either(roles: tuple[str, ...], user: str) -> None:
    if bool(roles) == bool(user):
        raise click.UsageError("Give either --role or --user.")
