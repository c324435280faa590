"""Index-name patterns exactly as Elasticsearch's security reads them, with the algebra of sets on them.

>>> compare(["logs-app-*"], ["logs-*"]).relation.value
'within'
>>> (Names.of("/logs-[0-9]+/") & Names.of("logs-1*")).example
'logs-1'
"""

from esremote.model.patterns._compiled import literal_beginning
from esremote.model.patterns._errors import InvalidPatternError, PatternError, TooComplexError
from esremote.model.patterns._names import Names
from esremote.model.patterns._relation import Comparison, Relation, compare

__all__ = [
    "Comparison",
    "InvalidPatternError",
    "Names",
    "PatternError",
    "Relation",
    "TooComplexError",
    "compare",
    "literal_beginning",
]
