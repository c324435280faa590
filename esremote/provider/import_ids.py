"""Import IDs: `<cluster>/<object on the cluster>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.provider.protocol import Path, ProviderError

if TYPE_CHECKING:
    from esremote.provider.session import Session


def split_id(given: str, form: str, session: Session) -> tuple[str, str]:
    """Split an import ID into the cluster's name, before the first slash, and the rest.

    Args:
        given: The ID that the user passed to `terraform import`.
        form: The expected form, for the error message.
        session: The clusters that may be named.

    Raises:
        ProviderError: the ID has another form, or there is no such cluster.
    """
    cluster, slash, rest = given.partition("/")
    if not (cluster and slash and rest):
        raise ProviderError("Invalid import ID", f"Expected an import ID of the form {form}, got {given!r}.")
    session.check_name(cluster, Path())
    return cluster, rest
