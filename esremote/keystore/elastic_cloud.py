"""The keystore API of Elastic Cloud Hosted and Elastic Cloud Enterprise.

Source: the OpenAPI document of both, operation `set-deployment-es-resource-keystore`:
`PATCH /api/v1/deployments/{deployment_id}/elasticsearch/{ref_id}/keystore` with
`{"secrets": {name: {"value": …}}}`. Settings that are not named are kept, and settings without a value are
removed (null is not valid according to that document). The platform itself rolls the change out to the nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from esremote.keystore.base import KeystoreError
from esremote.model.deployment.keystores import MAIN_REF_ID
from esremote.model.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import httpx

_PATIENCE = 60.0
HOSTED = "https://api.elastic-cloud.com"


@dataclass(frozen=True)
class ElasticCloudKeystore:
    """Patches the keystore of one deployment.

    By default, `ref_id` refers to the main Elasticsearch resource of the deployment. `endpoint` is the URL of
    the API, which differs for Elastic Cloud Enterprise. `ca_file` is the API's certificate authority, if it
    is not a public one.
    """

    cluster: str
    deployment_id: str
    api_key: str = field(repr=False)
    ref_id: str = MAIN_REF_ID
    endpoint: str = HOSTED
    ca_file: str | None = None

    @property
    def immediate(self) -> bool:
        """False: the platform rolls the change out to the nodes some time later."""
        return False

    async def add(self, secrets: Mapping[str, str]) -> None:
        """Set these settings in the deployment's keystore."""
        values = {name: {"value": value, "as_file": False} for name, value in secrets.items()}
        await self._patch(values, secrets.values())

    async def remove(self, names: Collection[str]) -> None:
        """Remove these settings from the deployment's keystore."""
        await self._patch({name: {} for name in names}, ())

    async def _patch(self, secrets: Mapping[str, Any], hidden: Collection[str]) -> None:
        from esremote.elasticsearch.cluster_access import Trust  # noqa: PLC0415 (as above)
        from esremote.elasticsearch.lean_httpx import httpx  # noqa: PLC0415 (slow to import)
        from esremote.elasticsearch.tls import context  # noqa: PLC0415 (as above)

        path = f"/api/v1/deployments/{quote(self.deployment_id)}/elasticsearch/{quote(self.ref_id)}/keystore"
        url = self.endpoint.rstrip("/") + path
        headers = {"Authorization": f"ApiKey {self.api_key}"}
        try:
            trusted = context(Trust(ca_file=self.ca_file)) if url.startswith("https:") else True
            async with httpx.AsyncClient(verify=trusted, timeout=_PATIENCE) as http:
                answer = await http.patch(url, json={"secrets": secrets}, headers=headers)
        except ValueError as error:
            raise self._failed(f"PATCH {url}", str(error)) from None
        except httpx.TransportError as error:
            raise self._failed(f"PATCH {url}", f"{type(error).__name__}: {error}") from None
        if not answer.is_success:
            errors = redact(_errors_in(answer), (*hidden, self.api_key))
            raise self._failed(f"PATCH {url}", f"{answer.status_code} {errors}")

    def _failed(self, place: str, what: str) -> KeystoreError:
        return KeystoreError(f"the keystore of cluster {self.cluster!r} could not be changed", {place: what})


def _errors_in(answer: httpx.Response) -> str:
    """Return the messages of an error response, which is `{"errors": [{"code": …, "message": …}]}`."""
    try:
        errors = answer.json()["errors"]
        return "; ".join(f"{error.get('message', '')} ({error.get('code', '')})" for error in errors)
    except (ValueError, KeyError, TypeError, AttributeError):
        return answer.text[:300]
