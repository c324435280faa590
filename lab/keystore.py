"""Each node's `bin/elasticsearch-keystore`: a small script around our stand-in for the real tool.

It takes the real tool's commands, options, prompts and exit codes: what is tried here works on a real node.
"""

import shlex
import subprocess
from pathlib import Path

from lab.cluster import Cluster, Node
from lab.errors import LabError
from lab.jdk import Jdk

# For a tool that lives half a second: no optimising compiler, no threads for the collector, shared classes.
_FAST = (
    "-Xmx128m", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
    "-Dlog4j2.disable.jmx=true", "-Dorg.apache.logging.log4j.simplelog.StatusLogger.level=OFF",
)  # fmt: skip


def tool(home: Path, jdk: Jdk) -> list[str]:
    """The argv of our command-line stand-ins, to be followed by their arguments."""
    classpath = f"{home / 'tool/tool.jar'}:{home / 'lib/*'}"
    return [jdk.tool("java"), *_FAST, f"-Des.path.home={home}", "-cp", classpath, "esremote.lab.tool.Main"]


def install(node: Node, home: Path, jdk: Jdk) -> None:
    """Write the node's keystore command.

    As with the packages of Elasticsearch, the config folder hands its group on, so the node can read what
    root writes.
    """
    command = shlex.join([*tool(home, jdk), "keystore", str(node.config)])
    node.keystore_command.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    node.keystore_command.chmod(0o755)


def fill(node: Node, cluster: Cluster) -> None:
    """Create the node's keystore, with the password of the user elastic in it."""
    password = cluster.keystore_password
    if password:
        _run(node, ["create", "--password"], [password, password])
    unlock = [password] if password else []
    _run(node, ["add", "--stdin", "--force", "bootstrap.password"], [*unlock, cluster.password])


def _run(node: Node, arguments: list[str], lines: list[str]) -> None:
    ran = subprocess.run(
        [str(node.keystore_command), *arguments],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        raise LabError(
            f"elasticsearch-keystore {shlex.join(arguments)} of {node.name} failed:\n{ran.stderr}".rstrip()
        )
