"""Names: the same person in any spelling and script. Pure: text in, values out.

`analyze` is the only door for index, query, percolation and comparison; `compare` judges two whole names.
"""

from casefile.names.analyze import NameKeys, Token, Word, analyze
from casefile.names.compare import SAME_THRESHOLD, NameMatch, PartMatch, compare
from casefile.names.whole.answers import Answer

__all__ = [
    "SAME_THRESHOLD",
    "Answer",
    "NameKeys",
    "NameMatch",
    "PartMatch",
    "Token",
    "Word",
    "analyze",
    "compare",
]
