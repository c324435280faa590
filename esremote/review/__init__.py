"""From a plan to an access report."""
