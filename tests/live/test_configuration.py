"""A list of live clusters with values of wrong types is explained, without the values: some are secret."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from esremote.live.ask import open_clusters
from esremote.sources.problems import UnreadableError
from esremote.sources.read import read_source
from tests.sources.test_damaged_input import ODD, damaged, places

if TYPE_CHECKING:
    from tests.support.files import Written

DUBLIN: dict[str, Any] = {
    "endpoints": ["https://dublin.example:9200"],
    "username": "ops",
    "password": "correct horse",
    "ca_file": "dublin-ca.crt",
    "tls_server_name": "dublin.example",
    "insecure_skip_verify": False,
    "request_timeout": "30s",
    "max_retries": 3,
    "keystore": {"commands": [["elasticsearch-keystore"]]},
    "transport": "known to the constructs' inventory alone",
}


def problems(written: Written, cluster: dict[str, Any]) -> list[str]:
    file = written({"clusters": {"dublin": cluster}}, "clusters.json")
    try:
        open_clusters(read_source(file, today=date(2026, 12, 1)))
    except UnreadableError as error:
        return list(map(str, error.problems))
    return []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"password": ["correct horse"]}, "password: is a list, a string is needed"),
        ({"max_retries": "3"}, "max_retries: is a string, a number is needed"),
        ({"insecure_skip_verify": "no"}, "insecure_skip_verify: is a string, true or false is needed"),
        ({"keystore": {"commands": "keystore"}}, "keystore.commands: is a string, a list is needed"),
        ({"keystore": {"commands": [[1]]}}, "keystore.commands[0][0]: is a number, a string is needed"),
        ({"keystore": []}, "keystore: is a list, an object is needed"),
    ],
)
def test_a_value_of_the_wrong_type_is_explained(
    values: dict[str, Any], problem: str, written: Written
) -> None:
    assert problems(written, DUBLIN | values) == [f"clusters.json: clusters.dublin.{problem}"]


def test_whatever_stands_in_a_list_is_accepted_or_explained(written: Written) -> None:
    assert problems(written, DUBLIN) == []
    for path in places(DUBLIN):
        for odd in ODD:
            assert all(
                "correct horse" not in problem for problem in problems(written, damaged(DUBLIN, path, odd))
            )
