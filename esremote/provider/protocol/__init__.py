"""Terraform's plugin protocol, version 6, for providers written in Python. It knows of no particular service.

The author writes a `Provider` with its `Resource`s, `DataSource`s, `EphemeralResource`s and `Function`s, all
of them async, and a `__main__` module with two lines:

    from esremote.provider.protocol.serve import serve
    serve("my_provider.provider:make_provider")

The names below are imported on first use: the process tells Terraform where it listens before it loads
anything else (see `serve`).
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.provider.protocol.api import *  # noqa: F403 (the one list of names is api.__all__)
else:

    def __getattr__(name: str) -> object:
        from esremote.provider.protocol.api import __all__  # noqa: PLC0415 (on first use: see above)

        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(sys.modules[f"{__name__}.api"], name)
