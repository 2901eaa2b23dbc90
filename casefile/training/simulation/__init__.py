"""A joint simulation: its script, its clock, what the database holds of it, and what that is worth."""
