"""A check-up in one or two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esremote.review import words

if TYPE_CHECKING:
    from esremote.live.checkup import Checkup


def headline(checkup: Checkup) -> str:
    """Say how many aliases answer.

    An alias answers if the remote cluster answers a real request through it.
    """
    dead = [alias.name for alias in checkup.aliases if not alias.answers]
    silent = [cluster.name for cluster in checkup.clusters if not cluster.answers]
    aliases = words.count(len(checkup.aliases), "alias", "aliases")
    clusters = words.count(len(checkup.clusters), "cluster")
    sentences = [f"{len(silent)} of {clusters} could not be queried: {', '.join(silent)}."] if silent else []
    if dead:
        verb = "does" if len(dead) == 1 else "do"
        sentences.append(f"{len(dead)} of {aliases} {verb} not answer: {', '.join(dead)}.")
    well = f"{clusters}, {aliases}: all of them answer." if checkup.aliases else f"{clusters}, no aliases."
    return " ".join(sentences) or well
