"""Import ids: `<cluster>/<what is on it>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.provider.protocol import Path, ProviderError

if TYPE_CHECKING:
    from esremote.provider.session import Session


def split_id(given: str, form: str, session: Session) -> tuple[str, str]:
    """Read an import id: the cluster's name before the first slash, the rest behind it.

    Raises:
        ProviderError: it has another form, or there is no such cluster.
    """
    cluster, slash, rest = given.partition("/")
    if not (cluster and slash and rest):
        raise ProviderError("Wrong import id", f"{given!r} is not {form}.")
    session.check_name(cluster, Path())
    return cluster, rest
