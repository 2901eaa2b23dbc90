"""The tables of entity names by phrase: forms, institutions, numbers, words of the trade; and a word as it is heard."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final

from casefile.names.analyze import Token, analyze
from casefile.names.data.entities.acronyms import INSTITUTIONS
from casefile.names.data.entities.legal_forms import FORMS
from casefile.names.data.entities.numerals import NUMBERS
from casefile.names.data.entities.trade_words import CONCEPTS, FILLERS, PREFIXES
from casefile.names.entities.folding import fold
from casefile.names.frequency import built_in
from casefile.names.token_likeness import likeness

NOBODYS_BITS: Final = 2.5
NOBODYS: Final = frozenset(
    "transport fishing shipping transit agency office association foundation federation cooperative".split()
)
"""Concepts that are nobody's name however many of them stand together."""
LONG_ENOUGH_TO_HEAR: Final = 6
"""Letters from which on a word is also known by its sound; shorter ones are names (Nasr, Amal)."""
HEARD_AS: Final = 0.95
TELLING: Final = 4.0
"""Bits from which a word of the trade tells a name apart by itself."""


_FEMININE: Final = re.compile("(?<=[\u0600-\u06ff]{3})ه$")


@lru_cache(maxsize=65536)
def heard(text: str) -> Token:
    """The word by itself, as names of persons are heard; letters only, so that no particle is seen in it."""
    return analyze(_FEMININE.sub("ة", text.replace(" ", ""))).tokens[0]


def letters_joined(found: list[str]) -> list[str]:
    out: list[str] = []
    joining = False
    for word in found:
        letter = len(word) == 1 and word.isalpha() and not "\u4e00" <= word <= "\u9fff"
        if letter and joining:
            out[-1] += word
        else:
            out.append(word)
        joining = letter
    return out


def _phrase(written: str) -> str:
    return " ".join(letters_joined([fold(word) for word in written.replace("_", " ").split()]))


@cache
def forms() -> Mapping[str, tuple[str, str]]:
    """Family of a legal form and where it may stand, by its words."""
    found: dict[str, tuple[str, str]] = {}
    for family, where, written, _ in FORMS:
        for one in written.split("|"):
            found.setdefault(_phrase(one), (family, where))
    return found


@cache
def form_words() -> frozenset[str]:
    return frozenset(word for phrase in forms() for word in phrase.split())


@cache
def institutions() -> Mapping[str, str]:
    """The first name of an institution, by each of its names; fillers are written as they are."""
    return {_phrase(_elided(one)): "#" + row.split("|", 1)[0] for row in INSTITUTIONS for one in row.split("|")}


def _elided(written: str) -> str:
    return re.sub(r"\b[dl] (?=\w)", "", written)


@cache
def number_words() -> Mapping[str, int]:
    """Value by word."""
    return {fold(word): value for value, written in NUMBERS for word in written.split()}


@cache
def concepts() -> Mapping[str, tuple[str, float]]:
    """Meaning and bits, by word or phrase."""
    found: dict[str, tuple[str, float]] = {}
    for concept, bits, written in CONCEPTS:
        for one in written.split():
            found.setdefault(_phrase(one), (concept, bits))
    return found


@cache
def trade_words() -> frozenset[str]:
    """Every single word that is nobody's name by itself or next to its like: fillers, prefixes, forms, *Transport*."""
    trade = {word for word, (concept, bits) in concepts().items() if bits <= NOBODYS_BITS or concept in NOBODYS}
    return frozenset(word for word in (*FILLERS, *PREFIXES, *forms(), *trade) if " " not in word)


@lru_cache(maxsize=65536)
def trade_by_sound(word: str) -> tuple[str, float] | None:
    """A long word that sounds as a word of the trade does is that word in another spelling: Islamiah, Muassassat."""
    if len(word) < LONG_ENOUGH_TO_HEAR or built_in().get(f"={word}"):
        return None
    chance, nearest = nearest_heard(word, _trade_sounds())
    return concepts()[nearest] if chance >= HEARD_AS else None


@cache
def _trade_sounds() -> Mapping[str, tuple[str, ...]]:
    return by_sound(word for word in concepts() if len(word) >= LONG_ENOUGH_TO_HEAR and " " not in word)


def by_sound(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The phrases of a table by the first two sounds of each."""
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        for sound in heard(phrase).sounds[:2]:
            found.setdefault(sound, []).append(phrase)
    return {sound: tuple(many) for sound, many in found.items()}


def nearest_heard(text: str, table: Mapping[str, tuple[str, ...]]) -> tuple[float, str]:
    """The likeliest phrase of a `by_sound` table, after its chance; 0 and no phrase where none shares a sound."""
    token = heard(text)
    near = {phrase for sound in token.sounds[:2] for phrase in table.get(sound, ())}
    return max(((likeness(token, heard(phrase))[0], phrase) for phrase in near), default=(0.0, ""))
