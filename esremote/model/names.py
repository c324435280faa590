"""The alphabets of names: of an alias, a key, a role, an address."""

from __future__ import annotations

import re

from esremote.model.addresses import split_host_port

_ALIAS = re.compile(r"[a-z0-9_-]+")
_MAX_KEY_NAME = 256
_MAX_ROLE_NAME = 507


def alias_problem(alias: str) -> str | None:
    """Say why this cannot be the alias of a remote cluster, or None.

    Elasticsearch itself is laxer; this alphabet is the one that works everywhere: Kibana, Elastic Cloud and
    ECK each refuse something of the rest (source: elastic/docs-content, the snippets on connecting remote
    clusters).

    >>> alias_problem("dublin-2") is None
    True
    """
    if _ALIAS.fullmatch(alias):
        return None
    return (
        f"{alias!r} is not an alias that works everywhere; use lowercase letters, digits, '-' and '_', "
        'for example "dublin"'
    )


def key_name_problem(name: str) -> str | None:
    """Say why this cannot be the name of an API key, or None.

    Source: the messages of Elasticsearch's `BaseBulkUpdateApiKeyRequest` and `AbstractCreateApiKeyRequest`.
    """
    if not 1 <= len(name) <= _MAX_KEY_NAME:
        return f"a key's name has 1 to {_MAX_KEY_NAME} characters, this one has {len(name)}"
    if name != name.strip():
        return f"{name!r} begins or ends with a blank; Elasticsearch refuses that in a key's name"
    if name.startswith("_"):
        return f"{name!r} begins with an underscore; Elasticsearch refuses that in a key's name"
    return None


def role_name_problem(name: str) -> str | None:
    """Say why this cannot be the name of a role, or None.

    Source: Elasticsearch's `NativeRealmValidationUtil`: 1 to 507 printable ASCII characters, no blank at
    either end.
    """
    if not 1 <= len(name) <= _MAX_ROLE_NAME:
        return f"a role's name has 1 to {_MAX_ROLE_NAME} characters, this one has {len(name)}"
    if name != name.strip():
        return f"{name!r} begins or ends with a blank; Elasticsearch refuses that in a role's name"
    if not all(" " <= character <= "~" for character in name):
        return f"{name!r} has a character beyond printable ASCII; Elasticsearch refuses that in a role's name"
    return None


def address_problem(address: str) -> str | None:
    """Say why this is not the address of a remote cluster (`host:port`), or None.

    >>> address_problem("https://dublin.example:9443")
    "'https://dublin.example:9443' is not host:port; leave the scheme and the path out: 'dublin.example:9443'"
    """
    if split_host_port(address):
        return None
    bare = re.sub(r"^[a-z]+://", "", address).split("/")[0]
    if bare != address:
        return f"{address!r} is not host:port; leave the scheme and the path out: {bare!r}"
    return (
        f"{address!r} is not host:port with a port from 1 to 65535; "
        'for example "dublin.example:9443" or "[2001:db8::1]:9443"'
    )
