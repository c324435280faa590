"""The facts document: a landscape, and questions about it, as versioned JSON.

Its JSON schema is `docs/facts.schema.json`, and `docs/facts.md` explains it with an example.

>>> document = '{"format": "esremote/facts", "version": 1, "clusters": {"frankfurt": {"version": "9.5.3"}}}'
>>> facts = read(document)
>>> facts.landscape.cluster_by_name["frankfurt"].version.major
9
"""

from esremote.access.facts._document import FORMAT, Facts, InvalidFactsError, read, schema, write
from esremote.access.facts._shapes import FactsProblem

__all__ = ["FORMAT", "Facts", "FactsProblem", "InvalidFactsError", "read", "schema", "write"]
