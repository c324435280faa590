"""The search for secrets finds what there is to find."""

from __future__ import annotations

import base64
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness.secrets import ProcessList, assert_absent, find

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "correct horse battery"


@given(before=st.binary(max_size=8), secret=st.text(min_size=8, max_size=30), after=st.binary(max_size=8))
def test_a_secret_is_found_anywhere_within_base64(before: bytes, secret: str, after: bytes) -> None:
    around = before + secret.encode() + after
    assert find(secret, base64.b64encode(around))
    assert find(secret, base64.urlsafe_b64encode(around))


@given(st.binary(max_size=64))
def test_nothing_is_found_where_nothing_is(content: bytes) -> None:
    assert not find(SECRET, base64.b64encode(content))


def test_a_secret_is_found_in_a_zip_and_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "plan.out", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tfplan", f'{{"password": "{SECRET}"}}')
    with pytest.raises(AssertionError, match=r"plan\.out!tfplan"):
        assert_absent(SECRET, tmp_path)


def test_a_secret_is_found_among_the_arguments_of_a_process() -> None:
    with ProcessList() as processes:
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.3)", SECRET], check=True)
    assert find(SECRET, processes.text)
