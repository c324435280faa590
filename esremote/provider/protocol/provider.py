"""What the author of a provider writes: the provider and what it offers."""

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

    Hooks of one process run concurrently on one event loop: await, do not block. Any of them may raise
    `ProviderError`. A hook that is interrupted (Ctrl-C) gets `asyncio.CancelledError` where it awaits; see
    `cancellation`.

    Attributes:
        type_name: As it is written in configurations, with the provider's name in front.
        schema: Its schema.
        identity: Its identity; None when it has none.
    """

    type_name: ClassVar[str]
    schema: ClassVar[Schema]
    identity: ClassVar[Identity | None] = None

    async def validate(self, request: requests.ValidateRequest) -> None:
        """Check what the schema's validators, which have passed, cannot."""

    async def plan(self, request: requests.PlanRequest) -> Values:
        """Return the plan of a creation or an update."""
        return request.planned

    async def plan_destroy(self, request: requests.PlanDestroyRequest) -> None:
        """Look at a planned destruction."""

    @abstractmethod
    async def create(self, request: requests.CreateRequest) -> Values:
        """Create it and return its state. Use `request.checkpoint` after each step that made something."""

    @abstractmethod
    async def read(self, request: requests.ReadRequest) -> Values | None:
        """Return its state as it is; None when it is gone."""

    async def update(self, request: requests.UpdateRequest) -> Values:
        """Change it and return its state. Use `request.checkpoint` after each step that changed something."""
        raise NotImplementedError(f"{self.type_name} has no update()")

    @abstractmethod
    async def delete(self, request: requests.DeleteRequest) -> None:
        """Destroy it. That it is gone already is no error."""

    async def import_state(self, request: requests.ImportRequest) -> Values:
        """Return as much of its state as `read` needs to find it."""
        raise ProviderError("Import is not supported", f"{self.type_name} cannot be imported.")

    async def upgrade(self, request: requests.UpgradeRequest) -> Values:
        """Return a state of an older schema version in the form of the present one."""
        raise ProviderError(
            "State cannot be upgraded",
            f"The state of this {self.type_name} has schema version {request.version}, this provider writes "
            f"version {self.schema.version} and knows no way from the one to the other. "
            "Use the version of the provider that wrote it.",
        )

    async def upgrade_identity(self, request: requests.UpgradeRequest) -> Values:
        """Return an identity of an older version in the form of the present one."""
        return request.state

    async def move(self, request: requests.MoveRequest) -> Values:
        """Return the state of a resource of another type as a state of this type."""
        raise ProviderError(
            "Move is not supported", f"{request.source_type} cannot be moved to {self.type_name}."
        )


class DataSource(ABC):
    """Something that is looked up.

    Attributes:
        type_name: As it is written in configurations.
        schema: Its schema.
    """

    type_name: ClassVar[str]
    schema: ClassVar[Schema]

    async def validate(self, request: requests.ValidateRequest) -> None:
        """Check what the schema's validators cannot."""

    @abstractmethod
    async def read(self, request: requests.ReadDataRequest) -> Values:
        """Return the configuration's values and the computed ones."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open ephemeral resource.

    Attributes:
        result: The configuration's values and the computed ones.
        renew_at: When `renew` must be called at the latest; None when it lasts.
    """

    result: Values
    renew_at: datetime | None = None


class EphemeralResource(ABC):
    """Something that is there for one run and kept in neither plan nor state.

    Attributes:
        type_name: As it is written in configurations.
        schema: Its schema.
    """

    type_name: ClassVar[str]
    schema: ClassVar[Schema]

    async def validate(self, request: requests.ValidateRequest) -> None:
        """Check what the schema's validators cannot."""

    @abstractmethod
    async def open(self, request: requests.OpenRequest) -> Opened:
        """Make it."""

    async def renew(self, request: requests.RenewRequest) -> datetime | None:
        """Make it last longer; return when to renew it again."""
        return None

    async def close(self, request: requests.CloseRequest) -> None:
        """Unmake it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function.

    Attributes:
        name: As the documentation shows it.
        type: Its type.
        description: Markdown.
        nullable: Whether the function is called with null; otherwise Terraform refuses it.
        unknowable: Whether the function is called with unknown values; otherwise its result is then unknown.
    """

    name: str
    type: Type
    description: str = ""
    nullable: bool = field(default=False, kw_only=True)
    unknowable: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Function:
    """A pure function, `provider::<name>::<function>(…)`; it works offline, without a configuration.

    Attributes:
        name: Its name.
        call: Given the arguments in order, returns the result; raises `FunctionError`.
        returns: The type of its result.
        parameters: Its parameters in order.
        variadic: The parameter that takes all further arguments; None when there is none.
        summary: One line.
        description: Markdown.
        deprecated: What to use instead; empty when it is not deprecated.
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
    """A provider: its own configuration, and what it offers.

    Attributes:
        address: Its source as configurations write it, `namespace/type`.
        schema: Of its configuration.
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
        """Check what the schema's validators cannot. Offline."""

    async def configure(self, request: requests.ConfigureRequest) -> None:
        """Take the configuration; connect to nothing yet. When attached (`--debug`): once for each run."""

    async def stop(self) -> None:
        """Learn of an interruption; operations in flight are cancelled after it."""

    async def close(self) -> None:
        """Let go of connections: the process is about to end."""
