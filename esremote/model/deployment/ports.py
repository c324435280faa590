"""Which openings in a firewall the connections of a fleet need, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Self

from esremote.model.connection.security_model import SecurityModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from esremote.model.addresses import HostPort


class Purpose(Enum):
    """What listens behind an opening."""

    REMOTE_CLUSTER_SERVER = "remote cluster server"
    TRANSPORT = "transport"
    PROXY = "proxy"

    @classmethod
    def of(cls, model: SecurityModel) -> Purpose:
        """Return the interface of a node that connections of a security model reach."""
        match model:
            case SecurityModel.API_KEY:
                return cls.REMOTE_CLUSTER_SERVER
            case SecurityModel.TLS_CERTIFICATE:
                return cls.TRANSPORT


@dataclass(frozen=True, order=True)
class Opening:
    """Nodes of the clusters in `from_` open TCP connections to `port` of `hosts`, which belong to `to`.

    Connections go one way, from the local cluster to the remote, under both security models.
    """

    to: str
    port: int
    purpose: str
    hosts: tuple[str, ...]
    from_: tuple[str, ...]

    def united(self, other: Self) -> Self:
        """Return one opening for both; they have the same port and purpose."""
        return replace(
            self,
            hosts=tuple(sorted({*self.hosts, *other.hosts})),
            from_=tuple(sorted({*self.from_, *other.from_})),
        )

    def as_json(self) -> dict[str, object]:
        """Return it as a stack's metadata writes it."""
        return {
            "to": self.to,
            "port": self.port,
            "purpose": self.purpose,
            "hosts": list(self.hosts),
            "from": list(self.from_),
        }


@dataclass(frozen=True)
class Need:
    """One connection's need: `from_` reaches `address`, which belongs to `to`."""

    from_: str
    to: str
    address: HostPort
    purpose: Purpose


def openings(needs: Iterable[Need]) -> list[Opening]:
    """Put needs of the same port together, so that a mesh gives one opening for each cluster.

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
    """Combine openings of the same port and purpose of a cluster.

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
