"""Arabic words that are stopwords of reports and names as well: which of the two is told by what stands about them.

مالك الزورق is the owner of the boat and مالك سي a man; كان is *was* and the family Kane. Always left out they would
take a part from a name, or the whole of it. Pure.
"""

from collections.abc import Sequence

from casefile.narrative.stopwords import BIRTH_WORDS, CONNECTORS, is_stopword
from casefile.narrative.tokens import Word

_SERVANTS = frozenset("عبد عبيد".split())
_GIVEN_NAMES = frozenset("أم ام مالك هلال صباح مولود نجاة".split())
"""Names where one goes on or a father's stands before: أم كلثوم, مولود ولد أحمد, ولد مولود."""
_OF_DESCENT = frozenset("ولد بن ابن بنت منت آل".split())
_FAMILIES = frozenset("الغربي الشرقي".split())
"""Behind a name; elsewhere the sides of a place."""
_VERBS = frozenset(("كان",))
"""Families at a name's end where nothing follows of which they are the verb."""


def is_name_here(words: Sequence[Word], place: int, *, inside: bool) -> bool:
    """Whether the stopword at this place is part of a name. `inside`: a name goes on up to it."""
    folded = words[place].folded
    before = words[place - 1].folded if inside else ""
    if before in _SERVANTS and folded.startswith("ال"):  # a servant of the King, of the One
        return True
    if folded in _FAMILIES:
        return inside
    if folded in _VERBS:
        return inside and before not in CONNECTORS and _ends(words, place + 1)
    return folded in _GIVEN_NAMES and (before in _OF_DESCENT or _goes_on(words, place + 1))


def _goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether what follows may be part of a name."""
    if place >= len(words) or words[place].stop or words[place].comma or words[place].number:
        return False
    return words[place].folded in CONNECTORS or not is_stopword(words[place].folded)


def _ends(words: Sequence[Word], place: int) -> bool:
    if place >= len(words):
        return True
    word = words[place]
    return word.stop or word.comma or word.number or word.folded in BIRTH_WORDS
