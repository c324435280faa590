"""Who can reach what over which connection, as patterns: one answer for reviews, decisions and data sources.

| file | one idea |
|---|---|
| `abilities.py` | what can be done with another cluster's indices, and the actions that it needs |
| `grants.py` | what one party grants, complete where its entries overlap |
| `agreement.py` | what several parties agree on |
| `rows.py` | `reach`: a row for every role, connection, ability and set of names |
| `regions.py` | `reachable`: the same without overlap, for somebody with several roles |
| `gains.py` | `gained`: what a change lets somebody see that could not be seen before |
| `steps.py` | the entries that a row comes from |
"""
