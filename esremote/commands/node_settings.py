"""`esremote node-settings`: what the nodes of each cluster need and REST cannot set."""

from __future__ import annotations

from pathlib import Path

import click

from esremote.model.errors import ConfigurationError
from esremote.rendering import settings
from esremote.rendering.synthesised import read

_FORMATS = {
    "elasticsearch.yml": settings.elasticsearch_yml,
    "keystore": settings.keystore_commands,
    "ansible": settings.ansible,
    "eck": settings.eck,
    "json": settings.as_json,
}


@click.command("node-settings", short_help="What the nodes need: settings, files, secure settings.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("cdktf.out"))
@click.option("--stack", "stacks", multiple=True, help="Only this stack; may be given several times.")
@click.option(
    "--format", "format_", type=click.Choice(list(_FORMATS)), default="elasticsearch.yml", show_default=True
)
def command(folder: Path, stacks: tuple[str, ...], format_: str) -> None:
    """Print what the nodes of each cluster need: settings, files, secure settings.

    FOLDER is what `python main.py` or `cdktf synth` wrote, cdktf.out by default.

    \b
    Examples:
      esremote node-settings
      esremote node-settings --stack search --format ansible > group_vars.yml
      esremote node-settings --format keystore
      esremote node-settings --format eck | kubectl apply --dry-run=server -f -

    \b
    Exit codes: 0 printed; 1 the folder has no such stack, or wrong usage.
    """
    try:
        click.echo(_FORMATS[format_](read(folder, stacks)), nl=False)
    except ConfigurationError as problem:
        raise click.ClickException(str(problem)) from problem
