"""A request and the decision about it: who can read what, with which filters, and why."""
