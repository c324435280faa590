"""The provider process, from start to end.

Terraform starts a provider several times for one plan, and waits for the handshake line each time. So the
process first creates the socket and the certificate, then writes the line, and only then imports everything
else.
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
    """Run a provider process to its end; the only call in its `__main__` module.

    Args:
        factory: The callable that creates the `Provider`, as `package.module:callable`. It is imported late.
    """
    parent = os.getppid()
    gc.disable()  # makes imports a fifth faster; they create no garbage
    from esremote.provider.protocol.handshake import line, refusal  # noqa: PLC0415 (see the module)
    from esremote.provider.protocol.listening import listen  # noqa: PLC0415

    if "--debug" in sys.argv[1:]:
        _serve_attached(factory, listen(os.environ), parent)
    if reason := refusal(os.environ):
        sys.exit(reason)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches this process too, but Terraform decides what happens
    from esremote.provider.protocol.certificate import make  # noqa: PLC0415

    listening, own = listen(os.environ), make()
    signal.signal(signal.SIGTERM, lambda *_: _end(listening))
    sys.stdout.write(line(listening, own.der) + "\n")
    sys.stdout.flush()
    _serve_started(factory, listening, own, parent)


def _serve_started(factory: str, listening: Listening, own: Certificate, parent: int) -> NoReturn:
    """Serve the Terraform process that started this one."""
    import asyncio  # noqa: PLC0415 (Terraform has its handshake line, and waits anyway)

    from esremote.provider.protocol.server import End, run  # noqa: PLC0415
    from esremote.provider.protocol.tls import require_certificate  # noqa: PLC0415

    context = require_certificate(own, os.environ["PLUGIN_CLIENT_CERT"])
    asyncio.run(run(_answers(factory), listening, context, End(parent, (signal.SIGTERM,))))
    _end(listening)


def _serve_attached(factory: str, listening: Listening, parent: int) -> NoReturn:
    """Serve any Terraform process that knows the address, for debugging and for tests."""
    import asyncio  # noqa: PLC0415

    from esremote.provider.protocol.reattach import VARIABLE, describe  # noqa: PLC0415
    from esremote.provider.protocol.server import End, run  # noqa: PLC0415
    from esremote.provider.protocol.servicer import Servicer  # noqa: PLC0415

    provider = _make(factory)
    if listening.network == "tcp":
        sys.stderr.write(
            f"Warning: any user of this machine can connect to the provider at {listening.address}.\n"
        )
    sys.stdout.write(f"{VARIABLE}='{describe(provider.address, listening)}'\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):  # on platforms without signal handlers
        asyncio.run(run(Servicer(provider), listening, None, End(parent, (signal.SIGTERM, signal.SIGINT))))
    _end(listening)


def _answers(factory: str) -> Answers:
    """Create the provider; if that fails, return a stand-in that reports the reason."""
    try:
        from esremote.provider.protocol.servicer import Servicer  # noqa: PLC0415

        return Servicer(_make(factory))
    except Exception as error:  # noqa: BLE001 (any error has to be reported to the user)
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
    """End the process immediately: the interpreter's own shutdown would do nothing useful."""
    listening.remove()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
