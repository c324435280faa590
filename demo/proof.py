"""What must be true after two clusters are connected, verified with real requests."""

from __future__ import annotations

import base64
import json
import secrets
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.elasticsearch import Cluster, User
from demo.narrator import DemoError

if TYPE_CHECKING:
    from pathlib import Path

    from demo.elasticsearch import Answer
    from demo.terraform import Terraform

GRANTED = "logs-app"
NOT_GRANTED = "audit-2026"
_OK, _FORBIDDEN = 200, 403


@dataclass(frozen=True, kw_only=True)
class Connection:
    """The connection that the stack makes: `alias` on `local` leads to `remote`."""

    local: Cluster
    remote: Cluster
    alias: str
    role: str

    @property
    def credentials_setting(self) -> str:
        """The secure setting that holds the key's secret on the local cluster."""
        return f"cluster.remote.{self.alias}.credentials"

    def search(self, index: str, user: User | None = None) -> Answer:
        """Search `index` of the remote cluster through the local one."""
        return self.local.send("GET", f"/{self.alias}:{index}/_search", user=user)


def seed(remote: Cluster) -> None:
    """Give the remote cluster a document in an index that will be granted and in one that will not."""
    for index in (GRANTED, NOT_GRANTED):
        remote.must("PUT", f"/{index}/_doc/1?refresh=true", {"message": f"hello from {remote.name}"})


def clear(remote: Cluster) -> None:
    """Remove what `seed` made."""
    for index in (GRANTED, NOT_GRANTED):
        remote.must("DELETE", f"/{index}?ignore_unavailable=true")


def make_user(connection: Connection) -> User:
    """Make a user on the local cluster who has the granted role and nothing else."""
    user = User(name="demo-reader", password=secrets.token_urlsafe(16))
    connection.local.must(
        "PUT", f"/_security/user/{user.name}", {"password": user.password, "roles": [connection.role]}
    )
    return user


def drop_user(local: Cluster, user: User) -> None:
    """Remove the user of `make_user`."""
    local.must("DELETE", f"/_security/user/{user.name}")


def granted_is_readable(connection: Connection, user: User) -> str:
    """Search the granted index as `user`: its document comes back."""
    answer = connection.search(GRANTED, user)
    if answer.status != _OK:
        raise DemoError(f"searching {connection.alias}:{GRANTED} answered {answer.status}: {answer.reason}")
    found = [hit["_source"]["message"] for hit in answer.body["hits"]["hits"]]
    if found != [f"hello from {connection.remote.name}"]:
        raise DemoError(f"searching {connection.alias}:{GRANTED} should find one document, found {found}")
    return f"1 document, “{found[0]}”"


def other_is_forbidden(connection: Connection, user: User | None) -> str:
    """Search the index that was not granted: 403, even for the superuser, as the key limits every user."""
    answer = connection.search(NOT_GRANTED, user)
    if answer.status != _FORBIDDEN:
        raise DemoError(
            f"searching {connection.alias}:{NOT_GRANTED} should be refused with 403, "
            f"answered {answer.status}: {answer.reason}"
        )
    return f"403, {answer.reason.split(',')[0]}"


def secret_is_in_none_of(connection: Connection, terraform: Terraform, plan: Path) -> str:
    """Look for the key's secret, plain and in base64, in the state, the plan file and the plan's JSON."""
    encoded = connection.local.keystore("show", connection.credentials_setting).strip()
    api_key = base64.b64decode(encoded).decode().partition(":")[2]
    forms = [form for text in (encoded, api_key) for form in (text, base64.b64encode(text.encode()).decode())]
    places = {
        "the state": terraform.state(),
        "the plan file": _unzipped(plan),
        "the plan as JSON": json.dumps(terraform.show(plan)),
    }
    leaks = [place for place, text in places.items() if any(form in text for form in forms)]
    if leaks:
        raise DemoError(f"the secret of the cross-cluster API key is in {' and '.join(leaks)}")
    return "not in the state, not in the plan"


def _unzipped(plan: Path) -> str:
    # a plan file is a zip archive: a search of its bytes would find nothing, whatever it holds
    with zipfile.ZipFile(plan) as archive:
        return "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())


def nothing_is_left(connection: Connection) -> str:
    """Check both sides after a destroy: no valid key, no setting, no keystore entry, no role."""
    keys = connection.remote.must("GET", "/_security/api_key")["api_keys"]
    valid = [key["name"] for key in keys if key["type"] == "cross_cluster" and not key["invalidated"]]
    settings = connection.local.must("GET", "/_cluster/settings?flat_settings=true")
    stored = [name for kind in settings.values() for name in kind if name.startswith("cluster.remote.")]
    entries = [
        name for name in connection.local.keystore("list").split() if name.startswith("cluster.remote.")
    ]
    role = connection.local.send("GET", f"/_security/role/{connection.role}").status == _OK
    left = [
        *(f"key {name!r} on {connection.remote.name} is still valid" for name in valid),
        *(f"setting {name} on {connection.local.name}" for name in stored),
        *(f"keystore entry {name} on {connection.local.name}" for name in entries),
        *([f"role {connection.role} on {connection.local.name}"] if role else []),
    ]
    if left:
        raise DemoError("left behind: " + "; ".join(left))
    return "key invalidated, no cluster.remote.* setting, no keystore entry, no role"
