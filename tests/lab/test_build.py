"""A home is built once for a version and a set of sources, whoever asks."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from lab import build, folders
from lab.errors import LabError
from lab.jdk import Jdk

ANY_JDK = Jdk(Path("/no/jdk"), 25)


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache."""
    monkeypatch.setattr(folders, "cache", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def counted(made: list[str]) -> Callable[..., Path]:
    """What `_make` does, without Maven and javac."""

    def make(scratch: Path, version: str, *_: object) -> Path:
        made.append(version)
        (scratch / "home").mkdir()
        (scratch / "home/jar").write_text(version, encoding="utf-8")
        return scratch / "home"

    return make


def silent(_doing: str) -> None:
    pass


@pytest.mark.usefixtures("cache")
def test_what_the_cache_has_is_not_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(build, "_make", counted(made))
    first = build.build("9.5.3", ANY_JDK, silent)
    assert build.build("9.5.3", ANY_JDK, silent) == first
    assert made == ["9.5.3"]


@pytest.mark.usefixtures("cache")
def test_two_checkouts_that_build_at_once_build_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(build, "_make", counted(made))
    both = threading.Barrier(2)

    def checkout() -> None:
        both.wait()
        build.build("9.5.3", ANY_JDK, silent)

    threads = [threading.Thread(target=checkout) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["9.5.3"]


def test_a_build_that_fails_leaves_nothing_that_looks_built(
    monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    def fail(scratch: Path, *_: object) -> Path:
        (scratch / "home").mkdir()
        raise LabError("no network")

    monkeypatch.setattr(build, "_make", fail)
    with pytest.raises(LabError, match="no network"):
        build.build("9.5.3", ANY_JDK, silent)
    assert not build.home("9.5.3").exists()
    assert [path.name for path in cache.iterdir() if path.is_dir()] == []


@pytest.mark.usefixtures("cache")
def test_another_user_can_read_it_whatever_the_umask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_make", counted([]))
    home = build.build("9.5.3", ANY_JDK, silent)
    assert home.stat().st_mode & 0o777 == 0o755
    assert (home / "jar").stat().st_mode & 0o777 == 0o644


@pytest.fixture
def second_checkout(tmp_path: Path) -> Path:
    """A copy of the lab, as a second clone has it."""
    return Path(shutil.copytree(Path(build.__file__).parent, tmp_path / "lab"))


def test_a_second_checkout_finds_the_first_ones_home(second_checkout: Path) -> None:
    assert build.home("9.5.3", second_checkout) == build.home("9.5.3")


def test_a_changed_source_is_another_home(second_checkout: Path) -> None:
    (second_checkout / "distribution/lib/pom.xml").write_text("<project/>", encoding="utf-8")
    assert build.home("9.5.3", second_checkout) != build.home("9.5.3")
