"""Lists that carry work: one way to read what is asked of a list, to show it, and to act on many of its lines."""
