"""The schema of `esremote_role`."""

from __future__ import annotations

from esremote.model.constraints.json_objects import json_object_problem, role_metadata_problem
from esremote.model.constraints.role_names import role_name_problem
from esremote.model.constraints.roles import role_problems
from esremote.provider.protocol import Attribute, Bool, List, Nested, Schema, Set, String, same_json
from esremote.provider.validators import object_rule, value_rule

FIELD_SECURITY = Attribute(
    Nested(
        {
            "grant": Attribute(Set(String), "Fields that can be read. Wildcards are allowed.", optional=True),
            "except": Attribute(Set(String), "Fields to exclude from `grant`.", optional=True),
        }
    ),
    "The fields that can be read (field-level security). Default: all fields.",
    optional=True,
)

QUERY = Attribute(
    String,
    "A query, as JSON, that restricts access to matching documents (document-level security). Use "
    "`jsonencode`. Default: all documents.",
    optional=True,
    validators=(value_rule(json_object_problem),),
    equivalent=same_json,
)

RESTRICTED = Attribute(
    Bool,
    "Whether `names` also match restricted indices, such as `.security`. Default: `false`.",
    optional=True,
)

_INDICES = {
    "names": Attribute(
        Set(String),
        "Names of indices, data streams and aliases. Wildcards and `/regular expressions/` are allowed.",
        required=True,
    ),
    "privileges": Attribute(Set(String), "Index privileges to grant, such as `read`.", required=True),
    "query": QUERY,
    "field_security": FIELD_SECURITY,
    "allow_restricted_indices": RESTRICTED,
}

_ALIASES = Attribute(
    Set(String),
    "Aliases of remote clusters, as configured on this cluster. Wildcards and `/regular expressions/` are "
    "allowed.",
    required=True,
)

SCHEMA = Schema(
    {
        "id": Attribute(String, "`<on_cluster>/<name>`.", computed=True, use_state_for_unknown=True),
        "on_cluster": Attribute(
            String,
            "The cluster to create the role on, by its name in the provider's `clusters`.",
            required=True,
            requires_replace=True,
        ),
        "name": Attribute(
            String,
            "The name of the role, 1 to 507 printable ASCII characters.",
            required=True,
            requires_replace=True,
            validators=(value_rule(role_name_problem),),
        ),
        "description": Attribute(String, "A description of the role. Available since 8.15.", optional=True),
        "cluster": Attribute(Set(String), "Cluster privileges to grant on this cluster.", optional=True),
        "run_as": Attribute(Set(String), "Users that holders of this role can impersonate.", optional=True),
        "indices": Attribute(
            List(Nested(_INDICES)),
            "Index privileges to grant on this cluster. In the TLS certificate security model, access to a "
            "remote cluster is determined by `indices` of the role with the same name on the remote "
            "cluster.",
            optional=True,
        ),
        "applications": Attribute(
            List(
                Nested(
                    {
                        "application": Attribute(String, "The name of the application.", required=True),
                        "privileges": Attribute(
                            Set(String), "Application privileges or actions to grant.", required=True
                        ),
                        "resources": Attribute(
                            Set(String), "Resources that the privileges apply to.", required=True
                        ),
                    }
                )
            ),
            "Application privileges to grant, for example for Kibana.",
            optional=True,
        ),
        "remote_indices": Attribute(
            List(Nested({"clusters": _ALIASES, **_INDICES})),
            "Index privileges to grant on remote clusters, in the API key security model. The cross-cluster "
            "API key of the connection must allow the access as well. Has no effect in the TLS certificate "
            "security model.",
            optional=True,
        ),
        "remote_cluster": Attribute(
            List(
                Nested(
                    {
                        "clusters": _ALIASES,
                        "privileges": Attribute(
                            Set(String),
                            "`monitor_enrich` (for `ENRICH` in ES|QL, since 8.15) or `monitor_stats` (since "
                            "8.17).",
                            required=True,
                        ),
                    }
                )
            ),
            "Cluster privileges to grant on remote clusters, in the API key security model.",
            optional=True,
        ),
        "metadata": Attribute(
            String,
            "Arbitrary metadata to store with the role, as a JSON object. Use `jsonencode`.",
            optional=True,
            validators=(value_rule(role_metadata_problem),),
            equivalent=same_json,
        ),
        "global": Attribute(
            String,
            "Cluster privileges that are limited in scope, as a JSON object, such as "
            "`jsonencode({profile = {write = {applications = [...]}}})`.",
            optional=True,
            validators=(value_rule(json_object_problem),),
            equivalent=same_json,
        ),
    },
    "Manages a role. Parts of a role that this version of the provider does not support are preserved on "
    "update, but changes to them are not detected.\n\n"
    "~> **Required privileges:** the cluster privilege `manage_security`.",
    validators=(object_rule(role_problems),),
)
