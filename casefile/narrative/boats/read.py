"""The names of boats in running text: right behind the word for a boat, or behind what describes it."""

import re
from collections.abc import Sequence

from casefile.narrative.boats.words import (
    BOATS,
    DESCRIBING,
    DETERMINERS,
    ELIDED,
    LINKS,
    MAKES,
    NAMING,
    NAMING_AFTER,
    NOT_NAMING_BEFORE,
    PARTS,
    PLACE_LINKS,
    SAID,
    SUBJECTS,
)
from casefile.narrative.persons import is_cased
from casefile.narrative.tokens import Word
from casefile.narrative.words.common_words import COMMON
from casefile.narrative.words.stopwords import CONNECTORS, STOPWORDS, is_stopword

MAX_LENGTH, MAX_LINKS = 4, 3  # words of a boat's name; words like *called the* before it
MAX_DESCRIBED = 20  # words between *pirogue* and *nommée* that describe it
_ENDS = re.compile(r"[.!?;؟؛…](?=\s|$)|\n[ \t]*\n|\n[ \t]*(?:[-•*·]|\(?\d{1,3}[.)\-]|(?=[A-ZÀ-Þ]))")
_SHORTENED = frozenset("env approx aprox m mt mts cv hp ch ca c km".split())
"""Words whose point ends no sentence: *env. 18 m. de long*."""
_NO_NAMES = STOPWORDS - CONNECTORS


def read_vessels(text: str, words: Sequence[Word]) -> tuple[str, ...]:
    """Names of boats: what follows *pirogue*, *cayuco*, *vessel* … within the clause, at most four words; in quotation
    marks too; or what is said to be its name behind a description: *une pirogue bleue, de 18 m, nommée* Mame Diarra.
    """
    places = [place for place, word in enumerate(words) if word.folded in BOATS]
    if not places:
        return ()
    cased = is_cased(words)
    names: dict[str, None] = {}
    for place in places:
        found = _announced(text, words, place, cased) or _behind(words, place, cased)
        if found is not None:
            names[" ".join(w.text for w in words[found[0] : found[1]])] = None
    return tuple(names)


def is_named_at(words: Sequence[Word], place: int) -> bool:
    """Whether the word before, or before a small word, says that a name begins here."""
    for before in range(place - 1, max(-1, place - 1 - MAX_LINKS), -1):
        if _gender(words, before) is not None:
            return True
        if words[before].folded not in LINKS:
            break
    return False


def _gender(words: Sequence[Word], place: int) -> str | None:
    """Of what the word says that a name follows; None when it does not."""
    word = words[place].folded
    if (gender := NAMING.get(word)) is not None:
        return gender
    if word in ELIDED:  # behind a blank and *s'*
        return "" if place and words[place].start - words[place - 1].end > 2 else None
    if word in SAID:
        return SAID[word] if place + 1 < len(words) and words[place + 1].quoted else None
    after = NAMING_AFTER.get(word)
    if after is None or not place or words[place - 1].folded not in after[1]:
        return None
    return None if place > 1 and words[place - 2].folded in NOT_NAMING_BEFORE else after[0]


def _announced(text: str, words: Sequence[Word], boat: int, cased: bool) -> tuple[int, int] | None:
    """The name that a word announces, over a description that is still the boat's."""
    own = BOATS[words[boat].folded]
    for place in range(boat + 1, min(boat + 1 + MAX_DESCRIBED, len(words))):
        gender = _gender(words, place)
        near = place == boat + 1
        if _crosses(text, words, boat, place, cased, named=gender is not None):
            return None
        if gender is None:
            continue
        if not near and gender and own and gender != own:
            return None
        start = _past_links(words, place + 1, cased)
        end = _end(words, start, cased)
        if end > start and (not cased or not _has_case(words[start]) or words[start].upper or words[start].quoted):
            return start, end
        if not near:
            return None
    return None


def _crosses(text: str, words: Sequence[Word], boat: int, place: int, cased: bool, *, named: bool) -> bool:
    """Whether the sentence ends before this word, or another subject begins with it: a person, a place, whatever has
    an article and is no part of a boat; a name, of two words or before what is `named`."""
    word, before = words[place], words[place - 1]
    ends = _ENDS.search(text, before.end, word.start)
    if ends is not None and not (ends.group() == "." and before.folded in _SHORTENED):
        return True
    if word.folded in BOATS or word.folded in SUBJECTS:
        return True
    if word.folded in DETERMINERS and not named and not _describes(words, place + 1):
        return True
    if not cased or place == boat + 1 or not _is_capital(before):
        return False
    return (_is_capital(word) and not word.quoted) or (named and words[place - 2].folded not in PLACE_LINKS)


def _describes(words: Sequence[Word], place: int) -> bool:
    """Whether one of two words behind an article is of a boat: *a raised bow*, *une vingtaine de mètres*."""
    near = words[place : place + 2]
    return any(w.number or w.folded in PARTS or w.folded in DESCRIBING or w.folded in NAMING_AFTER for w in near)


def _is_capital(word: Word) -> bool:
    """One that may be of a name of two words: no motor's make, no letters of a number plate."""
    return word.upper and word.folded not in MAKES and not (word.shout and len(word.text) <= 3)


def _behind(words: Sequence[Word], boat: int, cased: bool) -> tuple[int, int] | None:
    """The name right behind the word for a boat, where that word tells no colour and nothing done."""
    start = _past_links(words, boat + 1, cased)
    end = _end(words, start, cased)
    if end <= start:
        return None
    first = words[start]
    if first.quoted or first.upper:
        return (start, end) if first.quoted or not first.stop else None
    if first.stop or first.folded in DESCRIBING or is_stopword(first.folded):
        return None
    if cased and _has_case(first) and (first.folded in COMMON or end - start == 1):
        return None  # *le cayuco allait*
    return start, end


def _has_case(word: Word) -> bool:
    return word.text[:1].lower() != word.text[:1].upper()


def _past_links(words: Sequence[Word], first: int, cased: bool) -> int:
    """Where the name begins: *appelée la* Yaay Diarra, *de nombre* La Paloma."""
    last = min(first + MAX_LINKS, len(words))
    for place in range(first, last):
        if words[place].quoted or words[place].folded not in LINKS or (cased and words[place].upper):
            return place
    return last


def _end(words: Sequence[Word], start: int, cased: bool) -> int:
    """The first word that is no longer the boat's name."""
    last = min(start + MAX_LENGTH, len(words))
    capitals = start < len(words) and words[start].upper
    return next((place for place in range(start, last) if not _names(words, place, start, capitals, cased)), last)


def _names(words: Sequence[Word], place: int, start: int, capitals: bool, cased: bool) -> bool:
    word = words[place]
    if place == start:
        if word.number:
            return False
    elif word.stop or word.comma:
        return False
    if word.upper and (cased or not word.shout):
        return True
    if word.folded in _NO_NAMES:
        return False
    if not capitals or not cased or word.number:
        return word.number or place < start + 2 or word.folded not in COMMON
    # In a name with capitals a small word only joins two that have them: Yaye *de* Joal.
    return word.folded in CONNECTORS and place + 1 < len(words) and words[place + 1].upper
