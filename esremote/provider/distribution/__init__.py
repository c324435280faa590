"""How the provider is installed for Terraform and OpenTofu, and packaged for a registry."""
