"""What the lab says when it cannot go on."""


class LabError(Exception):
    """Says what is wrong and what to do; shown without a traceback."""
