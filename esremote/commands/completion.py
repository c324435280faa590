"""`esremote completion`: a script that completes commands and options in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from esremote.commands._help import epilog

EPILOG = epilog(
    examples="""
        esremote completion bash > ~/.local/share/bash-completion/completions/esremote
        esremote completion zsh > ~/.zfunc/_esremote
        esremote completion fish > ~/.config/fish/completions/esremote.fish
    """,
    done="The script was printed.",
)


@click.command(epilog=EPILOG, short_help="Print a shell completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script that completes commands and options in your shell."""
    root = click.get_current_context().find_root()
    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"{shell}: is not supported")
    click.echo(kind(root.command, {}, "esremote", "_ESREMOTE_COMPLETE").source())
