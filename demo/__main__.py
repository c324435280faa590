"""`python -m demo`: what `make demo` runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from demo.narrator import DemoError, Narrator
from demo.story import Places, tell

_CHECKOUT = Path(__file__).resolve().parent.parent


# In it, \b tells click to leave the lines as they are.
_EPILOG = """
\b
Examples:
  python -m demo         the whole demonstration; about a minute once Elasticsearch is built
  python -m demo --keep  stop before the end, to look around

\b
Exit codes:
  0    All steps succeeded.
  1    A step failed.
  130  The demonstration was interrupted.
"""


@click.command(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--keep", is_flag=True, help="Leave the clusters running, and explain how to look around.")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=_CHECKOUT / ".lab",
    help="Folder for all files of the demonstration.  [default: .lab in the checkout]",
)
def main(*, keep: bool, directory: Path) -> None:
    """Connect two real Elasticsearch clusters, prove what can be read, and leave nothing behind."""
    narrator = Narrator()
    try:
        tell(narrator, Places(checkout=_CHECKOUT, directory=directory.absolute()), keep=keep)
    except DemoError as error:
        narrator.failed(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        narrator.say("\nStopped.")
        sys.exit(130)
    if not keep:
        narrator.say("\n[green]All steps succeeded.[/green]")


if __name__ == "__main__":
    main()
