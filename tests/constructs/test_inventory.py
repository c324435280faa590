"""Inventories: lists of clusters that exist already."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib import Certificates, Inventory

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_lib import Stack


def test_a_path_is_relative_to_the_inventory_that_names_it(stack: Stack, tmp_path: Path) -> None:
    file = tmp_path / "prod" / "clusters.json"
    file.parent.mkdir()
    dublin = {
        "url": "https://dublin.example:9200",
        "ca_file": "dublin-ca.crt",
        "remote_cluster_server_ca_file": "/etc/ssl/remote-ca.crt",
    }
    file.write_text(json.dumps({"clusters": {"dublin": dublin}}), encoding="utf-8")

    cluster = Inventory.read(file, origin="a test").cluster(stack, "dublin")

    assert cluster.ca_file == str(tmp_path / "prod/dublin-ca.crt")
    assert cluster.transport_certificates == Certificates(ca_file=str(tmp_path / "prod/dublin-ca.crt"))
    assert cluster.server_certificates == Certificates(ca_file="/etc/ssl/remote-ca.crt")
