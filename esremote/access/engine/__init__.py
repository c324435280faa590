"""How a decision is made: what each cluster allows that a request reaches, in the order the server asks."""
