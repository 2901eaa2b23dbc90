"""What explains the portal itself: the glossary, the keys, the first day, and its building stones."""
