"""`esremote completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

EPILOG = """
\b
Examples:
  esremote completion bash > ~/.local/share/bash-completion/completions/esremote
  esremote completion zsh > ~/.zfunc/_esremote
  esremote completion fish > ~/.config/fish/completions/esremote.fish

\b
Exit codes:
  0  printed
  1  used wrongly
"""


@click.command(epilog=EPILOG, short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that lets a shell complete commands and options."""
    root = click.get_current_context().find_root()
    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"{shell}: there is no completion for it")
    click.echo(kind(root.command, {}, "esremote", "_ESREMOTE_COMPLETE").source())
