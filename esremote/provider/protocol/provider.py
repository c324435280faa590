"""The base classes that the author of a provider implements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from esremote.provider.protocol.diagnostics import ProviderError
from esremote.provider.protocol.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from esremote.provider.protocol import requests
    from esremote.provider.protocol.identity import Identity
    from esremote.provider.protocol.types import Type
    from esremote.provider.protocol.values import Values


class Resource(ABC):
    """A type of managed resource.

    All hooks run concurrently on one event loop, so they must await and never block. Any of them may raise
    `ProviderError`. A hook that is interrupted (Ctrl-C) receives `asyncio.CancelledError` where it awaits;
    see `cancellation`.

    Attributes:
        type_name: The name of the type in configurations, including the provider's prefix.
        schema: Its schema.
        identity: Its identity; None if it has none.
    """

    type_name: ClassVar[str]
    schema: ClassVar[Schema]
    identity: ClassVar[Identity | None] = None

    async def validate(self, request: requests.ValidateRequest) -> None:
        """Check what the schema's validators cannot check; called only if they passed."""

    async def plan(self, request: requests.PlanRequest) -> Values:
        """Return the plan of a creation or an update."""
        return request.planned

    async def plan_destroy(self, request: requests.PlanDestroyRequest) -> None:
        """Check a planned destruction."""

    @abstractmethod
    async def create(self, request: requests.CreateRequest) -> Values:
        """Create the object and return its state; call `request.checkpoint` after each step."""

    @abstractmethod
    async def read(self, request: requests.ReadRequest) -> Values | None:
        """Return the current state of the object; None if it no longer exists."""

    async def update(self, request: requests.UpdateRequest) -> Values:
        """Update the object and return its state; call `request.checkpoint` after each step."""
        raise NotImplementedError(f"{self.type_name} has no update()")

    @abstractmethod
    async def delete(self, request: requests.DeleteRequest) -> None:
        """Destroy the object. It is not an error if it no longer exists."""

    async def import_state(self, request: requests.ImportRequest) -> Values:
        """Return as much of the state as `read` needs to find the object."""
        raise ProviderError("Import is not supported", f"{self.type_name} cannot be imported.")

    async def upgrade(self, request: requests.UpgradeRequest) -> Values:
        """Upgrade a state from an older schema version to the current one."""
        raise ProviderError(
            "State cannot be upgraded",
            f"The state of this {self.type_name} has schema version {request.version}. This version of the "
            f"provider writes schema version {self.schema.version} and cannot upgrade it. Use the version "
            "of the provider that wrote the state.",
        )

    async def upgrade_identity(self, request: requests.UpgradeRequest) -> Values:
        """Upgrade an identity from an older version to the current one."""
        return request.state

    async def move(self, request: requests.MoveRequest) -> Values:
        """Convert the state of a resource of another type to this type."""
        raise ProviderError(
            "Move is not supported", f"{request.source_type} cannot be moved to {self.type_name}."
        )


class DataSource(ABC):
    """A type of data source.

    Attributes:
        type_name: The name of the type in configurations.
        schema: Its schema.
    """

    type_name: ClassVar[str]
    schema: ClassVar[Schema]

    async def validate(self, request: requests.ValidateRequest) -> None:
        """Check what the schema's validators cannot check."""

    @abstractmethod
    async def read(self, request: requests.ReadDataRequest) -> Values:
        """Return the values of the configuration and the computed values."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open ephemeral resource.

    Attributes:
        result: The values of the configuration and the computed values.
        renew_at: When `renew` has to be called at the latest; None if it does not expire.
    """

    result: Values
    renew_at: datetime | None = None


class EphemeralResource(ABC):
    """A type of ephemeral resource: it exists for one run, and is stored in neither plan nor state.

    Attributes:
        type_name: The name of the type in configurations.
        schema: Its schema.
    """

    type_name: ClassVar[str]
    schema: ClassVar[Schema]

    async def validate(self, request: requests.ValidateRequest) -> None:
        """Check what the schema's validators cannot check."""

    @abstractmethod
    async def open(self, request: requests.OpenRequest) -> Opened:
        """Open the resource."""

    async def renew(self, request: requests.RenewRequest) -> datetime | None:
        """Extend the lifetime of the resource; return when to renew it again."""
        return None

    async def close(self, request: requests.CloseRequest) -> None:
        """Close the resource."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function.

    Attributes:
        name: Its name in the documentation.
        type: Its type.
        description: Markdown.
        nullable: Whether the function accepts null. Otherwise, Terraform refuses it.
        unknowable: Whether the function accepts unknown values. Otherwise, they make its result unknown.
    """

    name: str
    type: Type
    description: str = ""
    nullable: bool = field(default=False, kw_only=True)
    unknowable: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Function:
    """A pure function, `provider::<name>::<function>(…)`. It needs neither a configuration nor a network.

    Attributes:
        name: Its name.
        call: Receives the arguments in order and returns the result. May raise `FunctionError`.
        returns: The type of its result.
        parameters: Its parameters in order.
        variadic: The parameter that receives all further arguments; None if there is none.
        summary: One line.
        description: Markdown.
        deprecated: What to use instead; empty if it is not deprecated.
    """

    name: str
    call: Callable[..., Awaitable[Any]]
    returns: Type
    parameters: tuple[Parameter, ...] = ()
    variadic: Parameter | None = None
    summary: str = ""
    description: str = ""
    deprecated: str = ""


class Provider(ABC):
    """A provider: its configuration, resources, data sources and functions.

    Attributes:
        address: Its source address in configurations, `namespace/type`.
        schema: The schema of its configuration.
        resources: Its resource types.
        data_sources: Its data sources.
        ephemeral_resources: Its ephemeral resources.
        functions: Its functions.
    """

    address: ClassVar[str]
    schema: ClassVar[Schema] = Schema({})
    resources: Sequence[Resource] = ()
    data_sources: Sequence[DataSource] = ()
    ephemeral_resources: Sequence[EphemeralResource] = ()
    functions: Sequence[Function] = ()

    async def validate(self, request: requests.ValidateRequest) -> None:
        """Check what the schema's validators cannot check, without any requests."""

    async def configure(self, request: requests.ConfigureRequest) -> None:
        """Accept the configuration, without connecting to anything; if attached (`--debug`), for each run."""

    async def stop(self) -> None:
        """Called on an interruption, before running operations are cancelled."""

    async def close(self) -> None:
        """Close all connections, because the process is about to end."""
