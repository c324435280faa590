"""Validation, which is the same for the provider, resources, data sources and ephemeral resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from esremote.provider.protocol.diagnostics import Diagnostics
from esremote.provider.protocol.requests import ValidateRequest
from esremote.provider.protocol.validation import validate
from esremote.provider.protocol.wire import load

if TYPE_CHECKING:
    from esremote.provider.protocol.schema import Schema
    from esremote.provider.protocol.servicer.operations import Operations


class Validated(Protocol):
    """Anything with a schema and a `validate` hook."""

    @property
    def schema(self) -> Schema:
        """The schema."""

    async def validate(self, request: ValidateRequest) -> None:
        """The hook."""


async def check(  # noqa: PLR0913 (what is validated, how, and where findings go)
    name: str,
    validated: Validated,
    config: Any,  # noqa: ANN401 (a message)
    found: Diagnostics,
    operations: Operations,
    *,
    write_only_allowed: bool = True,
) -> None:
    """Run the validators of the schema, and then the hook, so that the user sees all problems at once.

    If a hook fails because of a problem that the validators have already found, this is not reported as a
    bug.
    """
    root = validated.schema.root
    values = load(root, config)
    found.extend(validate(root, values, write_only_allowed=write_only_allowed))
    from_hook = Diagnostics()
    request = ValidateRequest(config=values, diagnostics=from_hook)
    outcome = Diagnostics()
    await operations.run(f"validation of {name}", validated.validate(request), outcome)
    stumbled = found.has_errors and any(diagnostic.summary.startswith("Bug") for diagnostic in outcome)
    found.extend(from_hook)
    if not stumbled:
        found.extend(outcome)
