"""How the provider gets to Terraform and OpenTofu: installed, packaged, documented."""
