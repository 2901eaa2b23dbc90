"""Weights and what stands: pairs weighed again under a newer table, and what judgements teach the weights."""
