"""`griot evidence`: what leaves as evidence."""
