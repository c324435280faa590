"""The names of the two security models.

Elasticsearch uses the API key model for an alias if `cluster.remote.<alias>.credentials` is in the keystore
of the local cluster. No setting selects the model.
(Source: Elasticsearch reference, "Remote cluster settings".)
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class SecurityModel(StrEnum):
    """Who a remote cluster trusts: a key that bounds the connection, or the other cluster's certificate."""

    API_KEY = "api_key"
    TLS_CERTIFICATE = "tls_certificate"

    @classmethod
    def of_remote_info(cls, entry: Mapping[str, object]) -> SecurityModel:
        """Read the model that an alias uses from its entry in `GET /_remote/info`.

        >>> SecurityModel.of_remote_info({"connected": True, "cluster_credentials": "::es_redacted::"})
        <SecurityModel.API_KEY: 'api_key'>
        """
        return cls.API_KEY if "cluster_credentials" in entry else cls.TLS_CERTIFICATE
