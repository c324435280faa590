"""Writes the file of a stack: CDK for Terraform writes what it has to resolve, this library writes the rest.

CDK for Terraform passes every value to Node, resolves it three times and then writes it. Values that contain
no reference do not need that. A synthesizer is the extension point of CDK for Terraform for the way in which
a stack is written. This one lets the default synthesizer write first, then merges the remaining values into
the file. `benchmarks/synthesis.py` measures the difference.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import jsii

from constructs_lib._cdk import cdk
from constructs_lib._terraform_json import merge

if TYPE_CHECKING:
    from constructs_lib._stack_file import StackFile


@jsii.implements(cdk.IStackSynthesizer)
class Synthesizer:
    """The synthesizer of one stack."""

    def __init__(self, stack: cdk.TerraformStack, stack_file: StackFile) -> None:
        self._stack = stack
        self._default = stack.synthesizer
        self._stack_file = stack_file

    def synthesize(self, session: cdk.ISynthesisSession) -> None:
        """Write the file of the stack. Called by CDK for Terraform."""
        with self._stack_file.showing_references_only():
            self._default.synthesize(session)
        file = Path(session.outdir) / session.manifest.for_stack(self._stack).synthesized_stack_path
        document = json.loads(file.read_text(encoding="utf-8"))
        merge(document, self._stack_file.without_references())
        text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False)
        file.write_text(f"{text}\n", encoding="utf-8")
