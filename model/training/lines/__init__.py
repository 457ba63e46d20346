"""Training of the line network."""
