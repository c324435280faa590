"""Which certificates an interface of a cluster presents, and who must trust them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """Certificates of one interface, as files on the machine that synthesises. Public parts only.

    Args:
        ca_file: PEM file with the authority that signed what the interface presents. Absent: publicly
            trusted.
        certificate_file: PEM file with what it presents, to check that it fits the address that is used.
    """

    ca_file: str | None = None
    certificate_file: str | None = None
