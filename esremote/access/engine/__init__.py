"""How a decision is made: what each cluster answers to its part of a request, and why."""
