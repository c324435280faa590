"""Clients for the clusters that a source names, and what those clusters answer, as a source."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from esremote.live.as_facts import as_facts
from esremote.live.configuration import wrong_types
from esremote.live.observe import observe
from esremote.provider.protocol import Path as AttributePath
from esremote.provider.session import Session
from esremote.sources.clusters import reachable_clusters
from esremote.sources.problems import UnreadableError
from esremote.sources.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from esremote.elasticsearch import Cluster
    from esremote.sources.description import Description


def open_clusters(source: Description) -> Mapping[str, Cluster]:
    """Make a client for each cluster of a source; nothing is sent yet.

    Credentials that the source leaves out come from `ESREMOTE_<CLUSTER>_USERNAME` and the like.

    Raises:
        UnreadableError: the source does not say how its clusters are reached, or says it wrongly.
    """
    clusters = reachable_clusters(source)
    if problems := wrong_types(clusters, source.name):
        raise UnreadableError(problems)
    session = Session(clusters)
    return {name: session.cluster(name, AttributePath()) for name in session.names}


def ask(source: Description, clusters: Mapping[str, Cluster]) -> Description:
    """Ask clusters, and return the source with what they answer in place of what it says itself."""
    observed = asyncio.run(observe(clusters))
    endpoints = {
        (cluster.name, alias.alias): alias.addresses for cluster in observed for alias in cluster.aliases
    }
    answered = Snapshot(landscape=as_facts(observed).landscape, endpoints=endpoints)
    return replace(source, after=answered, before=None, changes=(), metadata=())
