"""Shows findings, when a program is run by hand and when the cdktf command line runs it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from constructs_lib._cdk import cdk
from esremote.model.findings.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import IConstruct

    from esremote.model.findings.finding import Finding

# The cdktf command line sets this for the program that it runs. It prints annotations and stops at errors.
# A program that is run by hand has to do both itself.
_CLI = "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS"


def report(scope: IConstruct, findings: Sequence[Finding]) -> list[Finding]:
    """Show the findings that are not acknowledged, and return those that stop the program."""
    shown = sorted(
        (finding for finding in findings if finding.acknowledged is None),
        key=lambda finding: finding.severity.rank,
    )
    if _CLI in os.environ:
        for finding in shown:
            _annotate(scope, finding)
        return []
    for finding in shown:
        sys.stderr.write(f"{finding}\n")
    return [finding for finding in shown if finding.stops]


def _annotate(scope: IConstruct, finding: Finding) -> None:
    annotations = cdk.Annotations.of(scope)
    match finding.severity:
        case Severity.ERROR:
            annotations.add_error(str(finding))
        case Severity.WARNING:
            annotations.add_warning(str(finding))
        case Severity.NOTE:
            annotations.add_info(str(finding))
