"""Turns what went wrong into one diagnostic that names the attribute and the remedy."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from esremote.elasticsearch import (
    ElasticsearchError,
    ForbiddenError,
    RefusedError,
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
            "what "
            "stands in its way; then apply again.",
            here,
        ) from None
    except ValueError as error:  # a certificate that cannot be read
        raise ProviderError(
            "The TLS settings of a cluster cannot be used", _sentence(str(error)), here
        ) from None


def explained(error: ElasticsearchError, at: Path) -> ProviderError:
    """Make the diagnostic of an error."""
    name = error.cluster
    where = f'clusters["{name}"]'
    said = _sentence(str(error))
    match error:
        case UnauthenticatedError():
            return ProviderError(
                f"Cluster {name!r} refused the credentials",
                f"{said}\n\nCheck `{where}.username` and `.password` (or `api_key`, `bearer_token`) in the "
                "provider "
                f'"esremote", or the environment variables ESREMOTE_{_variable(name)}_USERNAME and '
                "_PASSWORD.",
                at,
            )
        case ForbiddenError() if "non-compliant" in error.reason:
            return ProviderError(
                f"The licence of cluster {name!r} does not allow this",
                f"{said}\n\nCross-cluster API keys need an Enterprise licence, or a trial, on both "
                "clusters. Start a "
                "trial with POST /_license/start_trial?acknowledge=true, or connect with the TLS "
                "certificate model: "
                "leave `cross_cluster_api_key` out.",
                at,
            )
        case ForbiddenError():
            return ProviderError(
                f"Not allowed on cluster {name!r}",
                f"{said}\n\nGive the user of `{where}` the cluster privileges that the documentation of this "
                "resource names: `manage` for connections, `manage_security` for keys and roles.",
                at,
            )
        case RefusedError():
            return ProviderError(f"Cluster {name!r} refused a request", said, at)
        case UnreachableError():
            return _unreachable(error, at, where)
    return ProviderError(f"Cluster {name!r}", said, at)


def _unreachable(error: UnreachableError, at: Path, where: str) -> ProviderError:
    causes = " ".join(error.causes.values())
    match causes:
        case _ if (
            "CERTIFICATE_VERIFY_FAILED" in causes and "ostname" not in causes and "IP address" not in causes
        ):
            remedy = (
                "The certificate that the cluster shows is not signed by an authority that is trusted "
                "here. Set "
                f'`{where}.ca_file` in the provider "esremote" to the authority of its HTTP interface.'
            )
        case _ if "CERTIFICATE_VERIFY_FAILED" in causes:
            remedy = (
                f"The certificate does not carry the endpoint's host name. Correct `{where}.endpoints`, or "
                f"set `{where}.tls_server_name` to a name that the certificate carries."
            )
        case _ if "WRONG_VERSION_NUMBER" in causes or "record layer" in causes:
            remedy = f"Something answers there, but not TLS. Correct scheme or port in `{where}.endpoints`."
        case _:
            remedy = (
                f'Check `{where}.endpoints` in the provider "esremote", that the cluster runs, and that this '
                "machine can reach it."
            )
    return ProviderError(
        f"Cluster {error.cluster!r} cannot be reached", f"{_sentence(str(error))}\n\n{remedy}", at
    )


def _variable(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.upper())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
