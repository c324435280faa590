"""The errors that a request to a cluster can raise.

    ElasticsearchError
    |-- TrustError                a certificate file cannot be used; nothing was sent
    |-- UnreachableError          no endpoint responded: refused, unknown host, TLS, timeout
    |-- UnexpectedAnswerError    the answer is not Elasticsearch's, or not of the expected form
    `-- RefusedError              the server responded with an error; `status`, `kind`, `reason`
        |-- UnauthenticatedError  401
        |-- ForbiddenError        403
        `-- MissingError          404

No message contains a credential: the client redacts every secret that it knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class ElasticsearchError(Exception):
    """A request to a cluster failed. `cluster` is its name in the user's configuration."""

    def __init__(self, cluster: str, message: str) -> None:
        super().__init__(message)
        self.cluster = cluster


class TrustError(ElasticsearchError):
    """A certificate or key file named in the configuration cannot be used."""


class UnreachableError(ElasticsearchError):
    """A request got no answer from any endpoint. `causes` explains why, for each endpoint."""

    def __init__(self, cluster: str, causes: Mapping[str, str]) -> None:
        listed = "; ".join(f"{endpoint}: {cause}" for endpoint, cause in causes.items())
        super().__init__(cluster, f"no request to cluster {cluster!r} succeeded: {listed}")
        self.causes = dict(causes)


class UnexpectedAnswerError(ElasticsearchError):
    """An answer is not of the expected form. `problems` says what is wrong, and where."""

    def __init__(self, cluster: str, problems: Sequence[str]) -> None:
        listed = "; ".join(problems)
        super().__init__(cluster, f"cluster {cluster!r} does not answer as Elasticsearch does: {listed}")
        self.problems = tuple(problems)


class RefusedError(ElasticsearchError):
    """The server responded to a request with an error."""

    def __init__(self, cluster: str, request: str, status: int, kind: str, reason: str) -> None:
        super().__init__(cluster, f"cluster {cluster!r} responded to {request} with {status}: {reason}")
        self.request = request
        self.status = status
        self.kind = kind
        self.reason = reason


class UnauthenticatedError(RefusedError):
    """401: the credentials are wrong, expired or missing."""


class ForbiddenError(RefusedError):
    """403: the credentials lack a privilege, or the licence does not include the feature."""


class MissingError(RefusedError):
    """404: the resource does not exist."""


_BY_STATUS: dict[int, type[RefusedError]] = {
    401: UnauthenticatedError,
    403: ForbiddenError,
    404: MissingError,
}


def refused(cluster: str, request: str, status: int, body: object) -> RefusedError:
    """Turn an error response into an exception.

    >>> str(refused("dublin", "GET /x", 403, {"error": {"reason": "no"}}))
    "cluster 'dublin' responded to GET /x with 403: no"
    """
    kind, reason = _kind_and_reason(body)
    return _BY_STATUS.get(status, RefusedError)(cluster, request, status, kind, reason)


def _kind_and_reason(body: object) -> tuple[str, str]:
    """Extract the first root cause and what caused it."""
    match body:
        case {"error": {"root_cause": [{"type": str(kind), "reason": str(reason)}, *_]} as error}:
            return kind, "; caused by: ".join([reason, *_causes(error, reason)])
        case {"error": {"type": str(kind), "reason": str(reason)} as error}:
            return kind, "; caused by: ".join([reason, *_causes(error, reason)])
        case {"error": {"reason": str(reason)}}:
            return "", reason
        case {"error": str(reason)} | {"message": str(reason)}:
            return "", reason
        case {"errors": [{"message": str(reason)} as first, *_]}:
            return str(first.get("code", "")), reason
    return "", str(body)[:500] or "(no reason given)"


def _causes(error: Mapping[str, Any], known: str) -> list[str]:
    found: list[str] = []
    more = str(error.get("additional_unsuccessful_credentials") or "")
    if more:
        found.append(more)
    cause = error.get("caused_by")
    while isinstance(cause, Mapping):
        reason = str(cause.get("reason") or "")
        if reason and reason != known and reason not in found:
            found.append(reason)
        cause = cause.get("caused_by")
    return found
