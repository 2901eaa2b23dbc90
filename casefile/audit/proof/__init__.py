"""Proof that nothing was rewritten: signed checkpoints outside the database, and the database held against them."""
