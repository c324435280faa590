"""What a cluster has several of, each of which is known as a whole or only in part."""

from __future__ import annotations

from enum import StrEnum


class Collection(StrEnum):
    """A collection of a cluster.

    What is not in a whole collection does not exist. What is not in a part of one may exist: a plan, for
    example, says nothing of the roles that it does not manage.
    """

    ROLES = "roles"
    USERS = "users"
    ROLE_MAPPINGS = "role_mappings"
    KEYS = "cross_cluster_api_keys"
    CONNECTIONS = "connections"
    INDICES = "indices"
