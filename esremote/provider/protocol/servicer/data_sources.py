"""ValidateDataResourceConfig, ReadDataSource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.equivalence import settle
from esremote.provider.protocol.planning import with_defaults
from esremote.provider.protocol.requests import ReadDataRequest
from esremote.provider.protocol.servicer.operations import Done
from esremote.provider.protocol.servicer.validating import check
from esremote.provider.protocol.wire import dump, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.provider import DataSource
    from esremote.provider.protocol.servicer.operations import Operations


class DataSources:
    """The calls for data sources."""

    def __init__(self, data_sources: Mapping[str, DataSource], operations: Operations) -> None:
        self._data_sources = data_sources
        self._operations = operations

    async def validate(self, request: Any, _reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Validate a configuration, without any requests."""
        source = self._data_sources[request.type_name]
        await check(f"data {request.type_name}", source, request.config, found, self._operations)

    async def read(self, request: Any, reply: Any, found: Diagnostics) -> None:  # noqa: ANN401
        """Read a data source."""
        source = self._data_sources[request.type_name]
        root = source.schema.root
        config = with_defaults(root, load(root, request.config))
        hook = source.read(
            ReadDataRequest(config=with_defaults(root, load(root, request.config)), diagnostics=found)
        )
        match await self._operations.run(f"read of data {request.type_name}", hook, found):
            case Done(state) if not found.has_errors:
                reply.state.CopyFrom(dump(root, settle(root, state, config)))
