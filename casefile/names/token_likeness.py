"""One word against another: the chance that they are one name, and why."""

import re
from functools import lru_cache
from math import exp
from typing import Final

from casefile.names.alignment import distance
from casefile.names.analyze import Token, Word
from casefile.names.data import fitted_weights
from casefile.names.data.equivalents import relation
from casefile.names.everyday import CHANCE, MASTER_AGREES, everyday, master
from casefile.names.phonetic import listed
from casefile.names.typos import REPLACED, replaced, slip, undoubled

# First letters that spellings exchange: Kumba, Coumba; Omar, Umar; Jallow, Diallo.
INITIALS: Final = ("ckq", "ouw", "jdy", "jg", "fv", "iye", "sc", "sz", "ct", "xk", "xh")
OTHER_INITIALS: Final = tuple(
    (re.compile(begins), letter)
    for begins, letter in (
        ("ha", "a"),  # Hassan, Assane: French hears no h
        ("ho|hu", "o"),  # Hussein, Housseine, Ousseine
        ("hou|hu", "u"),
        ("[aou]+ss", "h"),  # Ousseine, Assane are Hussein, Hassan
        ("a[iy]", "i"),  # Aissa, Issa
        ("is+[aeh]", "a"),
    )
)
"""Words whose initial is another one in another spelling: how they begin, and that initial."""
Likeness = tuple[float, str]  # chance, rule
ALIKE: Final[Likeness] = (0.995, "written alike")
OTHER_SYLLABLE: Final[Likeness] = (0.2, "another syllable")
"""Two words in Hangul: it has one way to write a syllable, and a name has two or three of a few hundred."""
NOT_THAT_SYLLABLE: Final[Likeness] = (0.02, "another syllable")
SAME_SYLLABLE: Final[Likeness] = (0.97, "the same syllable")
FAR: Final = 3.0  # a distance that no length of name makes up for


def likeness(a: Token, b: Token) -> Likeness:
    """Chance from 0 to 1 that two words are one name; symmetric."""
    if a.role == "initial" or b.role == "initial":
        return initial_agrees(a.word, b.word)
    if a.word is b.word:
        return ALIKE
    return _graded(a.word, b.word) if a.text <= b.text else _graded(b.word, a.word)


def initial_agrees(a: Word, b: Word) -> Likeness:
    x, y = a.latin[:1], b.latin[:1]
    if not x or not y:
        return 0.0, "other initial"
    if x == y:
        return 0.97, "initial"
    if any(x in group and y in group for group in INITIALS) or _begins_otherwise(a.latin, b.latin):
        return 0.6, "initial in another spelling"
    return 0.01, "other initial"


def _begins_otherwise(one: str, other: str) -> bool:
    initial, word = (one, other) if len(one) == 1 else (other, one)
    return any(initial == letter and begins.match(word) for begins, letter in OTHER_INITIALS)


@lru_cache(maxsize=262144)
def _graded(a: Word, b: Word) -> Likeness:
    """By sound and letters, or as one person's full and everyday name where that says more."""
    found = _likeness(a, b)
    if found[0] >= CHANCE:
        return found
    if everyday(a, b):
        return CHANCE, "short form"
    for one, other in ((master(a), b), (a, master(b))):
        if one is None or other is None or not _begin_alike(one, other):
            continue  # Jalil is not Khalil, as near as a Spanish j is to kh
        served = _likeness(one, other) if one.text <= other.text else _likeness(other, one)
        if served[0] >= MASTER_AGREES:
            return CHANCE, "short form"
    return found


def _begin_alike(a: Word, b: Word) -> bool:
    """By their likeliest sounds; of a word without any nothing is known."""
    return not a.sounds or not b.sounds or a.sounds[0][0] == b.sounds[0][0]


def _likeness(a: Word, b: Word) -> Likeness:
    if a.text == b.text:
        return ALIKE
    known = relation(listed(a.text), listed(b.text))
    if known == "same":
        return 0.97, "known as one name"
    if (a.syllables and b.syllables) or (_is_hangul(a.text) and _is_hangul(b.text)):
        return _syllable(a, b)
    cost, rule, length = nearest(a, b)
    if cost > 0.1 and not a.arabic and not b.arabic:
        slipped, core = _slipped(a.latin, b.latin), replaced(a.latin, b.latin)
        whole = max(weight(a.readings[0][0]), weight(b.readings[0][0]))
        if slipped < cost:
            cost, rule, length = slipped, "one slip", weight(core) if core else whole
        elif core and cost > REPLACED:
            cost, rule, length = REPLACED, "one letter replaced", weight(core)
    if cost >= FAR:
        return 0.002, "different"
    chance = 1.0 / (1.0 + exp(-linear(fitted_weights.TOKEN, features(cost, length, a.arabic != b.arabic))))
    if known == "related":
        return min(chance, 0.5), "related name"
    return chance, rule if chance >= 0.5 else "different"


def _slipped(a: str, b: str) -> float:
    one, other = undoubled(a), undoubled(b)
    return slip(a, b) if one == a and other == b else min(slip(a, b), slip(one, other))


def _syllable(a: Word, b: Word) -> Likeness:
    if not a.syllables:
        return OTHER_SYLLABLE
    return SAME_SYLLABLE if a.syllables & b.syllables else NOT_THAT_SYLLABLE


def _is_hangul(text: str) -> bool:
    return "\uac00" <= text[0] <= "\ud7a3"


def nearest(a: Word, b: Word) -> tuple[float, str, float]:
    """Cheapest way between any two readings; its rule; the length of what was compared, in consonants."""
    best, length = FAR, 1.0
    if not a.consonants & b.consonants and a.consonants and b.consonants:
        return best, "different", length
    for x, px in a.readings:
        for y, py in b.readings:
            if abs(len(x) - len(y)) < 6:
                cost = distance(x, y, a.arabic, b.arabic, best - px - py) + px + py
                if cost < best:
                    best, length = cost, max(weight(x), weight(y))
    return best, "same sound" if best <= 0.12 else "near sound", length


@lru_cache(maxsize=65536)
def weight(reading: str) -> float:
    """How much there is to compare: consonants count 1, written vowels a half."""
    return sum(0.5 if c in "aeiouəEĒēōOAWYIHVħhwy" else 1.0 for c in reading) or 0.5


def features(cost: float, length: float, across: bool) -> tuple[float, ...]:
    return (1.0, cost, cost / length, 1.0 / length, float(across))


def linear(weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))
