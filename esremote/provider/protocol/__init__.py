"""Terraform plugin protocol 6 for providers written in Python, independent of any particular service.

The author of a provider writes a `Provider` with its `Resource`s, `DataSource`s, `EphemeralResource`s and
`Function`s, all of them async, and a `__main__` module with two lines:

    from esremote.provider.protocol.serve import serve
    serve("my_provider.provider:make_provider")

The public names are imported on first use, because the process reports its address to Terraform before it
loads anything else (see `serve`).
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esremote.provider.protocol.api import *  # noqa: F403 (api.__all__ is the only list of names)
else:

    def __getattr__(name: str) -> object:
        from esremote.provider.protocol.api import __all__  # noqa: PLC0415 (on first use: see above)

        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(sys.modules[f"{__name__}.api"], name)
