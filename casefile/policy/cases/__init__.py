"""Rules of a case: what may be stated of it."""
