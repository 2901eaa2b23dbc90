"""What a text names, marked where it stands in it: each thing read, with the record that could be made of it. Pure."""

from casefile.narrative.marks.by_hand import MADE, Passage, find, with_linked, with_passages
from casefile.narrative.marks.items import Item, Marks, What
from casefile.narrative.marks.read import read_marks

__all__ = [
    "MADE",
    "Item",
    "Marks",
    "Passage",
    "What",
    "find",
    "read_marks",
    "with_linked",
    "with_passages",
]
