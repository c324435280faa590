"""Who can read what: what is known of clusters, and the server's own answer to a request, with its reasons.

| folder | one idea |
|---|---|
| `landscape/` | what is known: clusters with their roles, keys, users, connections and indices |
| `facts/` | a landscape as a document that people write and keep |
| `decision/` | one question and its answer |
| `engine/` | how the answer is found: `engine.deciding.decide` |
| `reach.py` | everything that somebody can reach over a connection: `reachable` |
| `gains.py` | what a change adds to it: `gained` |
| `assertions.py` | expectations in a user's own tests: `assert_allowed`, `assert_denied` |
"""
