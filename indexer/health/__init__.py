"""The health of the whole installation: what the database says, what the engine says, and notifying somebody."""
