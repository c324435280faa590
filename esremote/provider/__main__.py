"""The provider process: `python -m esremote.provider`, with `--debug` to attach Terraform to it."""

from esremote.provider.protocol.serve import serve

serve("esremote.provider.provider:make_provider")
