"""Reads what describes clusters: plans, states, synthesised stacks, facts documents, live clusters."""
