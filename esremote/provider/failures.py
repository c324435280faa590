"""Turns what went wrong into one diagnostic that names the attribute and the remedy."""

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
from esremote.provider.protocol import Path, ProviderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def told(at: Mapping[str, Path], here: Path = Path()) -> Iterator[None]:  # noqa: B008 (frozen)
    """Raise what goes wrong inside as a diagnostic.

    `at` says which attribute of the resource names which cluster; `here` is where everything else belongs.

    Raises:
        ProviderError: whatever went wrong, in words.
    """
    try:
        yield
    except ElasticsearchError as error:
        raise explained(error, at.get(error.cluster, here)) from None
    except KeystoreError as error:
        raise ProviderError(
            "A keystore could not be changed",
            f'{_sentence(str(error))}\n\nCorrect `keystore` of that cluster in the provider "esremote", or '
            "what stands in its way; then apply again.",
            here,
        ) from None


def explained(error: ElasticsearchError, at: Path) -> ProviderError:
    """Make the diagnostic of an error."""
    name = error.cluster
    summary, remedy = _advice(error, name, f'clusters["{name}"]')
    detail = _sentence(str(error))
    return ProviderError(summary, f"{detail}\n\n{remedy}" if remedy else detail, at)


def _advice(error: ElasticsearchError, name: str, where: str) -> tuple[str, str]:
    """Say in a few words what is wrong, and what to do."""
    summary, remedy = f"Cluster {name!r} refused a request", ""
    match error:
        case TrustError():
            summary = f"The TLS settings of cluster {name!r} cannot be used"
            remedy = f'Correct it in `{where}` in the provider "esremote".'
        case UnauthenticatedError():
            variable = _variable(name)
            summary = f"Cluster {name!r} refused the credentials"
            remedy = (
                f"Check `{where}.username` and `.password` (or `api_key`, `bearer_token`) in the provider "
                f'"esremote", or the environment variables ESREMOTE_{variable}_USERNAME and _PASSWORD.'
            )
        case ForbiddenError() if "non-compliant" in error.reason:
            summary = f"The licence of cluster {name!r} does not allow this"
            remedy = (
                "Cross-cluster API keys need an Enterprise licence, or a trial, on both clusters. Start a "
                "trial with POST /_license/start_trial?acknowledge=true, or connect with the TLS certificate "
                "model: leave `cross_cluster_api_key` out."
            )
        case ForbiddenError():
            summary = f"Not allowed on cluster {name!r}"
            remedy = (
                f"Give the user of `{where}` the cluster privileges that the documentation of this resource "
                "names: `manage` for connections, `manage_security` for keys and roles."
            )
        case UnreachableError():
            summary = f"Cluster {name!r} cannot be reached"
            remedy = _way_there(" ".join(error.causes.values()), where)
    return summary, remedy


def _way_there(causes: str, where: str) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in causes and ("ostname" in causes or "IP address" in causes):
        return (
            f"The certificate does not carry the endpoint's host name. Correct `{where}.endpoints`, or set "
            f"`{where}.tls_server_name` to a name that the certificate carries."
        )
    if "CERTIFICATE_VERIFY_FAILED" in causes:
        return (
            "The certificate that the cluster shows is not signed by an authority that is trusted here. Set "
            f'`{where}.ca_file` in the provider "esremote" to the authority of its HTTP interface.'
        )
    if "WRONG_VERSION_NUMBER" in causes or "record layer" in causes:
        return f"Something answers there, but not TLS. Correct scheme or port in `{where}.endpoints`."
    return (
        f'Check `{where}.endpoints` in the provider "esremote", that the cluster runs, and that this '
        "machine can reach it."
    )


def _variable(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.upper())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
