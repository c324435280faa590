"""Example stacks: one file for each topology, to copy."""
