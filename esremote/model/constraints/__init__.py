"""What a value must be: one file for each constrained thing, one pure function for each rule.

A rule of a single value returns what is wrong with it, or None: "must ..." where place and value complete the
sentence, else a phrase of its own. A rule of an object yields a `ValueProblem` for everything that is wrong
within it. The constructs turn both into a `ConfigurationError` (`raising.py`), the provider into diagnostics
(`esremote/provider/validators.py`), so both give the same verdict.

Values that Elasticsearch rejects, now or on a later update or search, are rejected here. Values that it
accepts are accepted, except where they cannot work (an address without a port) or do not work everywhere (an
upper-case alias). Privileges are not checked against a list: a newer Elasticsearch may have more.
"""
