"""The ports that must be open in firewalls for connections between clusters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Self

from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.model.addresses import HostPort


class Purpose(Enum):
    """The interface that listens on a port."""

    REMOTE_CLUSTER_SERVER = "remote cluster server"
    TRANSPORT = "transport"
    PROXY = "proxy"

    @classmethod
    def of(cls, model: SecurityModel) -> Purpose:
        """Return the interface of a node that a security model uses."""
        match model:
            case SecurityModel.API_KEY:
                return cls.REMOTE_CLUSTER_SERVER
            case SecurityModel.TLS_CERTIFICATE:
                return cls.TRANSPORT


@dataclass(frozen=True, order=True)
class Opening:
    """A port that the nodes of some clusters must be able to reach.

    Connections are opened by the local cluster to the remote cluster, in both security models.

    Attributes:
        to: the name of the remote cluster.
        port: the TCP port.
        purpose: the interface that listens on the port, a value of `Purpose`.
        hosts: the host names or IP addresses of the remote cluster.
        from_: the names of the local clusters.
    """

    to: str
    port: int
    purpose: str
    hosts: tuple[str, ...]
    from_: tuple[str, ...]

    def united(self, other: Self) -> Self:
        """Return one opening for both, which must have the same cluster, port and purpose."""
        return replace(
            self,
            hosts=tuple(sorted({*self.hosts, *other.hosts})),
            from_=tuple(sorted({*self.from_, *other.from_})),
        )

    def as_json(self) -> dict[str, object]:
        """Return its representation in the metadata of a stack."""
        return {
            "to": self.to,
            "port": self.port,
            "purpose": self.purpose,
            "hosts": list(self.hosts),
            "from": list(self.from_),
        }


@dataclass(frozen=True)
class Need:
    """What one connection needs: the cluster `from_` must reach `address` of the cluster `to`."""

    from_: str
    to: str
    address: HostPort
    purpose: Purpose


def openings(needs: Iterable[Need]) -> list[Opening]:
    """Combine needs for the same port, so that a mesh results in one opening for each cluster.

    Example:
        >>> from esremote.model.addresses import HostPort
        >>> address = HostPort("dublin.example", 9443)
        >>> openings([Need("frankfurt", "dublin", address, Purpose.PROXY)])[0].from_
        ('frankfurt',)
    """
    together: dict[tuple[str, int, Purpose], tuple[set[str], set[str]]] = {}
    for need in needs:
        hosts, sources = together.setdefault((need.to, need.address.port, need.purpose), (set(), set()))
        hosts.add(need.address.host)
        sources.add(need.from_)
    return sorted(
        Opening(to, port, purpose.value, tuple(sorted(hosts)), tuple(sorted(sources)))
        for (to, port, purpose), (hosts, sources) in together.items()
    )


def merge(every: Iterable[Opening]) -> tuple[Opening, ...]:
    """Combine openings with the same cluster, port and purpose.

    Example:
        >>> from_frankfurt = Opening("dublin", 9443, "proxy", ("dublin.example",), ("frankfurt",))
        >>> merge([from_frankfurt, replace(from_frankfurt, from_=("oregon",))])[0].from_
        ('frankfurt', 'oregon')
    """
    merged: dict[tuple[str, int, str], Opening] = {}
    for opening in every:
        key = (opening.to, opening.port, opening.purpose)
        merged[key] = merged[key].united(opening) if key in merged else opening
    return tuple(sorted(merged.values()))
