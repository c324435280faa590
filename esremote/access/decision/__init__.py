"""A question and its answer: who may read what, with which filters, and why."""
