"""Every generated document in the checkout is what `make docs` would write."""

from __future__ import annotations

import pytest

from tests.support.golden import assert_golden
from tools.documents import ROOT, documents

DOCUMENTS = documents()


@pytest.mark.parametrize("place", DOCUMENTS)
def test_a_document_is_up_to_date(place: str) -> None:
    assert_golden(ROOT / place, DOCUMENTS[place])
