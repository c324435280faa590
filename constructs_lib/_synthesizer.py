"""Writes a stack's file: CDK for Terraform what it has to resolve, this library the rest.

CDK for Terraform takes every value across the border to Node, resolves it three times and writes it out. For
values that hold no reference that is all for nothing. A stack's synthesizer is its own place to say how a
stack is written; this one lets the usual one write first, and merges the rest into its file. The measurement
is in `benchmarks/synthesis.py`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsii

from constructs_lib._cdk import cdk
from constructs_lib._content import merge

if TYPE_CHECKING:
    from constructs_lib._registry import Registry


@jsii.implements(cdk.IStackSynthesizer)
class Synthesizer:
    """The synthesizer of one stack."""

    def __init__(self, stack: cdk.TerraformStack, registry: Registry) -> None:
        self._stack = stack
        self._usual = stack.synthesizer
        self._registry = registry

    def synthesize(self, session: cdk.ISynthesisSession) -> None:
        """Write the stack. Called by CDK for Terraform."""
        with self._registry.showing_references_only():
            self._usual.synthesize(session)
        file = Path(session.outdir) / session.manifest.for_stack(self._stack).synthesized_stack_path
        document = json.loads(file.read_text(encoding="utf-8"))
        merge(document, self._registry.without_references())
        text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False)
        file.write_text(f"{text}\n", encoding="utf-8")
