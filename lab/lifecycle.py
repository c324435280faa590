"""`up` and `down`.

clusters = up(Path(".lab"), {"frankfurt": "9.5.3", "dublin": "9.5.3"})
...
down(Path(".lab"))
"""

import fcntl
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab import build, folders, jdk, ports, prerequisites, processes, settings, state
from lab import cluster as plans
from lab import node as nodes
from lab.boot import Boot, Home
from lab.cluster import Choice, Cluster, Node
from lab.errors import LabError
from lab.node import Lifetime
from lab.processes import Process
from lab.progress import Reporter, Silent
from lab.settings import Settings, Trust

RemoteClusterSettings = Callable[[Cluster, Node], Settings]


@dataclass(frozen=True)
class Options:
    """What can be chosen beside names and versions.

    Attributes:
        trust: whom the nodes trust, unless `settings` says so.
        nodes: by cluster, how many nodes it has, if more than one.
        settings: by cluster, what replaces the lab's remote cluster settings in elasticsearch.yml; either the
            settings, or a function from the planned cluster and node (ports, folders) to them.
        keystore_passwords: by cluster, the password of its nodes' keystores.
        optimising: the clusters whose JVMs optimise what runs often. Such a node takes 21 s of processor time
            to boot instead of 10 s, and 0.2 s to reload its keystore instead of 0.7 s.
        lives: until `down`, or no longer than the process that starts the lab.
    """

    trust: Trust = Trust.MUTUAL
    nodes: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, Settings | RemoteClusterSettings] = field(default_factory=dict)
    keystore_passwords: Mapping[str, str] = field(default_factory=dict)
    optimising: Collection[str] = ()
    lives: Lifetime = Lifetime.UNTIL_DOWN

    def choice(self, name: str) -> Choice:
        """Return what is chosen for one cluster."""
        return Choice(self.nodes.get(name, 1), self.keystore_passwords.get(name, ""), name in self.optimising)


def up(
    directory: Path,
    versions: Mapping[str, str],
    options: Options | None = None,
    reporter: Reporter | None = None,
) -> Mapping[str, Any]:
    """Start one cluster for each name and wait until all are ready.

    Args:
        directory: where `lab.json` is written, such as `.lab`.
        versions: the version of each cluster, by name.
        options: what else can be chosen.
        reporter: is told what happens.

    Returns:
        The clusters of `lab.json`, by name.

    Raises:
        LabError: something is missing, or a node did not come up. Nothing is left running then, nor after any
            other exception, such as Ctrl-C.
    """
    options, reporter = options or Options(), reporter or Silent()
    _known(options.settings, versions)
    with _alone(directory):
        if _running(directory):
            raise LabError(
                f"a lab runs in {directory}: `python -m lab status` shows it, `python -m lab down` stops it"
            )
        homes = _homes(versions.values(), reporter)
        _clear(directory)
        with ports.reserved() as free:
            planned = plans.plan(
                versions,
                folders.nodes(directory),
                free,
                {name: options.choice(name) for name in versions},
            )
            plans.lay_out(planned)
            _link(directory, planned)
            _write_settings(planned, options)
            started = Boot(planned, homes, options.lives, reporter).run()
        state.write(directory, zip(planned, started, strict=True))
    return state.read(directory)


def down(directory: Path, grace: float | None = None) -> Sequence[str]:
    """Stop every node of the lab and remove what it wrote.

    Args:
        directory: the lab's folder.
        grace: seconds that a node has to shut down; 0 kills it at once, for data that nobody will need.

    Returns:
        The names of the clusters that ran.
    """
    if not directory.is_dir():
        return []
    with _alone(directory):
        running = _running(directory)
        processes.stop(list(running.values()), grace)
        _clear(directory)
    return sorted({file.parent.parent.name for file in running})


def _running(directory: Path) -> dict[Path, Process]:
    """Return the running nodes, by their process file."""
    noted = {file: nodes.noted(file) for file in _in_nodes(directory, "process.json")}
    return {file: process for file, process in noted.items() if process.alive}


def _in_nodes(directory: Path, name: str) -> list[Path]:
    """Find a file of every node, in the lab's folder and in the folder outside it that some nodes need."""
    places = (directory, folders.nodes(directory))
    return sorted({file.resolve() for place in places for file in place.glob(f"*/*/{name}")})


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the lab's lock: only one `up` or `down` runs at a time."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LabError(f"another `up` or `down` is at work in {directory}; wait for it") from None
        yield


def _known(named: Mapping[str, object], versions: Mapping[str, str]) -> None:
    if unknown := sorted(set(named) - set(versions)):
        raise LabError(f"settings for {', '.join(unknown)}, but the clusters are {', '.join(versions)}")


def _homes(wanted: Iterable[str], reporter: Reporter) -> Mapping[str, Home]:
    versions = dict.fromkeys(wanted)
    needed = [prerequisites.java(version) for version in versions]
    if not all(build.home(version).exists() for version in versions):
        needed.append(prerequisites.MAVEN)
    prerequisites.check(needed)
    return {version: _home(version, reporter) for version in versions}


def _home(version: str, reporter: Reporter) -> Home:
    found = jdk.find(version)
    assert found is not None  # noqa: S101 - for the type checker: the prerequisites were checked
    subject = f"Elasticsearch {version}"
    if (place := build.home(version)).exists():
        return Home(place, found)
    place = build.build(version, found, lambda doing: reporter.say(subject, doing))
    reporter.done(subject, "built")
    return Home(place, found)


def _clear(directory: Path) -> None:
    """Remove what an earlier lab wrote."""
    (directory / state.FILE).unlink(missing_ok=True)
    for folder in {config.parent.parent for config in _in_nodes(directory, "config")}:
        shutil.rmtree(folder)
    if (elsewhere := folders.nodes(directory)) != directory.resolve() and elsewhere.exists():
        elsewhere.rmdir()
    for link in directory.iterdir():
        if link.is_symlink():
            link.unlink()


def _link(directory: Path, planned: Sequence[Cluster]) -> None:
    """Link nodes that live outside the lab's folder into it."""
    for cluster in planned:
        place = cluster.nodes[0].folder.parent
        if place.parent != directory.resolve():
            (directory / cluster.name).symlink_to(place)


def _write_settings(planned: Sequence[Cluster], options: Options) -> None:
    for cluster in planned:
        others = [other.name for other in planned if other is not cluster]
        for node in cluster.nodes:
            given = options.settings.get(cluster.name)
            if given is None:
                given = settings.remote_cluster(node, others, options.trust)
            elif callable(given):
                given = given(cluster, node)
            settings.write(node.config / "elasticsearch.yml", settings.base(cluster, node), given)
