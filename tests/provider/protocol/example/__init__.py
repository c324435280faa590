"""A small provider that keeps notes as files in a folder: no service, every feature of the protocol.

The real Terraform runs it in the tests. It is also the shortest example of how a provider is written.
"""
