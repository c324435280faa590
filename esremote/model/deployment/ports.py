"""Which openings in a firewall the connections of a fleet need, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from esremote.model.addresses import HostPort


class Purpose(Enum):
    """What listens behind an opening."""

    REMOTE_CLUSTER_SERVER = "remote cluster server"
    TRANSPORT = "transport"
    PROXY = "proxy"


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

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote."""
        return cls(
            to=written["to"],
            port=written["port"],
            purpose=written["purpose"],
            hosts=tuple(written["hosts"]),
            from_=tuple(written["from"]),
        )


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
