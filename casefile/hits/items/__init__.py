"""Hits as items of a desk: which are one coincidence, and on which list they stand."""
