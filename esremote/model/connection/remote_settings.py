"""The settings `cluster.remote.<alias>.*`: the keys of each mode, and the request that changes them.

Elasticsearch rejects a key of one mode while the other mode is set, and rejects `skip_unavailable` and
`transport.*` while no address is set (source: `RemoteClusterSettings`). A change therefore replaces all
settings of the alias: one request sets the wildcard to null and the required keys to their values. The server
deletes before it sets.
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
"""The secure settings of `signing` that 9.5.3 registers. Its documentation has another name for the first."""


@dataclass(frozen=True)
class SigningSettings:
    """The certificate and private key used to sign requests (strong identity, technical preview from 9.3).

    Paths are relative to the config folder of the local cluster's nodes.
    """

    certificate: str | None = None
    key: str | None = None
    keystore_path: str | None = None
    keystore_type: str | None = None
    keystore_algorithm: str | None = None
    keystore_alias: str | None = None

    def settings(self) -> dict[str, Setting]:
        """Return the `signing.*` keys that are not secure settings."""
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
    """The settings of one alias on a local cluster, except its credentials.

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
        """Return the keys and values that the server returns on request. It hides `signing.*`."""
        keys: dict[str, Setting] = {
            **_of_mode(self.mode),
            "skip_unavailable": self.skip_unavailable,
            **_of_transport(self.transport),
        }
        return {key_of(self.alias, name): value for name, value in keys.items() if value is not None}

    def change(self) -> dict[str, Setting]:
        """Return the content of `persistent` that gives the alias exactly these settings."""
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
    """Return the content of `persistent` that removes an alias, including the keys that the server hides.

    >>> removal("dublin")
    {'cluster.remote.dublin.*': None}
    """
    return {key_of(alias, "*"): None}


def key_of(alias: str, name: str) -> str:
    """Return the full name of one setting of an alias.

    >>> key_of("dublin", CREDENTIALS)
    'cluster.remote.dublin.credentials'
    """
    return f"cluster.remote.{alias}.{name}"


def of_alias(alias: str, flat: dict[str, Setting]) -> dict[str, Setting]:
    """Return the settings of one alias from flat cluster settings, with keys without their prefix.

    >>> of_alias("dublin", {"cluster.remote.dublin.mode": "proxy", "cluster.remote.paris.mode": "sniff"})
    {'mode': 'proxy'}
    """
    prefix = key_of(alias, "")
    return {key.removeprefix(prefix): value for key, value in flat.items() if key.startswith(prefix)}


def same_settings(wanted: dict[str, Setting], found: dict[str, Setting]) -> bool:
    """Return whether two sets of flat settings are equal. The server returns every scalar as a string.

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
