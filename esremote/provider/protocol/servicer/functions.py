"""CallFunction."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.bugs import explain
from esremote.provider.protocol.diagnostics import FunctionError
from esremote.provider.protocol.wire import dump, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.provider import Function
    from esremote.provider.protocol.types import Type


class Functions:
    """The calls for functions. Their replies have one error and no diagnostics."""

    def __init__(self, functions: Mapping[str, Function]) -> None:
        self._functions = functions

    async def call(self, request: Any, reply: Any, _found: Diagnostics) -> None:  # noqa: ANN401
        """Call a function."""
        function = self._functions[request.name]
        try:
            arguments = map(load, _parameter_types(function), request.arguments)
            reply.result.CopyFrom(dump(function.returns, await function.call(*arguments)))
        except FunctionError as error:
            reply.error.text = error.text
            if error.argument is not None:
                reply.error.function_argument = error.argument
        except Exception as error:  # noqa: BLE001 (a function may raise anything: it must not end the process)
            found = list(explain(f"function {request.name}", error))
            reply.error.text = " ".join(f"{diagnostic.summary}: {diagnostic.detail}" for diagnostic in found)


def _parameter_types(function: Function) -> Iterator[Type]:
    variadic = () if function.variadic is None else repeat(function.variadic.type)
    return chain((parameter.type for parameter in function.parameters), variadic)
