"""What a text names, marked where it stands in it: each thing read, with the record that could be made of it. Pure."""

from casefile.narrative.marks.items import Item, Marks, What
from casefile.narrative.marks.read import read_marks

__all__ = ["Item", "Marks", "What", "read_marks"]
