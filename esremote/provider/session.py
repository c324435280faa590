"""The clusters of one Terraform run: made from the configuration, connected to on first use."""

from __future__ import annotations

import difflib
import os
import re
from typing import TYPE_CHECKING, Any

from esremote.elasticsearch import ApiKeyAuth, BasicAuth, BearerAuth, Cluster, ClusterAccess, Trust
from esremote.keystore import CommandKeystore, Delivery, ElasticCloudKeystore, KubernetesSecretKeystore
from esremote.keystore.elastic_cloud import HOSTED
from esremote.model.times import parse_time
from esremote.provider.protocol import Path, ProviderError, Unknown, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch.settings import Auth
    from esremote.keystore import Keystore

_PATIENCE = 30.0
_RETRIES = 3


class Session:
    """What resources ask for a cluster by its name in the provider's `clusters`.

    `clusters` is the configuration as Terraform sent it: parts of it may not be known yet.
    """

    def __init__(self, clusters: Mapping[str, Any] | Unknown) -> None:
        self._configured = clusters
        self._clusters: dict[str, Cluster] = {}
        self._deliveries: dict[str, Delivery] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all clusters, in order; none while they are not known."""
        return () if isinstance(self._configured, Unknown) else tuple(sorted(self._configured))

    def knows(self, name: object) -> bool:
        """Tell whether everything needed to reach this cluster is known by now."""
        return (
            isinstance(name, str)
            and not isinstance(self._configured, Unknown)
            and name in self._configured
            and is_known(self._configured[name])
        )

    def check_name(self, name: str, at: Path) -> None:
        """Refuse a cluster that the configuration does not have.

        Raises:
            ProviderError: with what is there, and what may have been meant.
        """
        if isinstance(self._configured, Unknown) or name in self._configured:
            return
        meant = difflib.get_close_matches(name, self._configured, 1)
        raise ProviderError(
            f"Unknown cluster {name!r}",
            f'The provider "esremote" has no cluster {name!r} in its `clusters`; it has '
            f"{', '.join(map(repr, self.names)) or 'none'}."
            + (f" Did you mean {meant[0]!r}?" if meant else " Add it there, or correct the name here."),
            at,
        )

    def cluster(self, name: str, at: Path) -> Cluster:
        """Return the cluster of that name.

        Raises:
            ProviderError: there is none, or its configuration is not known yet.
        """
        self.check_name(name, at)
        if name not in self._clusters:
            if not self.knows(name):
                raise ProviderError(
                    f"Cluster {name!r} is not known yet",
                    f'The configuration of `clusters["{name}"]` in the provider "esremote" depends on '
                    "something that is known only after an apply. Apply that first, with `-target`.",
                    at,
                )
            self._clusters[name] = Cluster(_access(name, self._of(name)))
        return self._clusters[name]

    def has_keystore(self, name: str) -> bool:
        """Tell whether secure settings can be brought to this cluster, as far as is known."""
        if isinstance(self._configured, Unknown):
            return True
        return isinstance(self._configured[name], Unknown) or self._of(name).get("keystore") is not None

    def _uses_api_key(self, name: str) -> bool:
        """Tell whether we sign in to this cluster with an API key, as far as is known."""
        if not self.knows(name):
            return False
        return isinstance(_auth(name, self._of(name)), ApiKeyAuth)

    def refuse_api_key(self, name: str, at: Path) -> None:
        """Refuse to make a cross-cluster API key with credentials that cannot make one.

        Raises:
            ProviderError: we sign in to this cluster with an API key.
        """
        if self._uses_api_key(name):
            raise ProviderError(
                f"Cluster {name!r} is reached with an API key",
                "Elasticsearch lets no API key make a cross-cluster API key. Use username and password, or "
                f'bearer_token, for `clusters["{name}"]` in the provider "esremote".',
                at,
            )

    def delivery(self, name: str, at: Path) -> Delivery:
        """Return the way to the secure settings of this cluster.

        Raises:
            ProviderError: the configuration has none.
        """
        cluster = self.cluster(name, at)
        if name not in self._deliveries:
            keystore = _keystore(name, self._of(name).get("keystore"))
            if keystore is None:
                raise no_keystore(name, at)
            self._deliveries[name] = Delivery(cluster, keystore, _environment(name, "KEYSTORE_PASSWORD"))
        return self._deliveries[name]

    def _of(self, name: str) -> dict[str, Any]:
        assert not isinstance(self._configured, Unknown)  # noqa: S101 (knows() comes first)
        configured: dict[str, Any] = self._configured[name]
        return configured

    async def close(self) -> None:
        """Close every connection."""
        for cluster in self._clusters.values():
            await cluster.close()


class Sessions:
    """Holds the session of the present run; an attached provider (`--debug`) gets one for each run."""

    def __init__(self) -> None:
        self.current = Session({})

    async def begin(self, clusters: Mapping[str, Any] | Unknown) -> None:
        """Leave the previous run's connections behind, and what was read over them."""
        await self.current.close()
        self.current = Session(clusters)


def no_keystore(name: str, at: Path) -> ProviderError:
    """Say that a secret cannot get to a cluster."""
    return ProviderError(
        f"No way to the keystore of {name!r}",
        f"A secret has to get into the keystore of every node of {name!r}, and the provider does not know "
        f'how. Set `clusters["{name}"].keystore` in the provider "esremote": `command`, `commands`, '
        "`elastic_cloud` or `kubernetes_secret`.",
        at,
    )


def _environment(cluster: str, what: str) -> str | None:
    prefix = re.sub(r"[^A-Z0-9]", "_", cluster.upper())
    return os.environ.get(f"ESREMOTE_{prefix}_{what}") or None


def _access(name: str, configured: Mapping[str, Any]) -> ClusterAccess:
    timeout = configured.get("request_timeout")
    span = parse_time(timeout) if timeout else None
    retries = configured.get("max_retries")
    return ClusterAccess(
        name=name,
        endpoints=tuple(configured["endpoints"]),
        auth=_auth(name, configured),
        trust=Trust(
            ca_file=configured.get("ca_file"),
            ca_pem=configured.get("ca_pem"),
            client_certificate_file=configured.get("client_certificate_file"),
            client_key_file=configured.get("client_key_file"),
            server_name=configured.get("tls_server_name"),
            verify=not configured.get("insecure_skip_verify"),
        ),
        request_timeout=span.total_seconds() if span else _PATIENCE,
        max_retries=_RETRIES if retries is None else int(retries),
    )


def _auth(name: str, configured: Mapping[str, Any]) -> Auth | None:
    """What the configuration says comes before what the environment says."""
    written = _auth_of(configured.get)
    return written or _auth_of(lambda what: configured.get(what) or _environment(name, what.upper()))


def _auth_of(get: Any) -> Auth | None:  # noqa: ANN401 (a lookup)
    if key := get("api_key"):
        return ApiKeyAuth(key)
    if token := get("bearer_token"):
        return BearerAuth(token)
    if (user := get("username")) and (password := get("password")):
        return BasicAuth(user, password)
    return None


def _keystore(name: str, configured: Mapping[str, Any] | None) -> Keystore | None:
    password = _environment(name, "KEYSTORE_PASSWORD")
    match configured:
        case {"command": list() as command}:
            return CommandKeystore(name, (tuple(command),), password)
        case {"commands": list() as commands}:
            return CommandKeystore(name, tuple(map(tuple, commands)), password)
        case {"elastic_cloud": dict() as cloud}:
            return _elastic_cloud(name, cloud)
        case {"kubernetes_secret": dict() as secret}:
            kubectl = tuple(secret.get("command") or ("kubectl",))
            return KubernetesSecretKeystore(name, secret["namespace"], secret["name"], kubectl)
    return None


def _elastic_cloud(name: str, cloud: Mapping[str, Any]) -> ElasticCloudKeystore:
    key = cloud.get("api_key") or _environment(name, "CLOUD_API_KEY") or os.environ.get("EC_API_KEY")
    if not key:
        raise ProviderError(
            f"No API key of Elastic Cloud for {name!r}",
            "Set the environment variable EC_API_KEY, or "
            f'`clusters["{name}"].keystore.elastic_cloud.api_key` in '
            'the provider "esremote".',
        )
    return ElasticCloudKeystore(
        cluster=name,
        deployment_id=cloud["deployment_id"],
        api_key=key,
        ref_id=cloud.get("ref_id") or "_main",
        endpoint=cloud.get("endpoint") or HOSTED,
        ca_file=cloud.get("ca_file"),
    )
