"""The schema of `esremote_role`."""

from __future__ import annotations

from esremote.model.keys.access import json_object_problem
from esremote.model.names import role_name_problem
from esremote.model.roles import document as role_document
from esremote.provider.protocol import Attribute, Bool, List, Nested, Schema, Set, String, same_json
from esremote.provider.validators import by, finds

FIELD_SECURITY = Attribute(
    Nested(
        {
            "grant": Attribute(Set(String), "Fields that can be seen; wildcards are allowed.", optional=True),
            "except": Attribute(Set(String), "Fields taken away from `grant`.", optional=True),
        }
    ),
    "Which fields of the documents can be seen. Default: all.",
    optional=True,
)

QUERY = Attribute(
    String,
    "A query, as JSON (`jsonencode`): only documents that match can be seen. Default: all.",
    optional=True,
    validators=(by(json_object_problem),),
    equivalent=same_json,
)

RESTRICTED = Attribute(
    Bool,
    "Whether the patterns reach restricted indices, such as `.security`, too. Default: false.",
    optional=True,
)

_INDICES = {
    "names": Attribute(
        Set(String),
        "Names of indices, data streams and aliases; wildcards and `/regular expressions/`.",
        required=True,
    ),
    "privileges": Attribute(Set(String), "Index privileges, such as `read`.", required=True),
    "query": QUERY,
    "field_security": FIELD_SECURITY,
    "allow_restricted_indices": RESTRICTED,
}

_ALIASES = Attribute(
    Set(String),
    "Aliases of remote clusters on this cluster; wildcards and `/regular expressions/`.",
    required=True,
)

SCHEMA = Schema(
    {
        "id": Attribute(String, "`<on_cluster>/<name>`.", computed=True, use_state_for_unknown=True),
        "on_cluster": Attribute(
            String,
            "The cluster that has the role, by its name in `clusters`.",
            required=True,
            requires_replace=True,
        ),
        "name": Attribute(
            String,
            "The role's name: 1 to 507 printable ASCII characters.",
            required=True,
            requires_replace=True,
            validators=(by(role_name_problem),),
        ),
        "description": Attribute(String, "What the role is for (from 8.15).", optional=True),
        "cluster": Attribute(Set(String), "Cluster privileges on this cluster.", optional=True),
        "run_as": Attribute(Set(String), "Users whom the role's users can act as.", optional=True),
        "indices": Attribute(
            List(Nested(_INDICES)),
            "What can be done to indices of this cluster. In the TLS certificate model the role of the same "
            "name on the remote cluster decides, with its `indices`.",
            optional=True,
        ),
        "applications": Attribute(
            List(
                Nested(
                    {
                        "application": Attribute(String, "The application's name.", required=True),
                        "privileges": Attribute(Set(String), "Privileges or actions of it.", required=True),
                        "resources": Attribute(Set(String), "What they apply to.", required=True),
                    }
                )
            ),
            "Privileges of applications, such as Kibana.",
            optional=True,
        ),
        "remote_indices": Attribute(
            List(Nested({"clusters": _ALIASES, **_INDICES})),
            "What can be done to indices of remote clusters, in the API key model: as far as the "
            "connection's key permits it too. Without effect in the TLS certificate model.",
            optional=True,
        ),
        "remote_cluster": Attribute(
            List(
                Nested(
                    {
                        "clusters": _ALIASES,
                        "privileges": Attribute(
                            Set(String),
                            "`monitor_enrich` (for ENRICH in ES|QL, from 8.15), `monitor_stats` (from 8.17).",
                            required=True,
                        ),
                    }
                )
            ),
            "Cluster privileges on remote clusters, in the API key model.",
            optional=True,
        ),
        "metadata": Attribute(
            String,
            "Whatever you want to note with the role, as JSON (`jsonencode`).",
            optional=True,
            validators=(by(role_document.metadata_problem),),
            equivalent=same_json,
        ),
        "global": Attribute(
            String,
            "Cluster privileges that are bound to something, such as `{profile = {write = {applications = "
            "[...]}}}`, "
            "as JSON (`jsonencode`).",
            optional=True,
            validators=(by(json_object_problem),),
            equivalent=same_json,
        ),
    },
    "One role, whole. What a newer Elasticsearch keeps in a role and this provider does not know is kept "
    "on update.\n\n"
    "~> **Privileges:** the credentials of the cluster need the cluster privilege `manage_security`.\n\n"
    "All drift is seen, except of parts that this provider does not know.",
    validators=(finds(role_document.problems),),
)
