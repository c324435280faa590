"""The protocol's messages, built from compiled descriptors: no generated code, no pinned protobuf."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


@cache
def _pool() -> descriptor_pool.DescriptorPool:
    pool = (
        descriptor_pool.DescriptorPool()
    )  # a separate pool, because another library may register the same names
    described = (Path(__file__).parent / "proto" / "plugin.binpb").read_bytes()
    for file in descriptor_pb2.FileDescriptorSet.FromString(described).file:
        pool.Add(file)
    return pool


@cache
def message(name: str) -> Any:  # noqa: ANN401 (protobuf makes the class)
    """Return the class of a message, such as `PlanResourceChange.Response`."""
    return message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"tfplugin6.{name}"))


def service(full_name: str) -> dict[str, tuple[Any, Any]]:
    """Return the classes of the request and the reply of each method of a service, by the method's name."""
    methods = _pool().FindServiceByName(full_name).methods
    make = message_factory.GetMessageClass
    return {method.name: (make(method.input_type), make(method.output_type)) for method in methods}
