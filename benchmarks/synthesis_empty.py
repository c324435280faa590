"""Imports the libraries and synthesises an empty app: `synthesis_empty.py OUTDIR`. Called by synthesis.py."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module

begin = time.perf_counter()
import_module("cdktf")
cdk = time.perf_counter()
library = import_module("constructs_lib")
imported = time.perf_counter()
app = library.App(outdir=sys.argv[1])
library.Stack(app, "empty")
app.synth()
done = time.perf_counter()
print(json.dumps({"cdk": cdk - begin, "library": imported - cdk, "empty": done - imported}))
