"""What synthesis writes for this project's own readers, and what both sides must agree on."""

METADATA_FORMAT = 1
"""The format of `//.esremote` in a synthesised stack, described by `docs/synthesis-metadata.schema.json`.

Raised when a reader of an older format would misread it.
"""
