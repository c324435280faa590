"""Where a cluster runs, and what its nodes, ports and keystores need there."""
