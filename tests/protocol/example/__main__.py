"""The provider process."""

from esremote.provider.protocol.serve import serve

serve("tests.protocol.example.provider:Example")
