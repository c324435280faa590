"""Which Elasticsearch each cluster runs, as `--version` says it."""

import re
from collections.abc import Sequence

from lab.errors import LabError

DEFAULT = "9.5.3"

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_VERSION = re.compile(r"[89]\.\d+\.\d+")


def cluster_names(text: str) -> list[str]:
    """Read `frankfurt,dublin`.

    >>> cluster_names("frankfurt, dublin")
    ['frankfurt', 'dublin']
    """
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if not _NAME.fullmatch(name):
            raise LabError(
                f"--clusters {text}: {name!r} is no name for a cluster here;"
                " use a-z, 0-9, - and _, as for the alias of a remote cluster"
            )
    if len(set(names)) < len(names):
        raise LabError(f"--clusters {text}: a name is there twice")
    return names


def for_clusters(names: Sequence[str], text: str = DEFAULT) -> dict[str, str]:
    """Read `9.5.3` (all clusters) or `frankfurt=9.5.3,dublin=8.19.21` (each its own).

    >>> for_clusters(["a", "b"], "a=9.5.3,b=8.19.21")
    {'a': '9.5.3', 'b': '8.19.21'}
    """
    if "=" not in text:
        versions = dict.fromkeys(names, text)
    else:
        versions = dict(_pair(part) for part in text.split(","))
        if set(versions) != set(names):
            raise LabError(
                f"--version {text}: names {_listed(versions)}, but the clusters are {_listed(names)}"
            )
    for version in versions.values():
        if not _VERSION.fullmatch(version):
            raise LabError(f"--version {text}: {version!r} is no version such as 9.5.3 or 8.19.21")
    return {name: versions[name] for name in names}


def major(version: str) -> int:
    """The major of a version.

    >>> major("8.19.21")
    8
    """
    return int(version.partition(".")[0])


def _pair(part: str) -> tuple[str, str]:
    name, _, version = part.partition("=")
    return name.strip(), version.strip()


def _listed(names: Sequence[str] | dict[str, str]) -> str:
    return ", ".join(names)
