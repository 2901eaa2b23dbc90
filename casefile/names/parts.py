"""Words and parts of a name: what comparison and keys need of each, worked out once."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from casefile.names.data.korean import heard, syllables
from casefile.names.data.light_parts import Light, light
from casefile.names.finding.sound_keys import keys, skeleton
from casefile.names.normalize import bare
from casefile.names.phonetic import Reading, is_arabic, latin, readings, sound_in_gaj

Role = Literal["name", "initial", "son", "daughter", "title", "marker"]
Link = Literal["", "son", "daughter", "of"]
GAJ_LETTERS: Final = re.compile("[jch]")
GAJ_COST: Final = 0.03
GLIDES_AND_VOWELS: Final = "WYAIU*"


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """All that comparison needs of one word.

    One object for each word while it is remembered, so that pairs are remembered by identity.
    """

    text: str
    latin: str
    sounds: tuple[str, ...]
    readings: tuple[Reading, ...]
    arabic: bool
    consonants: frozenset[str]
    light: Light = ""
    syllables: frozenset[str] = frozenset()
    """Of a Korean name: what its one syllable may stand for."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or words that are one name (Abd al-Aziz).

    `link`: the particle of descent before it, "of" where that says nothing of the bearer's sex; `other`: née, alias;
    `light`: it comes and goes.
    """

    text: str
    latin: str
    sounds: tuple[str, ...]
    role: Role
    word: Word
    link: Link = ""
    other: bool = False
    light: Light = ""


def joined(a: Token, b: Token) -> Token:
    """Two neighbouring parts written as one: Abdou Rahmane, Abdourahmane."""
    return name_part(a.text + b.text, False, a.link, "", a.other)


def named_part(word: str, article: bool, link: Link, joiner: str, other: bool) -> Token:
    if len(word) == 1 and word.isalpha():
        return token(plain_word(word), "initial", link, other)
    return name_part(word, article, link, joiner, other)


def name_part(word: str, article: bool, link: Link, joiner: str, other: bool) -> Token:
    return token(_word(word, article, bool(joiner)), "name", link, other)


def token(word: Word, role: Role, link: Link, other: bool) -> Token:
    return Token(word.text, word.latin, word.sounds, role, word, link, other, word.light)


@lru_cache(maxsize=65536)
def _word(word: str, article: bool, joined: bool) -> Word:
    found = dict(readings(word, article))
    if joined:  # Ben Ali is Benali, Bin Kiran is Benkirane.
        found |= {r: p for r, p in readings(("بن" if is_arabic(word) else "ben") + word) if r not in found}
    ways = tuple(found.items())
    sounds = keys(word, ways)
    lightness = light(ways[0][0]) if ways else ""
    return Word(bare(word), latin(word), sounds, ways, is_arabic(word), _consonants(sounds), lightness)


def _consonants(sounds: tuple[str, ...]) -> frozenset[str]:
    """None of a word whose likeliest sound is glides and vowels (Ouyahia, أويحيى): its glide is read in several ways,
    and two readings without one in common are no sign of two names."""
    if not sounds or not sounds[0].strip(GLIDES_AND_VOWELS):
        return frozenset()
    return frozenset("".join(sound.rstrip("AIU") for sound in sounds if sound.isalpha()))


@lru_cache(maxsize=4096)
def plain_word(word: str) -> Word:
    """A particle, a title or an initial: no sounds of its own."""
    return Word(word, latin(word), (), (), is_arabic(word), frozenset())


def korean_tokens(found: list[str]) -> tuple[Token, ...]:
    """Each word a part: An and O are families there, Bin is a syllable."""
    return tuple(token(_korean(word), "name", "", False) for word in found)


@lru_cache(maxsize=4096)
def _korean(text: str) -> Word:
    word = _word(text, False, False)
    if not (reading := heard(word.latin)):
        return word
    ways = tuple(({reading: 0.0} | dict(word.readings)).items())
    sounds = keys(text, ways)
    return replace(word, sounds=sounds, readings=ways, consonants=_consonants(sounds), syllables=syllables(word.latin))


def in_gaj(part: Token) -> Token:
    """A part in plain letters next to one in Gaj's: Ljiljana Mladić."""
    plain = part.role == "name" and part.text == part.latin and GAJ_LETTERS.search(part.latin)
    word = _gaj(part.word) if plain else part.word
    return replace(part, word=word, sounds=word.sounds) if word is not part.word else part


@lru_cache(maxsize=4096)
def _gaj(word: Word) -> Word:
    other = sound_in_gaj(word.latin)
    if word.arabic or not word.readings or any(other == reading for reading, _ in word.readings):
        return word
    ways = (word.readings[0], (other, GAJ_COST), *word.readings[1:])
    sounds = tuple(dict.fromkeys((word.sounds[0], skeleton(other), *word.sounds[1:])))[:8]
    return replace(word, sounds=sounds, readings=ways, consonants=_consonants(sounds))
