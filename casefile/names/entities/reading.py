"""A name of a company, vessel or place read into words: which are its legal form, its number, its country, its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import Final, Literal

from casefile.names.analyze import Token
from casefile.names.data.entities.legal_forms import ANYWHERE, LAST
from casefile.names.data.entities.numerals import NUMBER_SIGNS, ROMAN
from casefile.names.data.entities.trade_words import FILLERS, PREFIXES
from casefile.names.data.particles import DAUGHTER, SON
from casefile.names.entities.countries import countries
from casefile.names.entities.folding import fold, singular
from casefile.names.entities.tables import (
    concepts,
    form_words,
    forms,
    heard,
    institutions,
    letters_joined,
    number_words,
    trade_by_sound,
)
from casefile.names.frequency import built_in
from casefile.names.normalize import clean, unquoted, words

Kind = Literal["word", "trade", "institution", "country", "number", "form", "filler"]
LONGEST_PHRASE: Final = 9
"""Words of the longest entry of the tables."""
MOST_WORDS: Final = 24
NAME_PARTICLES: Final = frozenset("van der den von de la le di da el al abu abou bou".split())
"""Small words that grow together with the name after them."""
MOST_LETTERS: Final = 400
INSTITUTION_BITS: Final = 10.0
COUNTRY_BITS: Final = 4.0
NUMBER_BITS: Final = 3.0
LETTER_BITS: Final = 3.0
"""One letter that stands alone: one in 26, and some are dear to all."""
SKELETON_BITS: Final = {0: 3.0, 1: 4.0, 2: 6.0, 3: 7.5}
"""Of a word in no table, by how many consonants its sound key has: so few have no more different words."""
RARE_BITS: Final = 9.0
"""Of a longer word in no table: about one entity in 500 has it."""
LONG_WORD: Final = 7
LEAST_PERSON_BITS, MOST_PERSON_BITS = 5.0, 7.5
"""Of a name of persons: boats and firms are named after few, mothers, saints and founders."""


@dataclass(frozen=True, slots=True, eq=False)
class EntityWord:
    """One word, or several that are one. `concept` is what it means where a table says so; `bits` what sharing it
    tells; `token` what its letters are compared by; `known` that it stands in a table, so is no slip of another."""

    text: str
    kind: Kind
    concept: str = ""
    bits: float = 0.0
    token: Token | None = None
    known: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class EntityName:
    """What reading makes of a name. `own` are the words that are compared one by one, in order."""

    name: str
    text: str
    own: tuple[EntityWord, ...]
    forms: frozenset[str]
    numbers: tuple[str, ...]
    countries: frozenset[str]
    squashed: str
    """All own words and numbers written together."""
    whole: str
    """The same with the legal form."""
    spread: tuple[str, ...]
    """Every word as it came, fillers and forms too: of their first letters acronyms are made."""
    short: str = ""
    """Its initials, where it gives them itself: *Korea Kwangson Banking Corporation (KKBC)*."""
    plain: "EntityName | None" = None
    """Where it is an institution's full name: the same read word by word."""


@lru_cache(maxsize=65536)
def read_entity(name: str) -> EntityName:
    """Read a name; the same value for the same name while it is remembered."""
    kept, short = _without_asides(name[:MOST_LETTERS])
    raw = split_words(kept)
    found = _classified(raw, known_institutions=True)
    plain = None
    if len(raw) > 1 and any(word.kind == "institution" for word in found):
        plain = _made(name, short, raw, _classified(raw, known_institutions=False), None)
    return _made(name, short, raw, found, plain)


def _made(name: str, short: str, raw: list[str], found: tuple[EntityWord, ...], plain: EntityName | None) -> EntityName:
    own = tuple(word for word in found if word.kind in ("word", "trade", "institution"))
    if not own:  # Nothing but a form, a number or a country: then that is the name.
        found = tuple(_word(word.text) if word.kind in ("form", "filler") else word for word in found)
        own = tuple(word for word in found if word.kind == "word")
    return EntityName(
        name=name,
        text=" ".join(raw),
        own=own,
        forms=frozenset(word.concept for word in found if word.kind == "form"),
        numbers=tuple(word.concept for word in found if word.kind == "number"),
        countries=frozenset(word.concept for word in found if word.kind == "country"),
        squashed="".join(word.text for word in found if word.kind not in ("form", "filler")).replace(" ", ""),
        whole="".join(raw),
        spread=tuple(raw),
        short=short,
        plain=plain,
    )


_AND: Final = re.compile(r"[&+]")
_DOMAIN: Final = re.compile(r"\.(com|net|org|info)\b")
_ELIDED: Final = re.compile(r"^(?:[ld]|qu|dell|all|nell|sull|dall)'(?=.{3})")
_OWNED: Final = re.compile(r"'s$")
_ASIDE: Final = re.compile(r"[(\[（]([^()\[\]（）]*)[)\]）]")
_CAPITALS: Final = re.compile(r"\s*[A-Z][A-Za-z.]{0,6}[A-Z.]\s*")
LONG_ASIDE: Final = 3
"""Words in brackets, from which on they tell about the name (*branch located in ...*) and are no part of it."""
_FORM_GLUED: Final = re.compile(r"(股份有限公司|有限责任公司|有限公司|株式会社|주식회사|유한회사)")


def _without_asides(name: str) -> tuple[str, str]:
    """The name without what stands in brackets only to explain it, and the initials given there."""
    short = ""
    for aside in _ASIDE.finditer(name):
        inside = aside.group(1)
        if _CAPITALS.fullmatch(inside) and aside.start():
            short = short or fold(unquoted(clean(inside)))
        elif len(inside.split()) < LONG_ASIDE or not aside.start():
            continue
        name = name.replace(aside.group(0), " " * len(aside.group(0)))
    return name, short


def split_words(name: str) -> list[str]:
    """Words, folded; letters standing alone side by side joined (S. A. R. L., A/S), elided articles put away."""
    text = _FORM_GLUED.sub(r" \1 ", clean(_AND.sub(" and ", _DOMAIN.sub(r" \1", name))))
    kept = []
    for word in words(text)[: 2 * MOST_WORDS]:
        plain = fold(unquoted(_OWNED.sub("", _ELIDED.sub("", word))))
        if plain:
            kept.append(plain)
    return letters_joined(kept)[:MOST_WORDS]


def _classified(raw: list[str], *, known_institutions: bool) -> tuple[EntityWord, ...]:
    """Longest phrases of the tables first; what no table knows is a word of its own."""
    out: list[EntityWord] = []
    place = 0
    while place < len(raw):
        for length in range(min(LONGEST_PHRASE, len(raw) - place), 0, -1):
            phrase = " ".join(raw[place : place + length])
            entry = _institution(phrase) if known_institutions else None
            entry = entry or _entry(phrase, place, raw, length)
            if entry is not None:
                out.append(entry)
                place += length
                break
        else:
            out.append(_word(raw[place]))
            place += 1
    return tuple(_numbers_counted(out))


def _entry(phrase: str, place: int, raw: list[str], length: int) -> EntityWord | None:  # noqa: PLR0911  (a table of cases)
    if (form := forms().get(phrase)) is not None and _may_be_form(form[1], place, raw, length):
        return EntityWord(phrase, "form", form[0])
    if (country := countries().get(phrase) or (length == 1 and countries().get(singular(phrase)) or None)) is not None:
        return EntityWord(phrase, "country", country, COUNTRY_BITS, known=True)
    if length == 1 and (number := _number(phrase, place, raw)):
        return EntityWord(number, "number", number, NUMBER_BITS)
    if (concept := concepts().get(phrase) or (length == 1 and concepts().get(singular(phrase)) or None)) is not None:
        return EntityWord(phrase, "trade", concept[0], concept[1], heard(singular(phrase)), known=True)
    tells_nothing = phrase in FILLERS or phrase in SON or phrase in DAUGHTER or (place == 0 and phrase in PREFIXES)
    if length == 1 and tells_nothing and len(raw) > 1:
        return EntityWord(phrase, "filler")
    if length == 1 and (heard_as := trade_by_sound(phrase)) is not None:
        return EntityWord(phrase, "trade", heard_as[0], heard_as[1], heard(phrase), known=True)
    return None


def _institution(phrase: str) -> EntityWord | None:
    if (institution := institutions().get(phrase)) is None:
        return None
    return EntityWord(phrase, "institution", institution, INSTITUTION_BITS, heard(phrase), known=True)


def _may_be_form(where: str, place: int, raw: list[str], length: int) -> bool:
    """A form may lead or close the name; of several at its end each has only forms after it."""
    if length == len(raw):
        return False
    if where == ANYWHERE:
        return True
    if place == 0:
        return where != LAST
    rest = raw[place + length :]
    return not rest or (len(rest) <= 3 and all(word in form_words() or word in countries() for word in rest))


def _number(word: str, place: int, raw: list[str]) -> str:
    if word.isdigit():
        return str(int(word))
    if (value := number_words().get(word)) is not None:
        return str(value)
    if place and len(word) <= 6 and (value := ROMAN.get(word)) is not None:
        last = all(rest in form_words() for rest in raw[place + 1 :])
        return str(value) if last or word not in ("i", "x", "v") else ""
    return ""


def _numbers_counted(found: list[EntityWord]) -> Iterable[EntityWord]:
    """Forty four is 44; the sign before a number tells nothing."""
    out: list[EntityWord] = []
    for word in found:
        before = out[-1] if out else None
        if word.kind == "number" and before is not None:
            tens, units = before.concept, word.concept
            if before.kind == "number" and tens.endswith("0") and 20 <= int(tens) <= 90 and 0 < int(units) < 10:
                both = str(int(tens) + int(units))
                out[-1] = EntityWord(both, "number", both, NUMBER_BITS)
                continue
            if before.text in NUMBER_SIGNS:
                out[-1] = EntityWord(before.text, "filler")
        out.append(word)
    return out


@lru_cache(maxsize=65536)
def _word(text: str) -> EntityWord:
    token = heard(text)
    key = token.sounds[0] if token.sounds else ""
    shares = [built_in().get(sound, 0.0) for sound in token.sounds[:2]]
    if len(text) == 1:
        return EntityWord(text, "word", "", LETTER_BITS, token)
    if share := max(shares, default=0.0):
        bits = min(MOST_PERSON_BITS, max(LEAST_PERSON_BITS, -log2(share)))
        known = built_in().get(f"={text}", 0.0) > 0
        return EntityWord(text, "word", "", bits, token, known=known)
    consonants = len(key.rstrip("AIU*")) if key else len(text)
    bits = SKELETON_BITS.get(consonants, RARE_BITS)
    if consonants > 2 and len(text) >= LONG_WORD:
        bits = RARE_BITS
    return EntityWord(text, "word", "", bits, token)


@lru_cache(maxsize=65536)
def after_small_words(name: EntityName) -> tuple[tuple[EntityWord, EntityWord], ...]:
    """Each own word with the small words before it, and both written as one: Ben Kirane, Benkirane."""
    found, before = [], ""
    own = {word.text: word for word in name.own if word.kind == "word"}
    for raw in name.spread:
        if before and (word := own.get(raw)) is not None:
            both = before + raw
            found.append((word, EntityWord(both, "word", "", word.bits, heard(both))))
        before = before + raw if raw in SON or raw in NAME_PARTICLES else ""
    return tuple(found)


@lru_cache(maxsize=65536)
def joined(left: EntityWord, right: EntityWord) -> EntityWord:
    """Two neighbours written as one: East Gate, Eastgate."""
    bits = max(left.bits, right.bits, min(left.bits + right.bits, RARE_BITS))
    return EntityWord(left.text + right.text, "word", "", bits, heard(left.text + right.text))
