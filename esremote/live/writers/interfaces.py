"""What is seen at an address, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.elasticsearch.endpoint_probe import Answer

if TYPE_CHECKING:
    from esremote.live.observed import AtAddress

_INTERFACES = {
    Answer.NOT_TLS: "something without TLS",
    Answer.HTTP: "an HTTP interface",
    Answer.MUTUAL_TLS: "transport interface",
    Answer.TLS: "remote cluster interface",
}


def interface(place: AtAddress) -> str:
    """Name the kind of interface at an address, or say why there is none."""
    if place.seen.answer is Answer.NOTHING:
        return f"nothing: {place.seen.why}"
    return _INTERFACES[place.seen.answer]
