"""From files to values: plans of Terraform, synthesised folders, and what each says about its origin."""
