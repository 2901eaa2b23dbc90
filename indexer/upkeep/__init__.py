"""Keeping index and database equal: building again, comparing, repairing."""
