"""Measures the cost of the protocol layer per call, against only decoding and encoding the same messages.

    python benchmarks/protocol_calls.py [--rounds 200]

The figures are processor time in this process, without a network. The resource is a note with three lines,
three labels and two seals, all nested.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import defaultdict
from typing import Any

import msgpack

from esremote.provider.protocol.messages import service
from esremote.provider.protocol.servicer import Servicer
from esremote.provider.protocol.types import Map, String
from esremote.provider.protocol.wire import dump
from tests.provider.protocol.example.note import Note
from tests.provider.protocol.example.provider import Example

ROOT = Note.schema.root
NOTE = {
    "name": "hello",
    "text": "world",
    "tags": ["aa", "bb", "cc"],
    "lines": [{"text": "one"}, {"text": "two"}, {"text": "three", "weight": 3}],
    "labels": [{"key": "a"}, {"key": "b"}, {"key": "c", "value": "no"}],
    "seals": {"left": {"wax": "red"}, "right": {"stamp": "star"}},
    "about": '{"a": 1}',
}
NAME = "example_note"


class Calls:
    """Calls the servicer as gRPC does, bytes in and bytes out, and adds up the time spent."""

    def __init__(self) -> None:
        self.layer: dict[str, float] = defaultdict(float)
        self.bare: dict[str, float] = defaultdict(float)
        self._servicer = Servicer(Example())
        self._methods = service("tfplugin6.Provider")

    async def call(self, name: str, **fields: Any) -> Any:  # noqa: ANN401 (messages of any kind)
        """Answer one call."""
        request_type, reply_type = self._methods[name]
        sent = request_type(**fields).SerializeToString()
        started = time.process_time()
        reply = reply_type()
        await self._servicer.answer(name, request_type.FromString(sent), reply)
        answered = reply.SerializeToString()
        self.layer[name] += time.process_time() - started
        self.bare[name] += _bare(request_type, sent, reply_type, answered)
        return reply


def _bare(request_type: Any, sent: bytes, reply_type: Any, answered: bytes) -> float:  # noqa: ANN401 (messages)
    """Return the time of decoding and encoding the same messages without handling them."""
    started = time.process_time()
    values = [
        msgpack.unpackb(value.msgpack, strict_map_key=False, ext_hook=msgpack.ExtType)
        for kind, content in ((request_type, sent), (reply_type, answered))
        for field, value in kind.FromString(content).ListFields()
        if field.message_type is not None and field.message_type.name == "DynamicValue" and value.msgpack
    ]
    for value in values:
        msgpack.packb(value)
    reply_type.FromString(answered).SerializeToString()
    return time.process_time() - started


async def measure(rounds: int) -> Calls:
    """Validate, plan, create and read a note, `rounds` times."""
    calls = Calls()
    with tempfile.TemporaryDirectory() as folder:
        await calls.call("ConfigureProvider", config=dump(Map(String), {"folder": folder}))
        config, nothing = dump(ROOT, NOTE), dump(ROOT, None)
        for _ in range(rounds):
            await calls.call("ValidateResourceConfig", type_name=NAME, config=config)
            new = {"type_name": NAME, "config": config, "prior_state": nothing}
            plan = await calls.call("PlanResourceChange", proposed_new_state=config, **new)
            made = await calls.call("ApplyResourceChange", planned_state=plan.planned_state, **new)
            await calls.call("ReadResource", type_name=NAME, current_state=made.new_state)
    return calls


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200, help="how often each call is made (default 200)")
    rounds = parser.parse_args().rounds
    calls = asyncio.run(measure(rounds))
    print(f"processor ms per call, mean of {rounds}; bare: only decoding and encoding its messages")
    for name in ("ValidateResourceConfig", "PlanResourceChange", "ApplyResourceChange", "ReadResource"):
        layer, bare = (times[name] / rounds * 1000 for times in (calls.layer, calls.bare))
        print(f"  {name:24} {layer:6.2f} with the layer, {bare:6.2f} bare: {layer / bare:4.1f} x")


if __name__ == "__main__":
    main()
