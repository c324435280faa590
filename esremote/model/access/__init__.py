"""Who can read what: the server's own answer to a request over a remote cluster, with the reasons.

`decide` answers one request. `reachable` gives all that somebody can reach over a connection, and `gained`
what a change adds to it. `assert_allowed` and `assert_denied` hold an expectation in a test.
"""

from esremote.model.access.assertions import assert_allowed, assert_denied
from esremote.model.access.changes import gained
from esremote.model.access.deciding import decide
from esremote.model.access.reach import Region, reachable

__all__ = ["Region", "assert_allowed", "assert_denied", "decide", "gained", "reachable"]
