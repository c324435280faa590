"""How clusters are reached: paths are relative to the file that names them, wherever a command is run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from esremote.sources.clusters import reachable_clusters
from esremote.sources.read import read_source

if TYPE_CHECKING:
    from esremote.sources.jsonlike import Json

TODAY = date(2026, 12, 1)
DUBLIN = {
    "endpoints": ["https://dublin.example:9200"],
    "ca_file": "certs/dublin-ca.crt",
    "client_key_file": "/etc/esremote/client.key",
    "keystore": {"elastic_cloud": {"ca_file": "ece-ca.crt"}},
}
CLUSTERS: Json = {"dublin": DUBLIN}
EXPRESSIONS = {"expressions": {"clusters": {"constant_value": CLUSTERS}}}
DOCUMENTS: dict[str, Json] = {
    "clusters.json": {"clusters": CLUSTERS},
    "cdk.tf.json": {"provider": {"esremote": [{"clusters": CLUSTERS}]}},
    "plan.json": {
        "format_version": "1.2",
        "resource_changes": [],
        "configuration": {"provider_config": {"esremote": EXPRESSIONS}},
    },
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_path_is_relative_to_the_file_that_names_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("elsewhere") / name
    file.parent.mkdir()
    file.write_text(json.dumps(DOCUMENTS[name]), encoding="utf-8")

    assert reachable_clusters(read_source(file, today=TODAY)) == {
        "dublin": DUBLIN
        | {
            "ca_file": "elsewhere/certs/dublin-ca.crt",
            "keystore": {"elastic_cloud": {"ca_file": "elsewhere/ece-ca.crt"}},
        }
    }
