"""Attributes that every cross-cluster API key has, whether a connection owns it or it stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.model.constraints.identities import identity_problem
from esremote.model.constraints.json_objects import key_metadata_problem
from esremote.model.constraints.key_access import access_problems
from esremote.model.constraints.times import rotation_problem, time_problem
from esremote.provider.protocol import (
    Attribute,
    AttributeProblem,
    List,
    Nested,
    Path,
    Set,
    String,
    Unknown,
    same_json,
)
from esremote.provider.role.schema import FIELD_SECURITY, QUERY, RESTRICTED
from esremote.provider.validators import object_rule, value_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = Attribute(
    Set(String),
    "Names of indices, data streams and aliases on the remote cluster. Wildcards and `/regular "
    "expressions/` are allowed.",
    required=True,
)

ACCESS = Attribute(
    Nested(
        {
            "search": Attribute(
                List(
                    Nested(
                        {
                            "names": _NAMES,
                            "query": QUERY,
                            "field_security": FIELD_SECURITY,
                            "allow_restricted_indices": RESTRICTED,
                        }
                    )
                ),
                "The indices that cross-cluster search can read.",
                optional=True,
            ),
            "replication": Attribute(
                List(Nested({"names": _NAMES, "allow_restricted_indices": RESTRICTED})),
                "The indices that cross-cluster replication can follow. Cannot be combined with `query` or "
                "`field_security` in `search`.",
                optional=True,
            ),
        },
        validators=(object_rule(access_problems),),
    ),
    "The upper bound of what anyone can access over the connection, including superusers of the local "
    "cluster.",
    required=True,
)

EXPIRATION = Attribute(
    String,
    'How long a new key is valid, such as `"90d"`. By default, keys never expire.',
    optional=True,
    validators=(value_rule(time_problem),),
)
ROTATE_BEFORE = Attribute(
    String,
    'How long before its expiration the key is replaced, such as `"14d"`. The first plan within this time '
    "replaces "
    "the key.",
    optional=True,
    validators=(value_rule(time_problem),),
)
METADATA = Attribute(
    String,
    "Arbitrary metadata to store with the key, as a JSON object. Use `jsonencode`.",
    optional=True,
    validators=(value_rule(key_metadata_problem),),
    equivalent=same_json,
)
CERTIFICATE_IDENTITY = Attribute(
    String,
    "A regular expression that the distinguished name of the certificate used to sign requests must match "
    "(strong identity verification, available since 9.3).",
    optional=True,
    validators=(value_rule(identity_problem),),
)


def rotates_before_it_expires(value: dict[str, Any]) -> Iterator[AttributeProblem]:
    """Refuse a key that would be due for rotation as soon as it is created."""
    lifetime, before = value.get("expiration"), value.get("rotate_before")
    if isinstance(lifetime, Unknown) or not isinstance(before, str):
        return
    problem = rotation_problem(lifetime, before)
    if problem:
        yield AttributeProblem(problem, Path() / "rotate_before")
