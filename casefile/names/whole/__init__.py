"""Whole names: which parts stand for each other, what is left out, the answer. `casefile.names.compare` is the door."""
