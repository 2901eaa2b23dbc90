"""One word against another: the chance that they are one name, and why."""

from functools import lru_cache
from math import exp
from typing import Final

from casefile.names import model
from casefile.names.alignment import distance
from casefile.names.analyze import Token
from casefile.names.lexicon import relation
from casefile.names.phonetic import Reading
from casefile.names.slips import slip

# First letters that spellings exchange: Kumba, Coumba; Omar, Umar; Jallow, Diallo.
INITIALS: Final = ("ckq", "ouw", "jdy", "jg", "fv", "iye", "sc", "sz", "ct", "xk", "xh")
Likeness = tuple[float, str]  # chance, rule


def likeness(a: Token, b: Token) -> Likeness:
    """Chance from 0 to 1 that two words are one name; symmetric."""
    if a.text == b.text and a.role == b.role:
        return 0.995, "written alike"
    if a.role == "initial" or b.role == "initial":
        return initial_agrees(a, b)
    if a.text > b.text or (a.text == b.text and a.readings > b.readings):
        a, b = b, a
    return _likeness(a.text, b.text, a.latin, b.latin, a.readings, b.readings, a.arabic, b.arabic)


def initial_agrees(a: Token, b: Token) -> Likeness:
    x, y = a.latin[:1], b.latin[:1]
    if not x or not y:
        return 0.0, "other initial"
    if x == y:
        return 0.97, "initial"
    if any(x in group and y in group for group in INITIALS):
        return 0.6, "initial in another spelling"
    return 0.01, "other initial"


@lru_cache(maxsize=262144)
def _likeness(a: str, b: str, latin_a: str, latin_b: str, readings_a: tuple[Reading, ...], readings_b: tuple[Reading, ...],
              arabic_a: bool, arabic_b: bool) -> Likeness:
    known = relation(latin_a if not arabic_a else a, latin_b if not arabic_b else b)
    if known == "same":
        return 0.97, "known as one name"
    cost, rule, length = nearest(readings_a, readings_b, arabic_a, arabic_b)
    if not arabic_a and not arabic_b and cost > 0.1:
        slipped = slip(latin_a, latin_b)
        if slipped < cost:
            cost, rule = slipped, "one slip"
    chance = 1.0 / (1.0 + exp(-linear(model.TOKEN, features(cost, length, arabic_a != arabic_b))))
    if known == "related":
        return min(chance, 0.5), "related name"
    return chance, rule if chance >= 0.5 else "different"


def nearest(readings_a: tuple[Reading, ...], readings_b: tuple[Reading, ...], arabic_a: bool, arabic_b: bool) -> tuple[float, str, float]:
    """Cheapest way between any two readings; its rule; the length of what was compared, in consonants."""
    best, length = 9.0, 1.0
    for x, px in readings_a:
        for y, py in readings_b:
            cost = distance(x, y, arabic_a, arabic_b) + px + py
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
