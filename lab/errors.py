"""Errors of the lab."""


class LabError(Exception):
    """The lab cannot continue. The message contains the cause and the remedy; no traceback is shown."""
