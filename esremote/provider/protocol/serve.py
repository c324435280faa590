"""The process: from its first instruction to its last.

Terraform starts a provider several times for one plan, and waits each time for the handshake line. So the
socket and the certificate come first, then the line, and only then everything else is imported.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from esremote.provider.protocol.certificate import Certificate
    from esremote.provider.protocol.listening import Listening
    from esremote.provider.protocol.provider import Provider
    from esremote.provider.protocol.server import Answers

_EXIT_NOT_STARTED_BY_TERRAFORM = 1


def serve(factory: str) -> NoReturn:
    """Run a provider process to its end; the only line of its `__main__`.

    Args:
        factory: Names the callable that makes the `Provider`, `package.module:callable`. It is imported late.
    """
    parent = os.getppid()
    gc.disable()  # a fifth of the time that imports take; nothing that they make is garbage
    from esremote.provider.protocol.handshake import line, refusal  # noqa: PLC0415 (see the module)
    from esremote.provider.protocol.listening import listen  # noqa: PLC0415

    if "--debug" in sys.argv[1:]:
        _serve_attached(factory, listen(os.environ), parent)
    if reason := refusal(os.environ):
        sys.exit(reason)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches us too, but Terraform decides what it means
    from esremote.provider.protocol.certificate import make  # noqa: PLC0415

    listening, own = listen(os.environ), make()
    signal.signal(signal.SIGTERM, lambda *_: _end(listening))
    sys.stdout.write(line(listening, own.der) + "\n")
    sys.stdout.flush()
    _serve_started(factory, listening, own, parent)


def _serve_started(factory: str, listening: Listening, own: Certificate, parent: int) -> NoReturn:
    """Serve the Terraform that started the process."""
    import asyncio  # noqa: PLC0415 (from here on Terraform waits anyway)

    from esremote.provider.protocol.server import End, run  # noqa: PLC0415
    from esremote.provider.protocol.tls import require_certificate  # noqa: PLC0415

    context = require_certificate(own, os.environ["PLUGIN_CLIENT_CERT"])
    asyncio.run(run(_answers(factory), listening, context, End(parent, (signal.SIGTERM,))))
    _end(listening)


def _serve_attached(factory: str, listening: Listening, parent: int) -> NoReturn:
    """Serve whoever is told where we listen: a person with a debugger, a test."""
    import asyncio  # noqa: PLC0415

    from esremote.provider.protocol.reattach import VARIABLE, describe  # noqa: PLC0415
    from esremote.provider.protocol.server import End, run  # noqa: PLC0415
    from esremote.provider.protocol.servicer import Servicer  # noqa: PLC0415

    provider = _make(factory)
    if listening.network == "tcp":
        sys.stderr.write(f"Anybody on this machine can use the provider at {listening.address}.\n")
    sys.stdout.write(f"{VARIABLE}='{describe(provider.address, listening)}'\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):  # where there are no signals
        asyncio.run(run(Servicer(provider), listening, None, End(parent, (signal.SIGTERM, signal.SIGINT))))
    _end(listening)


def _answers(factory: str) -> Answers:
    """Make the provider; if that fails, something that tells why."""
    try:
        from esremote.provider.protocol.servicer import Servicer  # noqa: PLC0415

        return Servicer(_make(factory))
    except Exception as error:  # noqa: BLE001 (whatever it is, a person must be told)
        from esremote.provider.protocol.servicer.unusable import Unusable  # noqa: PLC0415

        return Unusable(error)


def _make(factory: str) -> Provider:
    import importlib  # noqa: PLC0415

    from esremote.provider.protocol.hclog import install  # noqa: PLC0415

    module, _, name = factory.partition(":")
    provider: Provider = getattr(importlib.import_module(module), name)()
    install(os.environ, provider.address.rpartition("/")[2])
    gc.freeze()
    gc.enable()
    return provider


def _end(listening: Listening) -> NoReturn:
    """End at once: there is nothing that the interpreter's own way out would still do for us."""
    listening.remove()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
