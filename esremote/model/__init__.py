"""The pure domain: security models, modes, deployments, settings, patterns, access. Standard library only."""
