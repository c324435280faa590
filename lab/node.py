"""Starts one node, as bin/elasticsearch does."""

import json
import os
import subprocess
from enum import Enum
from pathlib import Path

from lab import keystore, user, versions
from lab.cluster import Cluster, Node
from lab.errors import LabError
from lab.jdk import Jdk
from lab.processes import Process

_HEAP = "512m"

_ENTITLED = ("org.elasticsearch.entitlement", "java.logging", "java.net.http", "java.naming", "jdk.net")

# Kept, so that Python neither warns of children it lost sight of nor leaves them unreaped.
_STARTED: list[subprocess.Popen[bytes]] = []

_LOG4J = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] [%node_name]%marker %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


class Lifetime(Enum):
    """How long a server runs. It stops when its standard input ends, so that is where it is decided."""

    UNTIL_DOWN = "until down"
    AS_LONG_AS_US = "as long as us"  # even if we are killed

    def standard_input(self, path: Path) -> tuple[int, int]:
        """The server's standard input, and where to write what it shall read there.

        A pipe opened for reading and writing holds its own writing end, so it never ends although we leave.
        The other kind ends with the process that holds the writing end: ours, which never closes it.
        """
        if self is Lifetime.AS_LONG_AS_US:
            return os.pipe()
        os.mkfifo(path, 0o600)
        try:
            both = os.open(path, os.O_RDWR)
        finally:
            path.unlink()
        return both, both


def prepare(node: Node, cluster: Cluster, home: Path, jdk: Jdk) -> bytes:
    """Fill the node's folder and hand it over; returns what the server wants to read from standard input.

    As with Elasticsearch's packages, the config folder hands its group on: when root writes the keystore, the
    node can still read it.
    """
    (node.config / "log4j2.properties").write_text(_LOG4J, encoding="utf-8")
    keystore.install(node, home, jdk)
    runs_as = user.of_nodes()
    if runs_as:
        runs_as.own(node.folder)
    node.config.chmod(0o2770)
    return _launch_arguments(node, cluster, home, jdk)


def _launch_arguments(node: Node, cluster: Cluster, home: Path, jdk: Jdk) -> bytes:
    command = [*keystore.tool(home, jdk), "launch-arguments", str(node.config), str(node.folder / "logs")]
    secrets = f"{cluster.keystore_password}\n{cluster.password}\n"
    ran = subprocess.run(command, input=secrets.encode(), capture_output=True, check=False)
    if ran.returncode != 0:
        raise LabError(
            f"the settings of {node.name} were refused:\n{ran.stderr.decode(errors='replace')}".rstrip()
        )
    return ran.stdout


def start(node: Node, home: Path, jdk: Jdk, arguments: bytes, *, lives: Lifetime) -> subprocess.Popen[bytes]:
    """Start the server; `process.json` says which process it is."""
    runs_as = user.of_nodes()
    stdin, feed = lives.standard_input(node.folder / "stdin")
    with node.log.open("ab") as log:
        try:
            server = subprocess.Popen(
                _command(node, home, jdk),
                stdin=stdin,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=node.folder,
                env={"PATH": os.defpath, "HOME": str(node.folder), "LIBFFI_TMPDIR": str(node.folder / "tmp")},
                start_new_session=True,  # Ctrl-C is for us: we stop the nodes ourselves
                user=runs_as.uid if runs_as else None,
                group=runs_as.gid if runs_as else None,
                extra_groups=[] if runs_as else None,
            )
            _STARTED.append(server)
            note(node, Process.of(server.pid))
            os.write(feed, arguments)
        finally:
            os.close(stdin)
    return server


def note(node: Node, process: Process) -> None:
    """Write down which process the node is."""
    node.process_file.write_text(
        json.dumps({"pid": process.pid, "started": process.started}), encoding="utf-8"
    )


def noted(file: Path) -> Process:
    """Read what `note` wrote."""
    return Process(**json.loads(file.read_text(encoding="utf-8")))


def _command(node: Node, home: Path, jdk: Jdk) -> list[str]:
    lib = home / "lib"
    bridge = next((lib / "entitlement-bridge").glob("*.jar"))
    native = ["org.elasticsearch.nativeaccess", "org.apache.lucene.core"]
    if versions.major(node.version) >= 9:  # noqa: PLR2004 - the major that brought the module
        native.append("org.elasticsearch.foreign")
    return [
        jdk.tool("java"),
        # What boots fastest on few cores; unverified classes alone spare a tenth
        f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-Xss1m", "-XX:+UseSerialGC",
        f"-XX:TieredStopAtLevel={4 if node.optimising else 1}",
        "-XX:-UsePerfData",
        "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote", "-XX:-OmitStackTraceInFastThrow",
        # What bin/elasticsearch always sets
        "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-Djna.nosys=true", "-Dio.netty.noUnsafe=true",
        "-Dio.netty.noKeySetOptimization=true", "-Dio.netty.recycler.maxCapacityPerThread=0",
        "-Dlog4j.shutdownHookEnabled=false", "-Dlog4j2.disable.jmx=true", "-Dlog4j2.formatMsgNoLookups=true",
        "-Des.networkaddress.cache.ttl=60", "-Des.networkaddress.cache.negative.ttl=10",
        "-Des.distribution.type=tar", f"-Des.path.home={home}",
        f"-Djava.io.tmpdir={node.folder / 'tmp'}", f"-Duser.home={node.folder}",
        # Native libraries are not on Maven Central
        "-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false",
        f"-Des.nativelibs.path={lib / 'platform'}", f"-Djava.library.path={lib / 'platform'}",
        # Entitlements
        f"--patch-module=java.base={bridge}",
        f"--add-exports=java.base/org.elasticsearch.entitlement.bridge={','.join(_ENTITLED)}",
        "-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true",
        f"--enable-native-access={','.join(native)}",
        "--add-opens=java.base/java.io=org.elasticsearch.nativeaccess",
        "--add-opens=java.base/sun.nio.ch=org.elasticsearch.nativeaccess",
        f"--module-path={lib}", "--add-modules=jdk.net,jdk.management.agent,ALL-MODULE-PATH",
        "-m", "org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch",
    ]  # fmt: skip
