"""Builds an Elasticsearch home, with the layout of the distribution's archive, in the user's cache.

    lib/  lib/entitlement-bridge/                            jars of Maven Central
    modules/{transport-netty4,x-pack-core,x-pack-security}/  jars of Maven Central, with their own descriptors
    lib/entitlement-agent/  lib/tools/ansi-console/  tool/   our stand-ins, from java/
    modules/{rest-root,analysis-common}/                     our stand-ins, from java/

The cache entry's name holds a digest of the poms and sources that it was made of, so checkouts that agree
share one. It is made beside its place and renamed into it under a lock, so a half-made one is never seen.
"""

import fcntl
import hashlib
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

from lab import folders, versions
from lab.errors import LabError
from lab.jdk import Jdk

_HERE = Path(__file__).parent
_POMS = _HERE / "distribution"
_JAVA = _HERE / "java"
_ARTIFACT = re.compile(r"-\d[\w.\-]*\.jar$")
_RELEASE = {8: 17, 9: 21}  # the class file level of each major: what its own jars have

Say = Callable[[str], None]


def home(version: str, sources: Path = _HERE) -> Path:
    """The folder of a version's home, once it is built from `sources`."""
    return folders.cache() / f"elasticsearch-{version}-{_digest(version, sources)}"


def build(version: str, jdk: Jdk, say: Say) -> Path:
    """Return the home of a version; build it if the cache does not have it."""
    place = home(version)
    if place.exists():
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    with _locked(place.with_name(f"{place.name}.lock")):
        if not place.exists():
            with tempfile.TemporaryDirectory(prefix="building-", dir=place.parent) as scratch:
                made = _make(Path(scratch), version, jdk, say)
                _readable_by_all(made)
                made.rename(place)
    return place


def _digest(version: str, sources: Path) -> str:
    digest = hashlib.sha256(version.encode())
    for file in sorted([*sources.rglob("pom.xml"), *sources.rglob("*.java"), sources / "build.py"]):
        digest.update(file.relative_to(sources).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _readable_by_all(folder: Path) -> None:
    """Make a tree readable for every user, whatever the umask: the nodes may run as a different user."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _make(scratch: Path, version: str, jdk: Jdk, say: Say) -> Path:
    parts, made = scratch / "parts", scratch / "home"
    say("fetching jars")
    _fetch(parts, version, say)
    say("compiling")
    made.mkdir()
    (made / "plugins").mkdir()
    shutil.copytree(parts / "lib", made / "lib")
    shutil.copytree(parts / "entitlement-bridge", made / "lib/entitlement-bridge")
    _modules(parts, made, version)
    _stand_ins(scratch / "classes", made, version, jdk)
    return made


def _fetch(parts: Path, version: str, say: Say) -> None:
    """Let Maven copy the jars of every part."""
    command = [
        "mvn", "--batch-mode", "--strict-checksums", f"--file={_POMS / 'pom.xml'}",
        f"-Des.version={version}", f"-Dlab.output={parts}", "dependency:copy-dependencies",
    ]  # fmt: skip
    said = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as maven:
        assert maven.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
        try:
            for line in maven.stdout:
                said.append(line)
                if "Downloading from" in line and line.rstrip().endswith(".jar"):
                    say(f"fetching {line.rpartition('/')[2].strip()}")
        except BaseException:
            maven.terminate()
            raise
    if maven.returncode != 0:
        # The first paragraph says what is wrong; the others are about Maven
        errors = list(takewhile(lambda line: line.strip() != "[ERROR]", filter(_is_error, said))) or said
        raise LabError(
            f"Maven could not fetch the jars of Elasticsearch {version}:\n{''.join(errors[:15])}".rstrip()
        )


def _is_error(line: str) -> bool:
    return line.startswith("[ERROR]")


def _modules(parts: Path, home: Path, version: str) -> None:
    """Lay out the modules.

    The server's JarHell check allows no jar twice among lib/, a module, and the module that this one extends.
    """
    lib = _artifacts(parts / "lib")
    core = lib | _artifacts(parts / "x-pack-core")
    for name, sources, elsewhere in (
        ("transport-netty4", ["transport-netty4"], lib),
        ("x-pack-core", ["x-pack-core"], lib),
        ("x-pack-security", ["x-pack-security", "opensaml"], core),
    ):
        module = home / "modules" / name
        module.mkdir(parents=True)
        for jar in (jar for source in sources for jar in (parts / source).iterdir()):
            if _artifact(jar) not in elsewhere:
                shutil.copy(jar, module)
        with zipfile.ZipFile(module / f"{name}-{version}.jar") as archive:
            for file in ("plugin-descriptor.properties", "entitlement-policy.yaml"):
                (module / file).write_bytes(archive.read(f"META-INF/es-plugins/{name}/{file}"))


def _artifacts(folder: Path) -> set[str]:
    return {_artifact(jar) for jar in folder.iterdir()}


def _artifact(jar: Path) -> str:
    return _ARTIFACT.sub("", jar.name)


def _stand_ins(classes: Path, home: Path, version: str, jdk: Jdk) -> None:
    """Compile what is not on Maven Central; each source file says what it stands in for."""
    major = versions.major(version)
    compiler = _Compiler(home, classes, jdk, _RELEASE[major])
    compiler.jar(
        home / "lib/entitlement-agent/entitlement-agent.jar",
        [_JAVA / "entitlement-agent"],
        manifest="Agent-Class: esremote.lab.Agent\n"
        "Can-Retransform-Classes: true\nCan-Redefine-Classes: true\n",
    )
    compiler.jar(home / "lib/tools/ansi-console/ansi-console.jar", [_JAVA / "ansi-console"])
    compiler.jar(home / "tool/tool.jar", [_JAVA / "tool"])
    for name, plugin, sources in (
        ("analysis-common", "AnalysisCommonPlugin", [_JAVA / "analysis-common"]),
        ("rest-root", "RestRootPlugin", [_JAVA / "rest-root/common", _JAVA / f"rest-root/{major}"]),
    ):
        module = home / "modules" / name
        compiler.jar(module / f"{name}.jar", sources)
        (module / "plugin-descriptor.properties").write_text(
            f"name={name}\ndescription=stand-in of the esremote lab\nclassname=esremote.lab.{plugin}\n"
            f"version={version}\nelasticsearch.version={version}\njava.version={_RELEASE[major]}\n",
            encoding="utf-8",
        )


class _Compiler:
    """Makes jars out of source folders."""

    def __init__(self, home: Path, classes: Path, jdk: Jdk, release: int) -> None:
        self._classpath = str(home / "lib/*")
        self._classes, self._jdk, self._release = classes, jdk, release

    def jar(self, jar: Path, sources: list[Path], manifest: str = "") -> None:
        classes = self._classes / jar.stem
        classes.mkdir(parents=True)
        jar.parent.mkdir(parents=True, exist_ok=True)
        files = [str(file) for folder in sources for file in sorted(folder.rglob("*.java"))]
        self._run(
            "javac", "-nowarn", "-Xlint:none", "-proc:none", "--release", str(self._release),
            "-cp", self._classpath, "-d", str(classes), *files,
        )  # fmt: skip
        manifest_file = classes.with_suffix(".txt")
        manifest_file.write_text(manifest, encoding="utf-8")
        self._run(
            "jar", "--create", "--file", str(jar), "--manifest", str(manifest_file), "-C", str(classes), "."
        )

    def _run(self, tool: str, *arguments: str) -> None:
        ran = subprocess.run([self._jdk.tool(tool), *arguments], capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise LabError(f"{tool} of {self._jdk.home} failed:\n{ran.stdout}{ran.stderr}".rstrip())
