"""`esremote provider`: install, uninstall or package the Terraform provider."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from esremote import __version__
from esremote.commands._help import epilog
from esremote.provider.distribution.install import Installation, compile_package
from esremote.provider.distribution.launcher import NAME, NAMESPACE
from esremote.provider.distribution.locations import default_plugins_dir, overriding, record_folder
from esremote.provider.distribution.package import write

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLUGINS_DIR = click.option(
    "--plugins-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to use instead of ~/.terraform.d/plugins. Pass it to `terraform init -plugin-dir` too.",
)
GROUP_EPILOG = epilog(
    examples="""
        esremote provider install
        esremote provider uninstall
        esremote provider package
    """,
    done="The command succeeded.",
)
INSTALL_EPILOG = epilog(
    examples="""
        esremote provider install
        esremote provider install --dry-run
        esremote provider install --plugins-dir ./plugins && terraform init -plugin-dir=./plugins
    """,
    done="The provider is installed. With --dry-run: the files were listed.",
)
UNINSTALL_EPILOG = epilog(
    examples="""
        esremote provider uninstall
        esremote provider uninstall --dry-run
    """,
    done="The provider is not installed. With --dry-run: the files were listed.",
)
PACKAGE_EPILOG = epilog(
    examples="""
        esremote provider package
        esremote provider package --output release
    """,
    done="The files were written.",
)


@click.group("provider", epilog=GROUP_EPILOG)
def command() -> None:
    """Install, uninstall or package the Terraform provider."""


@command.command(epilog=INSTALL_EPILOG)
@_PLUGINS_DIR
@click.option("--dry-run", is_flag=True, help="List the files that would be written, without writing them.")
def install(plugins_dir: Path | None, dry_run: bool) -> None:  # noqa: FBT001 (click gives it so)
    """Install the provider where Terraform and OpenTofu find it.

    `terraform init` and `tofu init` then work offline, write a lock file, and can install other providers
    beside it. `esremote provider uninstall` removes it again.
    """
    installation = _installation(plugins_dir)
    if dry_run:
        click.echo("would write")
        _list(list(installation.files))
        return
    changed = installation.differs()
    with _file_errors_in_words("install"):
        installation.install()
    compile_package()
    click.echo(f"installed provider {NAMESPACE}/{NAME} {installation.version} ({installation.hash})")
    _list([path for path in installation.files if path.name == installation.launcher.filename])
    click.echo(f'Use it as {NAME} = {{ source = "{NAMESPACE}/{NAME}" }}, then terraform init or tofu init.')
    if changed:
        click.echo("The launcher has changed: run `terraform init -upgrade` wherever it is in use.")
    _warn_of_overrides(installation.plugins, named=plugins_dir is not None)


@command.command(epilog=UNINSTALL_EPILOG)
@_PLUGINS_DIR
@click.option("--dry-run", is_flag=True, help="List the files that would be removed, without removing them.")
def uninstall(plugins_dir: Path | None, dry_run: bool) -> None:  # noqa: FBT001 (click gives it so)
    """Remove the files that `install` wrote. State and configurations are not changed."""
    installation = _installation(plugins_dir)
    if dry_run:
        click.echo("would remove")
        _list([path for path in installation.files if path.exists()])
        return
    with _file_errors_in_words("uninstall"):
        removed = installation.uninstall()
    click.echo("removed" if removed else f"nothing to remove under {installation.plugins}")
    _list(removed)


@command.command(epilog=PACKAGE_EPILOG)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("dist"),
    show_default=True,
    help="Folder to write to.",
)
def package(output: Path) -> None:
    """Write the files of a release for a provider registry.

    These are a zip file for each platform, their SHA256SUMS and the manifest. The result is reproducible. The
    registry also requires a detached GPG signature of SHA256SUMS.
    """
    with _file_errors_in_words("package"):
        written = write(__version__, output)
    click.echo("wrote")
    _list(written)


@contextmanager
def _file_errors_in_words(what: str) -> Iterator[None]:
    """Turn what the file system refuses into an error message."""
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
            f"{path} has a provider_installation block, so only what that names is searched. Add:\n"
            f'  filesystem_mirror {{ path = "{plugins}" }}',
            err=True,
        )
    if named:
        click.echo(f"Terraform searches this folder only on request: terraform init -plugin-dir={plugins}")
