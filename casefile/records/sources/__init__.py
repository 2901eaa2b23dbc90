"""What the source of a record says: its word against the unit’s, and whether it names it still."""
