"""Terraform's remote procedure calls: which method implements which, and what all of them have in common."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.bugs import explain
from esremote.provider.protocol.diagnostics import Diagnostics
from esremote.provider.protocol.servicer.arrivals import Arrivals
from esremote.provider.protocol.servicer.changes import Changes
from esremote.provider.protocol.servicer.configuration import Configuration
from esremote.provider.protocol.servicer.data_sources import DataSources
from esremote.provider.protocol.servicer.ephemeral import EphemeralResources
from esremote.provider.protocol.servicer.functions import Functions
from esremote.provider.protocol.servicer.operations import Operations
from esremote.provider.protocol.servicer.resources import Resources
from esremote.provider.protocol.servicer.schemas import Schemas
from esremote.provider.protocol.wire import dump_diagnostics

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from esremote.provider.protocol.provider import Provider

    Method = Callable[[Any, Any, Diagnostics], Awaitable[None]]

log = logging.getLogger(__name__)


class Servicer:
    """Implements the calls for one provider. `methods` are the calls by name; others are UNIMPLEMENTED."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self.operations = Operations()
        resources = {resource.type_name: resource for resource in provider.resources}
        schemas = Schemas(provider)
        configuration = Configuration(provider, self.operations)
        settled = Resources(resources, self.operations)
        changes = Changes(resources, self.operations)
        arrivals = Arrivals(resources, self.operations)
        data = DataSources({source.type_name: source for source in provider.data_sources}, self.operations)
        ephemeral = EphemeralResources(
            {resource.type_name: resource for resource in provider.ephemeral_resources}, self.operations
        )
        functions = Functions({function.name: function for function in provider.functions})
        self.methods: dict[str, Method] = {
            "GetProviderSchema": schemas.get_provider_schema,
            "GetResourceIdentitySchemas": schemas.get_resource_identity_schemas,
            "GetFunctions": schemas.get_functions,
            "ValidateProviderConfig": configuration.validate,
            "ConfigureProvider": configuration.configure,
            "StopProvider": configuration.stop,
            "ValidateResourceConfig": settled.validate,
            "UpgradeResourceState": settled.upgrade,
            "ReadResource": settled.read,
            "PlanResourceChange": changes.plan,
            "ApplyResourceChange": changes.apply,
            "ImportResourceState": arrivals.import_state,
            "MoveResourceState": arrivals.move,
            "UpgradeResourceIdentity": arrivals.upgrade_identity,
            "ValidateDataResourceConfig": data.validate,
            "ReadDataSource": data.read,
            "ValidateEphemeralResourceConfig": ephemeral.validate,
            "OpenEphemeralResource": ephemeral.open,
            "RenewEphemeralResource": ephemeral.renew,
            "CloseEphemeralResource": ephemeral.close,
            "CallFunction": functions.call,
        }

    async def answer(self, name: str, request: Any, reply: Any) -> None:  # noqa: ANN401 (messages)
        """Fill in the reply to a request; any failure becomes a diagnostic in it."""
        started = time.perf_counter()
        found = Diagnostics()
        try:
            await self.methods[name](request, reply, found)
        except Exception as error:  # noqa: BLE001 (nothing may end the process or reach the user as a traceback)
            found.extend(explain(name, error))
        finally:
            spent = round((time.perf_counter() - started) * 1000, 1)
            kind = getattr(request, "type_name", "")
            log.debug("%s", name, extra={"ms": spent} | ({"type": kind} if kind else {}))
        if found and hasattr(reply, "diagnostics"):
            reply.diagnostics.extend(dump_diagnostics(found))

    async def close(self) -> None:
        """Interrupt the running hooks, wait for them, and close the provider."""
        self.operations.interrupt()
        await self.operations.settled()
        await self._provider.close()
