"""Says why a remote cluster does not answer: which attribute is wrong, and what to do.

The fingerprints are those of Elasticsearch's own troubleshooting page for remote clusters, and of the
answers of real 8.19.21 and 9.5.3 nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from esremote.elasticsearch.endpoint_probe import Answer
from esremote.provider.protocol import Path, at

if TYPE_CHECKING:
    from esremote.elasticsearch.endpoint_probe import Seen
    from esremote.provider.connection.values import Connection


class Verdict(Enum):
    """What an answer of `_resolve/cluster` means for the one who waits."""

    ANSWERED = "answered"
    """The remote has dealt with the request; that it refused it for want of privileges is an answer too."""
    NOT_YET = "not yet"
    HOPELESS = "hopeless"
    """Waiting does not help: something has to be corrected."""


_AUTHORIZED_BY_REMOTE = re.compile(
    r"is unauthorized for .*(authenticated by API key id|effective roles)", re.DOTALL
)
_HOPELESS = re.compile(
    r"no remote indices privileges apply|expected API key type of|has been invalidated|is expired|"
    r"unable to authenticate|attempting to authenticate|_cross_cluster_access_credentials|"
    r"certificate identity|DN from provided|non-compliant|requires channel profile|missing authentication"
)


def judge(connected: object, error: str | None) -> Verdict:
    """Judge an answer of `_resolve/cluster`.

    >>> judge(True, None)
    <Verdict.ANSWERED: 'answered'>
    >>> judge(False, "unable to authenticate user [x] for action [y]")
    <Verdict.HOPELESS: 'hopeless'>
    """
    if connected is True or (error and _AUTHORIZED_BY_REMOTE.search(error)):
        return Verdict.ANSWERED
    return Verdict.HOPELESS if error and _HOPELESS.search(error) else Verdict.NOT_YET


def is_forgotten(error: str | None) -> bool:
    """Tell whether Elasticsearch says that it has no such alias.

    >>> is_forgotten("no such remote cluster: [dublin]")
    True
    """
    return error is not None and "no such remote cluster" in error


@dataclass(frozen=True)
class Diagnosis:
    """Why a remote cluster does not answer: one sentence, what to do, and which attribute it is about.

    `may_change` is False when waiting longer cannot help.
    """

    summary: str
    remedy: str
    path: Path
    may_change: bool = True


def from_error(connection: Connection, error: str) -> Diagnosis:
    """Read the remote's own words."""
    local = connection.local_cluster
    address, key = connection.address_path, at("cross_cluster_api_key")
    given = key if connection.key else at("credentials_wo")
    match error:
        case _ if "no remote indices privileges apply" in error:
            found = Diagnosis(
                f"The provider's user may not use alias {connection.alias!r}",
                f'The user that the provider "esremote" is on {local!r} has no `remote_indices` for this '
                "alias, so "
                "its own request is refused before it leaves. Give its role remote_indices with clusters "
                f'["{connection.alias}"] and the privilege view_index_metadata; or set wait_for = "nothing".',
                at("wait_for"),
            )
        case _ if "_cross_cluster_access_credentials" in error:
            found = Diagnosis(
                f"Alias {connection.alias!r} has no credentials, and its address asks for them",
                "The address is a remote cluster interface (9443), which wants a cross-cluster API key. Set "
                "`cross_cluster_api_key`; or, for the TLS certificate model, use the transport port (9300).",
                address if not connection.delivered else given,
            )
        case _ if "expected API key type of" in error:
            found = Diagnosis(
                "These credentials are not a cross-cluster API key",
                "The secret is of a REST API key. Make a cross-cluster one: `cross_cluster_api_key`, or POST "
                "/_security/cross_cluster/api_key.",
                given,
            )
        case _ if _is_about_signature(connection, error):
            found = Diagnosis(
                "The key asks for a signature that the local cluster does not give",
                "`certificate_identity` has to match the DN of the certificate in `signing`, and the remote "
                "cluster has to trust its authority: `cluster.remote.signing.certificate_authorities`. A key "
                "or keystore that the nodes cannot open signs nothing, and only their logs say so: check "
                "paths, passphrase and passwords in `signing`.",
                at("cross_cluster_api_key", "certificate_identity"),
            )
        case _ if "non-compliant" in error:
            found = Diagnosis(
                "The licence does not allow cross-cluster API keys",
                "Both clusters need an Enterprise licence, or a trial.",
                given,
            )
        case _ if "authenticate" in error or "invalidated" in error or "expired" in error:
            found = Diagnosis(
                "The remote cluster does not accept the key",
                "The key is wrong, expired or invalidated, or it was made on another cluster than the one "
                "that the "
                "address leads to. Check that `remote_cluster` and the address are the same cluster.",
                at("cross_cluster_api_key", "remote_cluster") if connection.key else given,
            )
        case _ if "channel profile" in error or "missing authentication" in error:
            found = Diagnosis(
                "The address is not a remote cluster interface",
                "The key was sent to the transport interface. Use the port of the remote cluster server "
                "(`remote_cluster.port`, 9443).",
                address,
            )
        case _:
            found = Diagnosis("The remote cluster does not answer", "See what it said.", address)
    return found


def _is_about_signature(connection: Connection, error: str) -> bool:
    """The remote says why only in its log; over the connection it is any failed authentication."""
    asks = connection.key is not None and connection.key.certificate_identity is not None
    return (
        "certificate identity" in error or "DN from provided" in error or (asks and "authenticate" in error)
    )


def from_silence(connection: Connection, address: str, seen: Seen) -> Diagnosis:
    """Explain why there is no connection, by what this machine sees at the address."""
    path = connection.address_path
    port = (
        "the remote cluster server (`remote_cluster.port`, 9443)"
        if connection.delivered
        else ("the transport interface (`transport.port`, 9300)")
    )
    match seen.answer:
        case Answer.NOTHING:
            needs = "`remote_cluster_server.enabled: true` on its nodes, " if connection.delivered else ""
            return Diagnosis(
                f"Nothing answers at {address}",
                f"From here: {seen.why}. Check host and port, {needs}firewalls, and that the remote cluster "
                f"runs. The address is to be that of {port}.",
                path,
            )
        case Answer.HTTP:
            return Diagnosis(
                f"{address} is an HTTP interface",
                f"That is where REST requests go (9200). Use the port of {port}.",
                path,
                may_change=False,
            )
        case Answer.NOT_TLS:
            return Diagnosis(
                f"What answers at {address} does not speak TLS",
                f"Use the port of {port}; its TLS has to be on.",
                path,
                may_change=False,
            )
        case Answer.MUTUAL_TLS if connection.delivered:
            return Diagnosis(
                f"{address} is not a remote cluster interface",
                "It asks for a client certificate, as the transport interface does; the API key model needs "
                "the remote cluster server: `remote_cluster_server.enabled: true`, and its port "
                "(`remote_cluster.port`, 9443).",
                path,
                may_change=False,
            )
        case Answer.TLS if connection.delivered:
            return Diagnosis(
                f"The nodes of {connection.local_cluster!r} do not trust the certificate at {address}",
                "Something speaks TLS there, but there is no connection. Most likely the authority of the "
                "remote cluster interface is missing in "
                "`xpack.security.remote_cluster_client.ssl.certificate_authorities` on the nodes of "
                f"{connection.local_cluster!r}, or the certificate does not carry the host name. If "
                "neither: the nodes cannot reach the address, or it is not Elasticsearch.",
                path,
            )
    return Diagnosis(
        f"The nodes of {connection.local_cluster!r} and what answers at {address} do not trust each other",
        "In the TLS certificate model both clusters need each other's authority in "
        "`xpack.security.transport.ssl.certificate_authorities`. For an API key connection set "
        "`cross_cluster_api_key`.",
        path,
    )
