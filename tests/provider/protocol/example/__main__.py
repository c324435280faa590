"""The provider process."""

from esremote.provider.protocol.serve import serve

serve("tests.provider.protocol.example.provider:Example")
