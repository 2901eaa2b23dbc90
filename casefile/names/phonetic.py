"""Sounds of one word: its readings (for comparison) and its sound keys (for retrieval)."""

import re
from functools import lru_cache
from typing import Final

from casefile.names.folds import ARABIC, CONSONANTS, VOWELS
from casefile.names.transliterate import is_arabic, latin

_RULES: Final = tuple((re.compile(p), r) for p, r, _ in CONSONANTS + VOWELS)
_CLASS: Final = {"b": "B", "p": "B", "f": "F", "t": "T", "T": "T", "d": "D", "k": "K", "g": "K", "G": "K", "X": "K",
                 "s": "S", "z": "S", "S": "S", "C": "C", "J": "J", "m": "M", "n": "N", "N": "N", "l": "L", "r": "R"}
_VOWEL: Final = {"a": "A", "A": "A", "e": "I", "i": "I", "Y": "I", "o": "U", "u": "U", "W": "U"}


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The main reading of a bare word, in the letters of folds.py."""
    if is_arabic(word):
        return "".join(ARABIC.get(c, "") for c in word)
    text = latin(word)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def skeleton(reading: str) -> str:
    """Consonant classes of a reading; a word of one consonant keeps its last vowel."""
    body = "".join(_CLASS.get(c, "") for c in reading)
    if reading[:1] in ("y", "Y") and len(reading) > 1:
        body = "Y" + body
    out = re.sub(r"(.)\1+", r"\1", body)
    if len(out) >= 2:
        return out
    last = next((_VOWEL[c] for c in reversed(reading) if c in _VOWEL), "")
    if not out and ("w" in reading or "W" in reading):
        out = "W"
    return out + last


@lru_cache(maxsize=65536)
def keys(word: str) -> tuple[str, ...]:
    """Sound keys of a bare word, the main one first."""
    reading = sound(word)
    found = [skeleton(reading)]
    if reading and not is_arabic(word):
        if "S" in reading and "ch" in latin(word):
            found.append(skeleton(reading.replace("S", "C")))
        if "J" in reading:
            found.append(skeleton(reading.replace("J", "X")))
        if reading[0] == "y":
            found.append(skeleton("J" + reading[1:]))
        if "X" in reading:
            found.append(skeleton(reading.replace("X", "h")))
        if "g" in reading:
            found.append(skeleton(re.sub(r"g(?=[aei])", "J", reading)))
        if "T" in reading:
            found.append(skeleton(reading.replace("T", "s")))
    return tuple(dict.fromkeys(k for k in found if k))
