"""The alias of a remote cluster."""

from __future__ import annotations

import re

_ALIAS = re.compile(r"[a-z0-9_][a-z0-9_-]*")


def alias_problem(alias: str) -> str | None:
    """Return why this cannot be the alias of a remote cluster, or None.

    Elasticsearch itself allows more. This alphabet works everywhere: Kibana, Elastic Cloud and ECK each
    reject some of the rest (source: elastic/docs-content, the snippets on connecting remote clusters), and
    requests read a leading `-` as an exclusion.

    >>> alias_problem("dublin-2") is None
    True
    """
    if _ALIAS.fullmatch(alias):
        return None
    return (
        "must have lowercase letters, digits, '-' and '_' only, and not start with '-', to work everywhere; "
        'for example "dublin"'
    )
