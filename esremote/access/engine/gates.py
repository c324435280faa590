"""What the local cluster wants before it asks any other: for ES|QL and `_msearch`, a local privilege."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.access.decision.decisions import Step, Verdict
from esremote.access.permissions import tls_model

if TYPE_CHECKING:
    from esremote.access.landscape.landscape import Cluster
    from esremote.access.permissions.questions import Question
    from esremote.access.permissions.subjects import Subject


def closed_gate(question: Question, subject: Subject, local: Cluster) -> tuple[Step, ...]:
    """Give what denies a request before any cluster is asked; nothing if the user may send it.

    Any entry on local indices is enough, whatever its names: even `names: [""]`, which no index has.
    (elastic/elasticsearch#108734; for `_msearch`, seen on 8.19.21 and 9.5.3.)
    """
    action = question.gate
    if action is None:
        return ()
    return tuple(
        Step(
            Verdict.DENIES,
            local.name,
            permission.party.what,
            f"{action} is allowed on no local index, and is needed even if only other clusters are asked",
            permission.party.source,
            remedy=(
                f'give {permission.party.what} an entry in indices with names [""] and privileges [read], '
                "which grants nothing else (in constructs: grant_search(..., esql=True)),"
            ),
        )
        for permission in tls_model.rights_on(subject, local).permissions
        if not permission.allows_anywhere(action)
    )
