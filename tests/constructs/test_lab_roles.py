"""What is known of reserved roles is what real clusters say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from esremote.model.releases.versions import Version
from esremote.model.roles.reserved import RESERVED_ROLES, documents

if TYPE_CHECKING:
    from tests.support.lab import Lab

DECIDING = ("cluster", "indices", "remote_indices", "remote_cluster", "run_as")


@pytest.mark.lab
def test_every_role_that_a_cluster_reserves_is_known(lab: Lab) -> None:
    roles = lab.local.call("GET", "/_security/role")
    reserved = {name for name, role in roles.items() if role["metadata"].get("_reserved")}

    assert "superuser" in reserved
    assert reserved <= RESERVED_ROLES, f"not known: {sorted(reserved - RESERVED_ROLES)}"


@pytest.mark.lab
@pytest.mark.both_versions
def test_reserved_roles_have_the_privileges_that_are_stored(lab: Lab) -> None:
    for cluster in (lab.local, lab.remote):
        roles = cluster.call("GET", "/_security/role")
        returned = {
            name: {part: role[part] for part in DECIDING if role.get(part)}
            for name, role in roles.items()
            if role["metadata"].get("_reserved")
        }
        assert returned == documents()[Version.parse(cluster.version)]
