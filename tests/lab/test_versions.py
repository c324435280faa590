"""Names and versions, as the command line has them."""

import pytest

from lab import versions
from lab.errors import LabError


def test_one_version_is_for_all() -> None:
    assert versions.for_clusters(["a", "b"], "8.19.21") == {"a": "8.19.21", "b": "8.19.21"}


def test_each_cluster_can_have_its_own() -> None:
    assert versions.for_clusters(["a", "b"], "b=8.19.21, a=9.5.3") == {"a": "9.5.3", "b": "8.19.21"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("7.17.0", "'7.17.0' is no version such as 9.5.3 or 8.19.21"),
        ("latest", "'latest' is no version such as 9.5.3 or 8.19.21"),
        ("a=9.5.3", "names a, but the clusters are a, b"),
        ("a=9.5.3,c=9.5.3", "names a, c, but the clusters are a, b"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(LabError, match=complaint):
        versions.for_clusters(["a", "b"], text)


@pytest.mark.parametrize("text", ["", "a,,b", "Frankfurt", "a b", "../a", "a,a"])
def test_a_name_must_serve_as_an_alias_and_a_folder(text: str) -> None:
    with pytest.raises(LabError, match="--clusters"):
        versions.cluster_names(text)
