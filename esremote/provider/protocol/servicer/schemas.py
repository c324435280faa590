"""GetProviderSchema, GetResourceIdentitySchemas, GetFunctions: what the provider offers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from esremote.provider.protocol.messages import message

if TYPE_CHECKING:
    from esremote.provider.protocol.diagnostics import Diagnostics
    from esremote.provider.protocol.identity import Identity
    from esremote.provider.protocol.provider import Function, Parameter, Provider
    from esremote.provider.protocol.schema import Attribute, Schema
    from esremote.provider.protocol.types import Type

_MARKDOWN = 1


class Schemas:
    """The calls for schemas, which do not involve any hooks."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def get_provider_schema(self, _request: Any, reply: Any, _found: Diagnostics) -> None:  # noqa: ANN401
        """Return all schemas."""
        provider = self._provider
        reply.provider.CopyFrom(dump_schema(provider.schema, defaults_are_ours=True))
        for offered, target in (
            (provider.resources, reply.resource_schemas),
            (provider.data_sources, reply.data_source_schemas),
            (provider.ephemeral_resources, reply.ephemeral_resource_schemas),
        ):
            for offer in offered:
                target[offer.type_name].CopyFrom(dump_schema(offer.schema))
        for function in provider.functions:
            reply.functions[function.name].CopyFrom(_dump_function(function))
        capabilities = reply.server_capabilities
        capabilities.plan_destroy = True
        capabilities.get_provider_schema_optional = True
        capabilities.move_resource_state = True

    async def get_resource_identity_schemas(self, _request: Any, reply: Any, _found: Diagnostics) -> None:  # noqa: ANN401
        """Return the identities of the resources that have one."""
        for resource in self._provider.resources:
            if resource.identity is not None:
                _dump_identity(resource.identity, reply.identity_schemas[resource.type_name])

    async def get_functions(self, _request: Any, reply: Any, _found: Diagnostics) -> None:  # noqa: ANN401
        """Return the functions only."""
        for function in self._provider.functions:
            reply.functions[function.name].CopyFrom(_dump_function(function))


def dump_type(kind: Type) -> bytes:
    """Return a type in Terraform's JSON notation."""
    return json.dumps(kind.spec, separators=(",", ":")).encode()


def dump_schema(schema: Schema, *, defaults_are_ours: bool = False) -> Any:  # noqa: ANN401 (a message)
    """Create a Schema message.

    Args:
        schema: The schema.
        defaults_are_ours: Whether the provider applies the defaults, because a provider's configuration
            cannot have computed values.
    """
    target = message("Schema")(version=schema.version)
    target.block.version = schema.version
    target.block.description = schema.description
    target.block.description_kind = _MARKDOWN
    target.block.deprecated = bool(schema.deprecated)
    target.block.deprecation_message = schema.deprecated
    for name, attribute in schema.attributes.items():
        _dump_attribute(name, attribute, target.block.attributes.add(), defaults_are_ours=defaults_are_ours)
    return target


def _dump_attribute(name: str, attribute: Attribute, target: Any, *, defaults_are_ours: bool) -> None:  # noqa: ANN401
    target.name = name
    target.description = attribute.description
    target.description_kind = _MARKDOWN
    target.required = attribute.required
    target.optional = attribute.optional
    target.computed = attribute.computed and not defaults_are_ours
    target.sensitive = attribute.sensitive
    target.write_only = attribute.write_only
    target.deprecated = bool(attribute.deprecated)
    target.deprecation_message = attribute.deprecated
    if attribute.nested is None or attribute.nesting is None:
        target.type = dump_type(attribute.type)
        return
    target.nested_type.nesting = attribute.nesting.value
    for member_name, member in attribute.nested.attributes.items():
        inner = target.nested_type.attributes.add()
        _dump_attribute(member_name, member, inner, defaults_are_ours=defaults_are_ours)


def _dump_identity(identity: Identity, target: Any) -> None:  # noqa: ANN401 (a message)
    target.version = identity.version
    for name, attribute in identity.attributes.items():
        target.identity_attributes.add(
            name=name,
            type=dump_type(attribute.type),
            description=attribute.description,
            required_for_import=not attribute.optional_for_import,
            optional_for_import=attribute.optional_for_import,
        )


def _dump_function(function: Function) -> Any:  # noqa: ANN401 (a message)
    target = message("Function")(
        summary=function.summary,
        description=function.description,
        description_kind=_MARKDOWN,
        deprecation_message=function.deprecated,
        parameters=map(_dump_parameter, function.parameters),
    )
    if function.variadic is not None:
        target.variadic_parameter.CopyFrom(_dump_parameter(function.variadic))
    getattr(target, "return").type = dump_type(function.returns)  # `return` is a Python keyword
    return target


def _dump_parameter(parameter: Parameter) -> Any:  # noqa: ANN401 (a message)
    return message("Function.Parameter")(
        name=parameter.name,
        type=dump_type(parameter.type),
        allow_null_value=parameter.nullable,
        allow_unknown_values=parameter.unknowable,
        description=parameter.description,
        description_kind=_MARKDOWN,
    )
