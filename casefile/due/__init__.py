"""All that is due for an officer, from one table: the desk, the counts of the menu, the bell and the digest read it.

Every number is made of what the officer may open: each source asks the same law as the page it leads to, under the
permission that opens that page, and one officer's desk is the same with and without all that the officer may not know
(tests/noninterference). A new kind is a word of `vocabulary.Due` and a source in `table`; what it is called and where
it leads is `portal/show/due.py`.
"""

from casefile.due.lines import RECORD, WATCH, Line
from casefile.due.table import SHOWN, SOURCES, Counts, Desk, about, counts, desk

__all__ = ["RECORD", "SHOWN", "SOURCES", "WATCH", "Counts", "Desk", "Line", "about", "counts", "desk"]
