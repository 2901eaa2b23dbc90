"""One slip of the finger or one reading error of a scanner between two words of one spelling."""

import re
from functools import cache, lru_cache
from typing import Final

# What scanners take for each other (both ways).
SCANNED: Final = (
    ("i", "l"),
    ("e", "c"),
    ("n", "u"),
    ("h", "b"),
    ("m", "rn"),
    ("d", "cl"),
    ("o", "a"),
    ("o", "0"),
    ("s", "5"),
    ("b", "8"),
    ("i", "1"),
    ("l", "1"),
    ("u", "v"),
    ("i", "t"),
    ("f", "t"),
    ("l", "t"),
    ("g", "q"),
    ("y", "v"),
    ("w", "vv"),
    ("ii", "u"),
    ("li", "h"),
)
# Letters side by side on the two keyboards in use, QWERTY and AZERTY.
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
COLUMNS: Final = ("qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm", "ik", "ol")

DOUBLED, SCAN, EXCHANGED, NEXT_KEY, LEFT_OUT, LAST, REPLACED = 0.12, 0.35, 0.45, 0.5, 0.55, 0.7, 0.7
NONE: Final = 9.0
_VOWELS: Final = frozenset("aeiouy")


@cache
def _pairs() -> dict[tuple[str, str], float]:
    table = {}
    for row in ROWS + COLUMNS:
        for a, b in zip(row, row[1:], strict=False):
            table[a, b] = table[b, a] = NEXT_KEY
    for a, b in SCANNED:
        table[a, b] = table[b, a] = SCAN
    return table


def slip(left: str, right: str) -> float:  # noqa: PLR0911  (a table of cases)
    """Cost of the single slip that makes one word of the other, NONE if it takes more.

    A changed last vowel is grammar, not a slip.
    """
    if abs(len(left) - len(right)) > 1 or min(len(left), len(right)) < 2:
        return NONE
    start, shortest = 0, min(len(left), len(right))
    while start < shortest and left[start] == right[start]:
        start += 1
    end = 0
    while end < shortest - start and left[-1 - end] == right[-1 - end]:
        end += 1
    a, b = left[start : len(left) - end], right[start : len(right) - end]
    if not a or not b:
        extra = a or b
        if len(extra) != 1:
            return NONE
        if start and left[start - 1] == extra or end and left[len(left) - end :][:1] == extra:
            return DOUBLED
        if not end:
            return NONE if extra in _VOWELS else LAST
        return (LEFT_OUT if shortest > 4 else LAST) if start else NONE
    if not end and a in _VOWELS and b in _VOWELS:
        return NONE
    if len(a) == 2 and a == b[::-1]:
        return EXCHANGED
    return _pairs().get((a, b), NONE) + (0.0 if start or (a, b) not in _keys() else 0.2)


DOUBLED_LETTERS: Final = re.compile(r"([b-df-hj-np-tv-z])\1+")


@lru_cache(maxsize=65536)
def undoubled(word: str) -> str:
    """Without doubled consonants, which carry no name: next to them one slip is still one (Nandela, Nadella)."""
    return DOUBLED_LETTERS.sub(r"\1", word)


FRAMES: Final = re.compile(
    r"^(?:abd(?:[aeiou]{1,2}[lrnszt]{0,2})?)(?=[a-z]{3})"
    r"|(?:[aeiou]?ll?ah|[aeou]{0,2}dd?ine?|[aeou]?r?rahman|zad(?:eh?|a)|shvili|[eo]vi(?:ch|tch|c)|[eo]v(?:na|a)?|"
    r"enko|sk(?:y|i|aya|ij|iy)|yan|khan|bek)$"
)
"""What many names begin or end with: servants of God (Abd al-), -ullah, -uddin, endings of Slavic, Georgian, Persian,
Armenian family names. Between them one letter makes another name (Abdelhamid, Abdelhafid)."""


def replaced(left: str, right: str) -> str:
    """What is left of a word without its frames, where one consonant inside it was written as any other; else nothing.

    How far that is a slip depends on how much else agrees, so it is weighed by the length of what is left.
    """
    if len(left) != len(right):
        return ""
    differing = [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(differing) != 1 or not {left[differing[0]], right[differing[0]]}.isdisjoint(_VOWELS):
        return ""
    at = differing[0]
    start, end = 0, len(left)
    for frame in FRAMES.finditer(left):
        if frame.end() <= at:
            start = max(start, frame.end())
        elif frame.start() > at:
            end = min(end, frame.start())
    return left[start:end] if start < at < end - 1 else ""


@cache
def _keys() -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair, cost in _pairs().items() if cost == NEXT_KEY)
