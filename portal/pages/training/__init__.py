"""Training: the space's own page, which a training space alone has, and the register of who was trained."""
