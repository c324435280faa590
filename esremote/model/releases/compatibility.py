"""Which versions of Elasticsearch can search each other.

Source: Elastic docs, "Remote clusters", the table of cross-cluster search compatibility. It stops at 9.3;
later 9.x versions follow its rule for one major version. What the table leaves open is not refused.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.model.releases.versions import Version

_LAST_OF_7 = (7, 17)
_LAST_OF_8 = 19


class Compatibility(Enum):
    """What the published table says of a local cluster that searches a remote one."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


def can_search(local: Version, remote: Version) -> Compatibility:
    """Say whether a cluster of version `local` can search one of version `remote`.

    Example:
        >>> from esremote.model.releases.versions import Version
        >>> can_search(Version(8, 19), Version(9, 2))
        <Compatibility.SUPPORTED: 'supported'>
        >>> can_search(Version(9, 5), Version(8, 17))
        <Compatibility.UNSUPPORTED: 'unsupported'>
    """
    if local.major == remote.major:
        return _yes(remote.minor >= local.minor - 1)
    match (local.major, remote.major):
        case (7, 8):
            return _yes((local.major, local.minor) == _LAST_OF_7)
        case (8, 7):
            return _yes(local.minor == 0 and (remote.major, remote.minor) == _LAST_OF_7)
        case (8, 9) if local.minor >= _LAST_OF_8 - 1:
            return _across(local.minor, remote.minor)
        case (9, 8) if remote.minor >= _LAST_OF_8 - 1:
            return _across(remote.minor, local.minor)
        case _:
            return Compatibility.UNSUPPORTED


def _across(minor_of_8: int, minor_of_9: int) -> Compatibility:
    """Say what the table says of 8.18 and 8.19 with 9.x; it has gaps there."""
    last_known = {_LAST_OF_8 - 1: 0, _LAST_OF_8: 3}[minor_of_8]
    return Compatibility.SUPPORTED if minor_of_9 <= last_known else Compatibility.UNKNOWN


def _yes(supported: bool) -> Compatibility:  # noqa: FBT001 - one value in, one value out
    return Compatibility.SUPPORTED if supported else Compatibility.UNSUPPORTED
