"""Keeping index and database equal: building anew, comparing, repairing."""
