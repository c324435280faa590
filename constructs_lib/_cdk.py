"""The only import of CDK for Terraform: cdktf, or its maintained fork cdktn.

The first of the following applies: the library that the user's program has imported,
`ESREMOTE_CDK=cdktf|cdktn`, the library that is installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from typing import TYPE_CHECKING

# jsii prints a banner about the end of life of Node 20 to standard error. The value is the major version.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")

_LIBRARIES = ("cdktn", "cdktf")


def _installed() -> str:
    imported = [name for name in _LIBRARIES if name in sys.modules]
    wanted = os.environ.get("ESREMOTE_CDK")
    present = [name for name in _LIBRARIES if importlib.util.find_spec(name)]
    for name in (*imported, *filter(None, [wanted]), *present):
        return name
    message = "constructs_lib needs CDK for Terraform: pip install 'esremote[cdktf]' or 'esremote[cdktn]'"
    raise ModuleNotFoundError(message, name="cdktf")


if TYPE_CHECKING:
    import cdktf as cdk
else:
    cdk = importlib.import_module(_installed())

__all__ = ["cdk"]
