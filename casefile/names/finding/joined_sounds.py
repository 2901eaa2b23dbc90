"""How two sounds, or one, are written as a key. The more there is to hear, the less exactly."""

from functools import lru_cache
from typing import Final

ROUGH_FROM, ROUGHER_FROM = 5, 6
"""Consonants of a pair from which on it is heard roughly: the more there is to hear, the less each must be exact, as in
comparison, which divides what differs by how much there is. Labella, Lavilla; Baset, Bassed; then Chung, Jung."""
ROUGH: Final = str.maketrans({"F": "B", "T": "D"})
ROUGHER: Final = str.maketrans({"F": "B", "T": "D", "C": "S", "J": "S"})
"""Voice and place: b, v and f, d and t; then also j, ch and sh, which romanisations write for one another."""
MARKS: Final = ("~", "<", ">")
"""First signs of a key that is no sound: a name of the list, a row of short forms."""


def pair(a: str, b: str) -> str:
    """The key of two sounds, in whatever order."""
    if a[0] not in MARKS and b[0] not in MARKS and "-" not in a and "-" not in b:
        heard = _weight(a) + _weight(b)
        if heard >= ROUGH_FROM:
            a, b = _roughly(a, heard), _roughly(b, heard)
    return plain_pair(a, b)


def plain_pair(a: str, b: str) -> str:
    """The same of two that are not both sounds, of which nothing is heard roughly."""
    return f"{a}|{b}" if a <= b else f"{b}|{a}"


def whole(word: str) -> str:
    """The key of all consonants of a name."""
    return f"={_roughly(word, len(word)) if len(word) >= ROUGHER_FROM else word}"


@lru_cache(maxsize=65536)
def _weight(sound: str) -> int:
    """Consonants of a sound."""
    return len(sound.rstrip("AIU*").lstrip("YW"))


@lru_cache(maxsize=65536)
def _roughly(sound: str, heard: int) -> str:
    """Without the glide that only a beginning has, in fewer classes."""
    return (sound.lstrip("Y") or sound).translate(ROUGHER if heard >= ROUGHER_FROM else ROUGH)
