"""The list of reserved roles is what real clusters say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from esremote.model.roles.reserved import RESERVED_ROLES

if TYPE_CHECKING:
    from tests.support.lab import Lab


@pytest.mark.lab
def test_every_role_that_a_cluster_reserves_is_known(lab: Lab) -> None:
    roles = lab.local.call("GET", "/_security/role")
    reserved = {name for name, role in roles.items() if role["metadata"].get("_reserved")}

    assert "superuser" in reserved
    assert reserved <= RESERVED_ROLES, f"not known: {sorted(reserved - RESERVED_ROLES)}"
