"""Rules of the trail: what it keeps of an address and of searches, and who reads what of it."""
