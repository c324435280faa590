"""What a registry knows of the objects in it: enough to write them, and nothing of how they connect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Resource(Protocol):
    """An object of the program that becomes one Terraform resource."""

    @property
    def terraform_type(self) -> str:
        """The type of the Terraform resource, such as `esremote_role`."""

    @property
    def terraform_name(self) -> str:
        """The local name of the Terraform resource."""

    @property
    def source(self) -> str:
        """The file and line of the user's program that define it, such as `stacks/search.py:21`."""

    def attributes(self) -> Mapping[str, object]:
        """Return the attributes of the Terraform resource. An attribute that is None is left out."""

    def sources(self) -> Mapping[str, str]:
        """Return the file and line of attributes that are defined elsewhere, by attribute path."""


class ConnectionResource(Resource, Protocol):
    """A resource that connects to a cluster and may need secrets from Terraform variables."""

    @property
    def remote(self) -> ProviderCluster:
        """The remote cluster."""

    def variables(self) -> Mapping[str, str]:
        """Return the description of each Terraform variable that supplies a secret, by variable name."""


class ProviderCluster(Protocol):
    """A cluster that the stack's provider configuration and metadata describe."""

    @property
    def name(self) -> str:
        """The name of the cluster, which is its key in the provider's `clusters` map."""

    @property
    def source(self) -> str:
        """The file and line of the user's program that define it."""

    @property
    def environment(self) -> str:
        """The prefix of its environment variables, such as `ESREMOTE_FRANKFURT`."""

    @property
    def managed(self) -> bool:
        """Whether Terraform has access to it."""

    def provider_entry(self) -> Mapping[str, object]:
        """Return its entry in the provider's `clusters` map."""

    def facts(self) -> Mapping[str, object]:
        """Return its entry in the stack's metadata."""


def address_of(resource: Resource) -> str:
    """Return the address of a Terraform resource in its module, such as `esremote_role.frankfurt_analyst`."""
    return f"{resource.terraform_type}.{resource.terraform_name}"
