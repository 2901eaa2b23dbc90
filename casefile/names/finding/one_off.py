"""Words that one slip of the finger makes of each other, as terms: a letter too many, too few, another, or two turned.

Two words that differ by one slip share a term: one of them, or one of what is left of both when a letter is taken out
(the symmetric delete of spelling correction). So a search need not walk through an index's words, which are of records
besides that its reader may not see.
"""

from functools import lru_cache
from typing import Final

SHORTEST: Final = 4
"""Letters: of shorter words half of all names are one slip away."""
LONGEST: Final = 24


@lru_cache(maxsize=65536)
def one_off_terms(latin: str) -> tuple[str, ...]:
    """The word, and what is left of it without one of its letters; nothing for a word too short to be told apart."""
    if not SHORTEST <= len(latin) <= LONGEST:
        return ()
    return tuple(dict.fromkeys([latin, *(latin[:i] + latin[i + 1 :] for i in range(len(latin)))]))


def is_one_off(one: str, other: str) -> bool:
    """Whether one letter more, fewer, other or two neighbours turned make one of the other. Equal words are not."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if len(a) != len(b):
        return a[1:] == b or a == b[1:]
    return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
