"""Training: what makes the networks that the rest of `model` reads with. Nothing else needs it."""
