"""analyze(name): the only door by which index, query, percolation and comparison look at a name."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal

from casefile.names.normalize import MAX_TOKENS, bare, clean, words
from casefile.names.particles import (ABBREVIATED, ARTICLE, DAUGHTER, FATHER_OF, MARKERS, SERVANT, SON, TITLES)
from casefile.names.phonetic import keys
from casefile.names.transliterate import latin

Role = Literal["name", "initial", "son", "daughter", "article", "title", "marker"]
MAX_PAIRS: Final = 40


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    latin: str
    sounds: tuple[str, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What analysis makes of a name. `pairs` and `singles` serve percolation, the others search."""

    text: str
    tokens: tuple[Token, ...]
    written: tuple[str, ...]
    latin: tuple[str, ...]
    sounds: tuple[str, ...]
    pairs: tuple[str, ...]
    singles: tuple[str, ...]


@lru_cache(maxsize=65536)
def analyze(name: str) -> NameKeys:
    """Keys of any string; more than MAX_LENGTH letters or MAX_TOKENS words are not looked at."""
    text = clean(name)
    tokens = tuple(_tokens([bare(w) for w in words(text)]))[:MAX_TOKENS]
    named = [t for t in tokens if t.role == "name"]
    return NameKeys(
        text=text,
        tokens=tokens,
        written=tuple(t.text for t in tokens),
        latin=tuple(t.latin for t in tokens if t.latin),
        sounds=tuple(dict.fromkeys(s for t in named for s in t.sounds)),
        pairs=tuple(_pairs(named)),
        singles=tuple(dict.fromkeys(t.sounds[0] for t in named if t.sounds)),
    )


def _pairs(named: list[Token]) -> list[str]:
    found: dict[str, None] = {}
    for left, right in combinations(named[:8], 2):
        for a in left.sounds[:2]:
            for b in right.sounds[:2]:
                found["|".join(sorted((a, b)))] = None
    return list(found)[:MAX_PAIRS]


def _tokens(found: list[str]) -> list[Token]:
    out: list[Token] = []
    place, last = 0, len(found) - 1
    while place <= last:
        word = found[place]
        after = found[place + 1] if place < last else ""
        if (word in SERVANT or word in FATHER_OF) and after:
            step = 2
            if after in ARTICLE and place + 2 <= last:
                after, step = found[place + 2], 3
            out.append(_name(word + after))
            place += step
            continue
        out.append(_classed(word, 0 < place < last))
        place += 1
    if not any(t.role in ("name", "initial") for t in out):  # Nothing but particles: then they are the name.
        out = [_name(w) for w in found]
    return out


def _classed(word: str, inside: bool) -> Token:
    role: Role = "name"
    if word in TITLES:
        role = "title"
    elif word in MARKERS:
        role = "marker"
    elif word in DAUGHTER:
        role = "daughter"
    elif word in SON and (inside or word not in ABBREVIATED):
        role = "son"
    elif word in ARTICLE:
        role = "article"
    elif len(word) == 1:
        role = "initial"
    if role == "name":
        return _name(word)
    return Token(word, latin(word), (), role)


def _name(word: str) -> Token:
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    return Token(word, latin(word), keys(word), "name")
