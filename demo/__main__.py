"""`python -m demo`: what `make demo` runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from demo.narrator import DemoError, Narrator
from demo.story import Places, tell

_CHECKOUT = Path(__file__).resolve().parent.parent


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--keep", is_flag=True, help="Leave the connected clusters running and say how to look around.")
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=_CHECKOUT / ".lab",
    help="Where everything that the demonstration makes is kept (default: .lab in the checkout).",
)
def main(*, keep: bool, directory: Path) -> None:
    """Connect two real Elasticsearch clusters, prove what can be read, and leave nothing behind.

    \b
    Examples:
      python -m demo           the whole story; about a minute once Elasticsearch is built
      python -m demo --keep    stop before the end, to look around

    Exit code: 0 if every step did what it promises, 1 if one did not, 130 after Ctrl-C.
    """  # noqa: D301 - \b is click's mark for lines to keep as they are
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
        narrator.say("\n[green]Every step did what it promises.[/green]")


if __name__ == "__main__":
    main()
