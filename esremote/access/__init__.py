"""Who can read what: what is known about clusters, and how Elasticsearch answers a request, with the reasons.

From top to bottom, each folder needs only those below it.

| place | one idea |
|---|---|
| `assertions.py` | expectations in your own tests: `assert_allowed`, `assert_denied` |
| `engine/` | the answer to a request, with its reasons: `engine.deciding.decide` |
| `reach/` | who can reach what, as patterns: `rows.reach`, `regions.reachable`, `gains.gained` |
| `permissions/` | what each party to a request allows: roles, REST API keys, cross-cluster API keys |
| `facts/` | a landscape as a document that people write and keep; from files or live answers |
| `decision/` | a request and the decision about it |
| `landscape/` | what is known: clusters with their roles, keys, users, connections and indices |
| `pattern_sets.py` | sets of index names, fast for plain names and prefixes |
"""
