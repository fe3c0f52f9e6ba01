"""How fast the main jobs are, beside a plain site that does the same work."""
