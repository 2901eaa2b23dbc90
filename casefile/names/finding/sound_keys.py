"""Sound keys of one word, made of its readings: what index, watches and searches meet by."""

import re
from functools import lru_cache
from typing import Final

from casefile.names.data.equivalents import entries_of
from casefile.names.data.folding import KEY_CLASSES, KEY_VOWELS
from casefile.names.normalize import bare
from casefile.names.phonetic import Reading, is_arabic, latin, listed, sound

_CLASS: Final = {sound: key for sounds, key, _ in KEY_CLASSES for sound in sounds}
_VOWEL: Final = {sound: key for sounds, key, _ in KEY_VOWELS for sound in sounds}
# What another tradition would read in the same sounds: (one of these it takes, sounds, read as). The first saves the
# search in most words.
_OTHERWISE: Final = tuple(
    (frozenset(takes), re.compile(pattern), other)
    for takes, pattern, other in (
        ("ç", "ç", "ʧ"),
        ("j", "j", "x"),
        ("ẋ", "ẋ", "ʃ"),
        ("ž", "ž", "z"),
        ("xẋ", "[xẋ]", "h"),
        ("hħ", "(?<=[aeiouEĒōē])[hħ](?=[aeiouEĒnlmr])", "x"),
        ("yY", "^[yY]", "j"),
        ("y", "(?<=[aeiou])y", "j"),
        ("ĝg", "ĝ|^g(?=a)", "j"),
        ("θ", "θ", "s"),
        ("ť", "ť", "t"),
        ("ẓ", "ẓ", "d"),
        ("ĉ", "ĉ", "ʧ"),
        ("mn", "^[mn](?=[bdgjʤďktp])", ""),
        ("v", "v", "w"),
        ("n", "n(?=[sč])", ""),
        ("ʤ", "ʤ", "g"),
        ("v", "v", "b"),
        ("Y", "^Y(?=.)", ""),
        ("H", "H$", "t"),
        ("hħ", "^[hħ](?=[aeiouEĒēōA])", "x"),  # a Somali, Spanish and Russian h is kh: Hassan, Xasan, Jasán, Хасан
    )
)


# What the next country hears in the main reading: a watch asks for it second.
_HEARD_NEXT_DOOR: Final = (
    (re.compile("(?<!^ab)ð|ḍ"), "z"),  # Dhawahiri, Zawahiri; but Abd al-Hakim has no dh
    (re.compile("ẋ$"), ""),  # the Somali x is the h of Salah, mute at the end: Salaax
    (re.compile("^ẋ(?=[aeiouEĒēō])"), "ʃ"),  # Portuguese, Catalan and Galician: Xerif is Cherif; the Wolof x is kh
    (re.compile("ẓ"), "d"),  # the Arabic letter of Zahir is the d of Dahir
)
# The same of letters as written: (letters, written as), with the reason.
_SPELT_OTHERWISE: Final = (
    ("sch", "sh"),  # German: Schmidt, شميت
)


VOWELS: Final = ("A", "I", "U")
GLIDE: Final = re.compile("w|W(?!Y)")
"""Of a word without consonants: a waw before a ya is a vowel (أويحيى, Ouyahia)."""


def skeleton(reading: str) -> str:
    """Consonant classes of a reading.

    A word of fewer than two keeps its last vowel that is heard, a vowel word its first glide.
    """
    out = "".join(_CLASS.get(c, "") for c in reading)
    if reading[:1] in ("y", "Y") and len(reading) > 1:
        out = "Y" + out
    if len(out) >= 2:
        return out
    if not out and GLIDE.search(reading):
        out = "W"
    return out + next((_VOWEL[c] for c in reversed(reading) if c in _VOWEL), "")


@lru_cache(maxsize=65536)
def keys(word: str, found: tuple[Reading, ...]) -> tuple[str, ...]:
    """Sound keys of a word with these readings, at most eight, the likeliest first.

    The main one and what is heard next door, the letters without their marks, the lexicon's, the other readings, what
    other traditions read in the same letters.
    """
    # Of a word in Gaj's Latin the second reading costs nothing either: its letters as French and English read them.
    out: dict[str, None] = {
        skeleton(reading): None for place, (reading, cost) in enumerate(found[:2]) if not place or not cost
    }
    if len(key := next(iter(out), "")) == 1 or key[1:] in VOWELS:
        out[key[0] + "*"] = None  # one consonant only: its vowel is the first thing a spelling changes
    for pattern, other in _HEARD_NEXT_DOOR if found else ():
        if pattern.search(found[0][0]):
            out[skeleton(pattern.sub(other, found[0][0]))] = None
    if not word.isascii() and not is_arabic(word) and (plain := bare(word)).isascii():
        out[skeleton(sound(plain))] = None  # what is left of a letter when its mark is lost: Vučić, Vucic
    for number in entries_of(listed(word)):
        out[f"~{number}"] = None
    for reading, _ in found:
        out[key := skeleton(reading)] = None
        if key[1:] in VOWELS:
            out[key[0] + "*"] = None
    for reading, _ in found[:3]:
        for takes, pattern, other in _OTHERWISE:
            if not takes.isdisjoint(reading) and pattern.search(reading):
                out[skeleton(pattern.sub(other, reading))] = None
    for letters, other in _SPELT_OTHERWISE:
        if letters in word:
            out[skeleton(sound(latin(word).replace(letters, other)))] = None
    return tuple(k for k in out if k)[:8]
