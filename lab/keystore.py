"""The `bin/elasticsearch-keystore` of each node: a small script around the lab's stand-in for the real tool.

It takes the real tool's commands, options, prompts and exit codes: what is tried here works on a real node.
"""

import shlex
from pathlib import Path

from lab.cluster import Node
from lab.jdk import Jdk

# For a tool that lives a second or two: no optimising compiler, no threads for the collector.
_SHORT_LIVED = (
    "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
    "-Dlog4j2.disable.jmx=true", "-Dorg.apache.logging.log4j.simplelog.StatusLogger.level=OFF",
)  # fmt: skip


def tool(home: Path, jdk: Jdk) -> list[str]:
    """The argv of our command-line stand-ins, to be followed by their arguments."""
    classpath = f"{home / 'tool/tool.jar'}:{home / 'lib/*'}"
    return [
        jdk.tool("java"),
        *_SHORT_LIVED,
        f"-Des.path.home={home}",
        "-cp",
        classpath,
        "esremote.lab.tool.Main",
    ]


def install(node: Node, home: Path, jdk: Jdk) -> None:
    """Write the node's keystore command."""
    command = shlex.join([*tool(home, jdk), "keystore", str(node.config)])
    node.keystore_command.write_text(
        f'#!/bin/sh\nunset JAVA_TOOL_OPTIONS  # as the real one does\nexec {command} "$@"\n', encoding="utf-8"
    )
    node.keystore_command.chmod(0o755)
