"""`esremote provider`: put the provider where Terraform and OpenTofu find it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from esremote import __version__
from esremote.provider.distribution.install import Installation, compile_package
from esremote.provider.distribution.launcher import NAME, NAMESPACE
from esremote.provider.distribution.locations import default_plugins_dir, overriding, record_folder
from esremote.provider.distribution.package import write

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLUGINS_DIR = click.option(
    "--plugins-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Another folder than ~/.terraform.d/plugins; name it to `terraform init -plugin-dir`.",
)


@click.group("provider")
def command() -> None:
    """Install the Terraform provider, remove it, package it.

    \b
    Exit codes: 0 done; 1 a file could not be written or removed, or wrong usage.
    """


@command.command()
@_PLUGINS_DIR
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def install(plugins_dir: Path | None, dry_run: bool) -> None:  # noqa: FBT001 (click gives it so)
    """Put the provider where Terraform and OpenTofu find it.

    `terraform init` and `tofu init` then work offline, write a lock file, and mix it with other providers.
    `esremote provider uninstall` is the undo.

    \b
    Examples:
      esremote provider install
      esremote provider install --dry-run
      esremote provider install --plugins-dir ./plugins && terraform init -plugin-dir=./plugins
    """
    installation = _installation(plugins_dir)
    if dry_run:
        click.echo("would write")
        _list(list(installation.files))
        return
    changed = installation.differs()
    with _told("install"):
        installation.install()
    compile_package()
    click.echo(f"installed provider {NAMESPACE}/{NAME} {installation.version} ({installation.hash})")
    _list([path for path in installation.files if path.name == installation.launcher.filename])
    click.echo(f'Use it as {NAME} = {{ source = "{NAMESPACE}/{NAME}" }}, then terraform init or tofu init.')
    if changed:
        click.echo("The launcher was another: run `terraform init -upgrade` wherever it is in use.")
    _warn_of_overrides(installation.plugins, named=plugins_dir is not None)


@command.command()
@_PLUGINS_DIR
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
def uninstall(plugins_dir: Path | None, dry_run: bool) -> None:  # noqa: FBT001 (click gives it so)
    """Remove what `install` has written. State and configurations stay as they are.

    \b
    Examples:
      esremote provider uninstall
      esremote provider uninstall --dry-run
    """
    installation = _installation(plugins_dir)
    if dry_run:
        click.echo("would remove")
        _list([path for path in installation.files if path.exists()])
        return
    with _told("uninstall"):
        removed = installation.uninstall()
    click.echo("removed" if removed else f"nothing to remove under {installation.plugins}")
    _list(removed)


@command.command()
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("dist"), show_default=True
)
def package(output: Path) -> None:
    """Write the files of a release as a provider registry wants them.

    Zips for every platform, their SHA256SUMS and the manifest; the same bytes each time. The registry also
    wants a signature: gpg --detach-sign dist/*_SHA256SUMS.

    \b
    Examples:
      esremote provider package
      esremote provider package --output release
    """
    with _told("package"):
        written = write(__version__, output)
    click.echo("wrote")
    _list(written)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Tell a person what the file system refuses, without a traceback."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(f"cannot {what} {error.filename}: {error.strerror}") from None


def _installation(plugins_dir: Path | None) -> Installation:
    plugins = default_plugins_dir() if plugins_dir is None else plugins_dir.absolute()
    return Installation(plugins, record_folder(), __version__)


def _list(paths: list[Path]) -> None:
    for path in paths:
        click.echo(f"  {path}")


def _warn_of_overrides(plugins: Path, *, named: bool) -> None:
    for path in overriding():
        click.echo(
            f"{path} has a provider_installation block: only what that names is searched. Add to it:\n"
            f'  filesystem_mirror {{ path = "{plugins}" }}',
            err=True,
        )
    if named:
        click.echo(f"Terraform searches this folder when told: terraform init -plugin-dir={plugins}")
