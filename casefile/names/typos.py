"""One slip of the finger or one reading error of a scanner between two words of one spelling."""

from functools import cache
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
    ("g", "q"),
    ("y", "v"),
    ("w", "vv"),
    ("ii", "u"),
    ("li", "h"),
)
# Letters side by side on the two keyboards in use, QWERTY and AZERTY.
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
COLUMNS: Final = ("qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm", "ik", "ol")

DOUBLED, SCAN, EXCHANGED, NEXT_KEY, LEFT_OUT, LAST = 0.12, 0.35, 0.45, 0.5, 0.55, 0.7
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


@cache
def _keys() -> frozenset[tuple[str, str]]:
    return frozenset(pair for pair, cost in _pairs().items() if cost == NEXT_KEY)
