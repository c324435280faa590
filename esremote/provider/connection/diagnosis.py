"""Explains why a remote cluster does not respond: which attribute is wrong, and what to do about it.

The errors are recognised by texts from Elasticsearch's troubleshooting page for remote clusters, and from the
responses of real 8.19.21 and 9.5.3 nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from esremote.elasticsearch.endpoint_probe import Answer
from esremote.model.releases.licenses import API_KEY_MODEL_NEEDS
from esremote.provider.protocol import Path, at

if TYPE_CHECKING:
    from esremote.elasticsearch.endpoint_probe import Seen
    from esremote.provider.connection.wanted import WantedConnection


class Verdict(Enum):
    """What a response of `_resolve/cluster` means for a caller that waits for the remote cluster."""

    ANSWERED = "answered"
    """The remote cluster processed the request, even if it refused it because of missing privileges."""
    NOT_YET = "not yet"
    HOPELESS = "hopeless"
    """Waiting does not help: something has to be corrected first."""


_AUTHORIZED_BY_REMOTE = re.compile(
    r"is unauthorized for .*(authenticated by API key id|effective roles)", re.DOTALL
)
_HOPELESS = re.compile(
    r"no remote indices privileges apply|expected API key type of|has been invalidated|is expired|"
    r"unable to authenticate|attempting to authenticate|_cross_cluster_access_credentials|"
    r"certificate identity|DN from provided|non-compliant|requires channel profile|missing authentication"
)


def judge(connected: object, error: str | None) -> Verdict:
    """Judge a response of `_resolve/cluster`.

    >>> judge(True, None)
    <Verdict.ANSWERED: 'answered'>
    >>> judge(False, "unable to authenticate user [x] for action [y]")
    <Verdict.HOPELESS: 'hopeless'>
    """
    if connected is True or (error and _AUTHORIZED_BY_REMOTE.search(error)):
        return Verdict.ANSWERED
    return Verdict.HOPELESS if error and _HOPELESS.search(error) else Verdict.NOT_YET


def is_forgotten(error: str | None) -> bool:
    """Tell whether an error says that Elasticsearch does not know the alias.

    >>> is_forgotten("no such remote cluster: [dublin]")
    True
    """
    return error is not None and "no such remote cluster" in error


@dataclass(frozen=True)
class Diagnosis:
    """Why a remote cluster does not respond.

    `summary` is one sentence without its period, `remedy` says what to do, and `path` is the attribute to
    correct. `may_change` is false if waiting longer cannot help.
    """

    summary: str
    remedy: str
    path: Path
    may_change: bool = True


def from_error(connection: WantedConnection, error: str) -> Diagnosis:
    """Explain an error that Elasticsearch returned."""
    local = connection.local_cluster
    address, key = connection.address_path, at("cross_cluster_api_key")
    given = key if connection.key else at("credentials_wo")
    match error:
        case _ if "no remote indices privileges apply" in error:
            found = Diagnosis(
                f"The provider's user has no privileges for alias {connection.alias!r}",
                f'The user that provider "esremote" authenticates as on {local!r} has no `remote_indices` '
                f"for this alias, so {local!r} refuses the request without sending it. Grant the user "
                f'`remote_indices` with clusters ["{connection.alias}"] and the privilege '
                '`view_index_metadata`, or set `wait_for = "nothing"`.',
                at("wait_for"),
            )
        case _ if "_cross_cluster_access_credentials" in error:
            found = Diagnosis(
                f"Alias {connection.alias!r} has no credentials, but its address requires them",
                "The address is that of a remote cluster server (9443), which requires a cross-cluster API "
                "key. Set `cross_cluster_api_key` or, for the TLS certificate security model, use the "
                "transport port (9300).",
                address if not connection.delivered else given,
            )
        case _ if "expected API key type of" in error:
            found = Diagnosis(
                "The credentials are not a cross-cluster API key",
                "The secret belongs to a REST API key. Create a cross-cluster API key with "
                "`cross_cluster_api_key` or POST /_security/cross_cluster/api_key.",
                given,
            )
        case _ if _is_about_signature(connection, error):
            found = Diagnosis(
                "The key requires signed requests, and the local cluster does not sign them accordingly",
                "`certificate_identity` must match the distinguished name of the certificate in `signing`, "
                "and the remote cluster must trust its certificate authority "
                "(`cluster.remote.signing.certificate_authorities`). If the nodes cannot open the private "
                "key or the keystore, they do not sign requests, and report it only in their logs: check "
                "the paths, the passphrase and the passwords in `signing`.",
                at("cross_cluster_api_key", "certificate_identity"),
            )
        case _ if "non-compliant" in error:
            found = Diagnosis(
                "The licence does not include cross-cluster API keys",
                API_KEY_MODEL_NEEDS,
                given,
            )
        case _ if "authenticate" in error or "invalidated" in error or "expired" in error:
            found = Diagnosis(
                "The remote cluster rejects the key",
                "The key is incorrect, has expired or was invalidated, or it belongs to a different cluster "
                "than the address. Check that `remote_cluster` and the address refer to the same cluster.",
                at("cross_cluster_api_key", "remote_cluster") if connection.key else given,
            )
        case _ if "channel profile" in error or "missing authentication" in error:
            found = Diagnosis(
                "The address is not that of a remote cluster interface",
                "The key was sent to the transport interface. Use the port of the remote cluster server "
                "(`remote_cluster.port`, 9443).",
                address,
            )
        case _:
            found = Diagnosis(
                "The request through the alias failed",
                "The cause is not one that esremote recognizes; the response of Elasticsearch names it.",
                address,
            )
    return found


def _is_about_signature(connection: WantedConnection, error: str) -> bool:
    """The remote cluster logs the reason, but reports a missing signature as any failed authentication."""
    requires = connection.key is not None and connection.key.certificate_identity is not None
    return (
        "certificate identity" in error
        or "DN from provided" in error
        or (requires and "authenticate" in error)
    )


def from_silence(connection: WantedConnection, address: str, seen: Seen) -> Diagnosis:
    """Explain why there is no connection, based on what this machine sees at the address."""
    path = connection.address_path
    port = (
        "the remote cluster server (`remote_cluster.port`, 9443)"
        if connection.delivered
        else "the transport interface (`transport.port`, 9300)"
    )
    match seen.answer:
        case Answer.NOTHING:
            setting = "`remote_cluster_server.enabled: true` on its nodes, " if connection.delivered else ""
            return Diagnosis(
                f"Nothing responds at {address}",
                f"From this machine: {seen.why}. Check the host and the port, {setting}firewalls, and that "
                f"the remote cluster is running. The address must be that of {port}.",
                path,
            )
        case Answer.HTTP:
            return Diagnosis(
                f"{address} is an HTTP interface",
                f"It serves REST requests (9200). Use the port of {port}.",
                path,
                may_change=False,
            )
        case Answer.NOT_TLS:
            return Diagnosis(
                f"The interface at {address} does not use TLS",
                f"Use the port of {port}, which must have TLS enabled.",
                path,
                may_change=False,
            )
        case Answer.MUTUAL_TLS if connection.delivered:
            return Diagnosis(
                f"{address} is not a remote cluster interface",
                "It requests a client certificate, as the transport interface does. The API key security "
                "model needs the remote cluster server: set `remote_cluster_server.enabled: true`, and use "
                "its port (`remote_cluster.port`, 9443).",
                path,
                may_change=False,
            )
        case Answer.TLS if connection.delivered:
            return Diagnosis(
                f"The nodes of {connection.local_cluster!r} do not trust the certificate at {address}",
                "The interface there uses TLS, but there is no connection. Most likely, "
                "`xpack.security.remote_cluster_client.ssl.certificate_authorities` on the nodes of "
                f"{connection.local_cluster!r} lacks the certificate authority of the remote cluster "
                "server, or the certificate is not valid for the host name. Otherwise, the nodes cannot "
                "reach the address, or it is not Elasticsearch.",
                path,
            )
    return Diagnosis(
        f"The nodes of {connection.local_cluster!r} and the cluster at {address} do not trust each other",
        "In the TLS certificate security model, both clusters need each other's certificate authority in "
        "`xpack.security.transport.ssl.certificate_authorities`. To use the API key security model instead, "
        "set `cross_cluster_api_key`.",
        path,
    )
