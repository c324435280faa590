"""Starts clusters in parallel and waits until all are ready. If anything fails, nothing is left running."""

import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lab import health, processes
from lab import node as nodes
from lab.cluster import Cluster, Node
from lab.jdk import Jdk
from lab.node import Lifetime
from lab.processes import Process
from lab.progress import Reporter

Server = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Home:
    """A built Elasticsearch, and the JDK to run it with."""

    path: Path
    jdk: Jdk


@dataclass(frozen=True)
class Boot:
    """One attempt to start clusters."""

    clusters: Sequence[Cluster]
    homes: Mapping[str, Home]
    lives: Lifetime
    reporter: Reporter
    _cancelled: threading.Event = field(default_factory=threading.Event)
    _launched: list[Server] = field(default_factory=list)

    def run(self) -> Sequence[Sequence[Process]]:
        """Start all; returns the processes of each cluster's nodes.

        Raises:
            LabError: a node did not come up.
        """
        threads = sum(1 + len(cluster.nodes) for cluster in self.clusters)
        with ThreadPoolExecutor(threads) as pool:
            try:
                booting = [
                    pool.submit(self._await, cluster, self._launch_all(pool, cluster))
                    for cluster in self.clusters
                ]
                wait(booting, return_when=FIRST_EXCEPTION)
                _raise_first(booting)
                return [each.result() for each in booting]
            except BaseException:
                with _undisturbed():
                    self._cancelled.set()
                    pool.shutdown(cancel_futures=True)
                    processes.stop([Process.of(server.pid) for server in self._launched])
                raise

    def _launch_all(self, pool: ThreadPoolExecutor, cluster: Cluster) -> Sequence[Future[Server]]:
        self.reporter.say(cluster.name, "preparing")
        return [pool.submit(self._launch, cluster, node) for node in cluster.nodes]

    def _launch(self, cluster: Cluster, node: Node) -> Server:
        home = self.homes[cluster.version]
        arguments = nodes.prepare(node, cluster, home.path, home.jdk)
        if self._cancelled.is_set():
            raise health.StoppedWaitingError
        server = nodes.start(node, home.path, home.jdk, arguments, lives=self.lives)
        self._launched.append(server)
        return server

    def _await(self, cluster: Cluster, launching: Sequence[Future[Server]]) -> Sequence[Process]:
        servers = [each.result() for each in launching]
        health.wait(
            cluster, servers, lambda doing: self.reporter.say(cluster.name, doing), self._cancelled.is_set
        )
        self.reporter.done(cluster.name, f"Elasticsearch {cluster.version} is ready on {cluster.url}")
        return [Process.of(server.pid) for server in servers]


def _raise_first(futures: Sequence[Future[Sequence[Process]]]) -> None:
    for future in futures:
        if future.done() and (error := future.exception()):
            raise error


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ignore a second Ctrl-C while the nodes are stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
