"""Turns a failed request or keystore change into one diagnostic that names the attribute and the remedy."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from esremote.elasticsearch import (
    ElasticsearchError,
    ForbiddenError,
    TrustError,
    UnauthenticatedError,
    UnreachableError,
)
from esremote.keystore import KeystoreError
from esremote.model.environment import variable
from esremote.model.releases.licenses import API_KEY_MODEL_NEEDS
from esremote.model.sentences import sentence
from esremote.provider.protocol import Path, ProviderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def as_diagnostics(at: Mapping[str, Path], here: Path = Path()) -> Iterator[None]:  # noqa: B008 (frozen)
    """Raise any failure inside the `with` block as a diagnostic.

    Args:
        at: The attribute of the resource that names a cluster, by the cluster's name.
        here: The attribute for every other failure.

    Raises:
        ProviderError: a request or a keystore change failed.
    """
    try:
        yield
    except ElasticsearchError as error:
        raise as_provider_error(error, at.get(error.cluster, here)) from None
    except KeystoreError as error:
        raise ProviderError(
            "Failed to change a keystore",
            f'{sentence(str(error))}\n\nCorrect `keystore` of that cluster in provider "esremote", or fix '
            "the "
            "cause of the failure, and apply again.",
            here,
        ) from None


def as_provider_error(error: ElasticsearchError, at: Path) -> ProviderError:
    """Turn an error of a request into a diagnostic about an attribute."""
    name = error.cluster
    summary, remedy = _advice(error, name, f'clusters["{name}"]')
    detail = sentence(str(error))
    return ProviderError(summary, f"{detail}\n\n{remedy}" if remedy else detail, at)


def _advice(error: ElasticsearchError, name: str, where: str) -> tuple[str, str]:
    """Return a summary of what is wrong, and what to do about it."""
    summary, remedy = f"Cluster {name!r} refused a request", ""
    match error:
        case TrustError():
            summary = f"The TLS settings of cluster {name!r} cannot be used"
            remedy = f'Correct them in `{where}` of provider "esremote".'
        case UnauthenticatedError():
            summary = f"Cluster {name!r} rejected the credentials"
            remedy = (
                f"Check `username` and `password` (or `api_key` or `bearer_token`) in `{where}` of provider "
                f'"esremote", or the environment variables {variable(name, "username")} and '
                f"{variable(name, 'password')}."
            )
        case ForbiddenError() if "non-compliant" in error.reason:
            summary = f"The licence of cluster {name!r} does not include this feature"
            remedy = (
                f"{API_KEY_MODEL_NEEDS} Start a trial with POST /_license/start_trial?acknowledge=true, or "
                "use the TLS certificate security model by omitting `cross_cluster_api_key`."
            )
        case ForbiddenError():
            summary = f"Insufficient privileges on cluster {name!r}"
            remedy = (
                f"Grant the user in `{where}` the cluster privileges listed in the documentation of this "
                "resource: `manage` for connections, `manage_security` for keys and roles."
            )
        case UnreachableError():
            summary = f"Failed to connect to cluster {name!r}"
            remedy = _connection_advice(" ".join(error.causes.values()), where)
    return summary, remedy


def _connection_advice(causes: str, where: str) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in causes and ("ostname" in causes or "IP address" in causes):
        return (
            f"The certificate is not valid for the host name of the endpoint. Correct `{where}.endpoints`, "
            f"or set `{where}.tls_server_name` to a name that the certificate is valid for."
        )
    if "CERTIFICATE_VERIFY_FAILED" in causes:
        return (
            "The certificate that the cluster presents is not signed by a trusted certificate authority. Set "
            f'`{where}.ca_file` of provider "esremote" to the certificate authority of the HTTP interface.'
        )
    if "WRONG_VERSION_NUMBER" in causes or "record layer" in causes:
        return f"The interface there does not use TLS. Correct the scheme or the port in `{where}.endpoints`."
    return (
        f'Check `{where}.endpoints` of provider "esremote", that the cluster is running, and that this '
        "machine "
        "can reach it."
    )
