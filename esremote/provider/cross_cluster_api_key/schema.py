"""The schema of `esremote_cross_cluster_api_key`."""

from __future__ import annotations

from esremote.model.constraints.key_names import key_name_problem
from esremote.provider.cross_cluster_api_key.attributes import (
    ACCESS,
    CERTIFICATE_IDENTITY,
    EXPIRATION,
    METADATA,
    ROTATE_BEFORE,
    rotates_before_it_expires,
)
from esremote.provider.protocol import Attribute, Schema, String
from esremote.provider.validators import value_rule

SCHEMA = Schema(
    {
        "id": Attribute(String, "`<on_cluster>/<key ID>`.", computed=True, use_state_for_unknown=True),
        "on_cluster": Attribute(
            String,
            "The remote cluster to create the key on, by its name in the provider's `clusters`.",
            required=True,
            requires_replace=True,
        ),
        "name": Attribute(
            String,
            "The name of the key, 1 to 256 characters.",
            required=True,
            requires_replace=True,
            validators=(value_rule(key_name_problem),),
        ),
        "access": ACCESS,
        "expiration": EXPIRATION,
        "rotate_before": ROTATE_BEFORE,
        "metadata": METADATA,
        "certificate_identity": CERTIFICATE_IDENTITY,
        "key_id": Attribute(String, "The ID of the key.", computed=True, use_state_for_unknown=True),
        "expires_at": Attribute(
            String, "When the key expires (RFC 3339).", computed=True, use_state_for_unknown=True
        ),
        "encoded": Attribute(
            String,
            "The secret, in the form that the keystore setting `cluster.remote.<alias>.credentials` expects.",
            computed=True,
            sensitive=True,
            use_state_for_unknown=True,
        ),
    },
    "Manages a cross-cluster API key for a cluster that somebody else administers.\n\n~> **The secret is "
    "stored in the Terraform state**, marked as sensitive: anyone who can read the state can use the key. "
    "If you administer both clusters, use `cross_cluster_api_key` of `esremote_connection` instead, which "
    "never stores the secret.\n\n~> **Required privileges:** `manage_security` on the cluster. The provider "
    "must not authenticate with an API key, because Elasticsearch does not allow API keys to create "
    "cross-cluster API keys. The cluster needs an Enterprise licence or a trial.\n\nRotation creates a new "
    "key and invalidates the old one. Use `create_before_destroy`, and hand over the new secret first. An "
    "imported key has no `encoded`, because Elasticsearch returns the secret only once.",
    validators=(rotates_before_it_expires,),
)
