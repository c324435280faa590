"""A golden file that differs fails its test with the difference, and is renewed only on request."""

from pathlib import Path

import pytest

from tests.support.golden import assert_golden


def test_a_difference_is_shown_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UPDATE_GOLDEN", raising=False)
    file = tmp_path / "greeting.txt"
    file.write_text("hello\nworld\n", encoding="utf-8")

    assert_golden(file, "hello\nworld\n")
    with pytest.raises(pytest.fail.Exception, match=r"make golden(.*\n)+-world\n\+moon"):
        assert_golden(file, "hello\nmoon\n")

    assert file.read_text(encoding="utf-8") == "hello\nworld\n"


def test_a_file_that_does_not_exist_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UPDATE_GOLDEN", raising=False)

    with pytest.raises(pytest.fail.Exception, match=r"\+hello"):
        assert_golden(tmp_path / "greeting.txt", "hello\n")


def test_an_update_writes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPDATE_GOLDEN", "1")
    file = tmp_path / "new" / "greeting.txt"

    assert_golden(file, "hello\n")

    assert file.read_text(encoding="utf-8") == "hello\n"
