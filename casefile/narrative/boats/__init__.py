"""Boats in running text: the words for them, and where their names stand."""

from casefile.narrative.boats.read import is_named_at, read_vessels

__all__ = ["is_named_at", "read_vessels"]
