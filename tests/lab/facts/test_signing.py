"""Strong identity: a key that only requests signed with a certain certificate may use (9.3 and newer)."""

import pytest

from tests.support.lab import Cluster
from tests.support.remote import KEYS, SETTINGS, Link, messages, reason
from tests.support.waiting import eventually

pytestmark = [pytest.mark.lab, pytest.mark.both_versions]


def test_a_key_with_a_certificate_identity_wants_a_signature_of_that_name(
    local: Cluster, remote: Cluster, turn: Link
) -> None:
    if "8." in {local.version[:2], remote.version[:2]}:
        pytest.skip("signing came with 9.3")
    turn.trust_with(turn.key["encoded"])
    eventually(turn.search, lambda answer: answer.is_success)
    key = f"{KEYS}/{turn.key['id']}"
    remote.call("PUT", key, {"certificate_identity": f"CN={local.name}-1-transport,.*"})
    unsigned = eventually(turn.search, lambda answer: not answer.is_success)
    assert unsigned.status_code == 401
    assert "but no certificate was provided" in reason(unsigned)

    authority = {"cluster.remote.signing.certificate_authorities": [f"certs/{local.name}-ca.crt"]}
    remote.call("PUT", SETTINGS, {"persistent": authority})
    turn.set(**{"signing.certificate": "certs/transport.crt", "signing.key": "certs/transport.key"})
    assert messages(eventually(turn.search, lambda answer: answer.is_success)) == ["facts-logs-a"]
    shown = local.call("GET", f"{SETTINGS}?flat_settings=true")["persistent"]
    assert not [name for name in shown if ".signing." in name]

    remote.call("PUT", key, {"certificate_identity": "CN=somebody else"})
    other = eventually(turn.search, lambda answer: not answer.is_success)
    assert other.status_code == 401
    assert "does not match" in reason(other)

    remote.call("PUT", key, {"certificate_identity": None})
    eventually(turn.search, lambda answer: answer.is_success)
    turn.set(**{"signing.certificate": None, "signing.key": None})
    remote.call("PUT", SETTINGS, {"persistent": dict.fromkeys(authority)})


def test_signing_settings_came_with_9(local: Cluster, rem: Link) -> None:
    settings = {"signing.certificate": "certs/transport.crt", "signing.key": "certs/transport.key"}
    answer = rem.set(**settings)
    rem.set(**dict.fromkeys(settings))
    assert answer.status_code == (400 if local.version.startswith("8.") else 200)
