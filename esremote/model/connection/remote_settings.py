"""Everything under `cluster.remote.<alias>.*`: which keys belong to which mode, and the one atomic change.

Source: Elasticsearch's `RemoteClusterSettings`: a key of one mode is refused while the other mode is set, and
`skip_unavailable` and `transport.*` are refused while no address is set. So a change replaces the alias as a
whole: the wildcard is nulled and the wanted keys are set by the same request; the server deletes before it
sets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from esremote.model.connection.modes import Mode, Proxy, Sniff, Transport

Setting: TypeAlias = "str | int | bool | list[str] | None"

CREDENTIALS = "credentials"

SIGNING_SECRETS = (
    "signing.secure_key_passphrase",
    "signing.keystore.secure_password",
    "signing.keystore.secure_key_password",
)
"""The secure settings of `signing` as 9.5.3 registers them, whose documentation names the first otherwise."""


@dataclass(frozen=True)
class SigningSettings:
    """The certificate and key that sign the local cluster's requests (strong identity, preview from 9.3).

    Paths are the nodes' own, below their config folder.
    """

    certificate: str | None = None
    key: str | None = None
    keystore_path: str | None = None
    keystore_type: str | None = None
    keystore_algorithm: str | None = None
    keystore_alias: str | None = None

    def settings(self) -> dict[str, Setting]:
        """The `signing.*` keys that are not secure settings."""
        return {
            "signing.certificate": self.certificate,
            "signing.key": self.key,
            "signing.keystore.path": self.keystore_path,
            "signing.keystore.type": self.keystore_type,
            "signing.keystore.algorithm": self.keystore_algorithm,
            "signing.keystore.alias": self.keystore_alias,
        }


@dataclass(frozen=True)
class RemoteSettings:
    """The settings of one alias on one local cluster, its credentials excepted.

    >>> wanted = RemoteSettings("dublin", Proxy(proxy_address="dub:9443"), skip_unavailable=False)
    >>> wanted.change()["cluster.remote.dublin.mode"]
    'proxy'
    """

    alias: str
    mode: Mode
    skip_unavailable: bool | None = None
    transport: Transport = field(default_factory=Transport)
    signing: SigningSettings = SigningSettings()

    def readable(self) -> dict[str, Setting]:
        """The keys and values that the server shows again (it hides `signing.*`)."""
        keys: dict[str, Setting] = {
            **_of_mode(self.mode),
            "skip_unavailable": self.skip_unavailable,
            **_of_transport(self.transport),
        }
        return {key_of(self.alias, name): value for name, value in keys.items() if value is not None}

    def change(self) -> dict[str, Setting]:
        """The body under `persistent` that makes the alias exactly this, whatever it was before."""
        signing = {key_of(self.alias, name): value for name, value in self.signing.settings().items()}
        return {
            **removal(self.alias),
            **self.readable(),
            **{key: value for key, value in signing.items() if value is not None},
        }


def _of_mode(mode: Mode) -> dict[str, Setting]:
    match mode:
        case Proxy():
            return {
                "mode": "proxy",
                "proxy_address": mode.proxy_address,
                "server_name": mode.server_name,
                "proxy_socket_connections": mode.proxy_socket_connections,
            }
        case Sniff():
            return {
                "mode": "sniff",
                "seeds": list(mode.seeds or ()),
                "node_connections": mode.node_connections,
            }


def _of_transport(transport: Transport) -> dict[str, Setting]:
    return {f"transport.{name}": value for name, value in vars(transport).items()}


def removal(alias: str) -> dict[str, Setting]:
    """The body under `persistent` that removes an alias, the keys that the server hides included.

    >>> removal("dublin")
    {'cluster.remote.dublin.*': None}
    """
    return {key_of(alias, "*"): None}


def key_of(alias: str, name: str) -> str:
    """The full name of one setting of an alias.

    >>> key_of("dublin", CREDENTIALS)
    'cluster.remote.dublin.credentials'
    """
    return f"cluster.remote.{alias}.{name}"


def of_alias(alias: str, flat: dict[str, Setting]) -> dict[str, Setting]:
    """Pick one alias out of flat cluster settings; the keys come back without their prefix.

    >>> of_alias("dublin", {"cluster.remote.dublin.mode": "proxy", "cluster.remote.paris.mode": "sniff"})
    {'mode': 'proxy'}
    """
    prefix = key_of(alias, "")
    return {key.removeprefix(prefix): value for key, value in flat.items() if key.startswith(prefix)}


def same_settings(wanted: dict[str, Setting], found: dict[str, Setting]) -> bool:
    """Tell whether two sets of flat settings mean the same; the server answers every scalar as a string.

    >>> same_settings({"a": 3, "b": False}, {"b": "false", "a": "3"})
    True
    """
    return {key: _text(value) for key, value in wanted.items()} == {
        key: _text(value) for key, value in found.items()
    }


def _text(value: Setting) -> object:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list() | tuple():
            return list(value)
    return value
