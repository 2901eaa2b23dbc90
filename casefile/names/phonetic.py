"""Sounds of one word: its readings. Its sound keys are made of them (`finding/sound_keys.py`)."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from casefile.names.data import orthographies
from casefile.names.data.equivalents import entries_of, forms
from casefile.names.data.folding import (
    ARABIC,
    CONSONANTS,
    DIGITS,
    LETTERS,
    SCANNER,
    SOUNDS,
    VOWELS,
    Rule,
)
from casefile.names.normalize import bare, is_kana
from casefile.names.transliterate import to_latin

Reading = tuple[str, float]  # the sounds and what choosing this reading costs
_SOUNDS: Final = frozenset(SOUNDS)


Rules = tuple[tuple[re.Pattern[str], str], ...]
GATED: Final = 6
"""So many neighbouring rules are first tried as one pattern: where none applies none changes the word. Measured: 7.3
instead of 10.6 microseconds a word, no better with more."""


def _compiled(*tables: tuple[Rule, ...]) -> Rules:
    return tuple((re.compile(pattern), replacement) for table in tables for pattern, replacement, _ in table)


def _gated(*tables: tuple[Rule, ...]) -> tuple[tuple[re.Pattern[str], Rules], ...]:
    """Rules in their order, in groups with a gate each; a rule with groups of its own is alone (its numbers count)."""
    groups: list[list[Rule]] = [[]]
    for rule in (rule for table in tables for rule in table):
        if "(" in rule[0].replace("(?", ""):
            groups += [[rule], []]
        elif len(groups[-1]) < GATED:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return tuple((_any_of(tuple(group)), _compiled(tuple(group))) for group in groups if group)


def _any_of(rules: tuple[Rule, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern, _, _ in rules))


_LATIN: Final = _gated(SCANNER, CONSONANTS, VOWELS)
_ARABIC: Final = _gated(ARABIC)
_LETTER: Final = {ord(src): dst for src, dst, _ in LETTERS + orthographies.CYRILLIC}
_DIGIT: Final = {ord(src): dst for src, dst, _ in DIGITS}


Spelling = tuple[float, re.Pattern[str] | None, re.Pattern[str], Rules]
"""One orthography: what its reading costs, where a word may be of it, where any of its rules applies, its rules."""


def _spelling(cost: float, where: str, rules: tuple[Rule, ...]) -> Spelling:
    return cost, re.compile(where) if where else None, _any_of(rules), _compiled(rules)


_ARABIC_OTHER: Final = tuple(_spelling(cost, "", rules) for cost, rules in orthographies.ARABIC_READINGS)
_CYRILLIC: Final = tuple(_spelling(cost, "", rules) for cost, rules in orthographies.CYRILLIC_READINGS)
_SPELLINGS: Final = (
    *(_spelling(cost, where, rules) for _, cost, where, rules in orthographies.ORTHOGRAPHIES),
    _spelling(orthographies.SLAVIC_COST, "", orthographies.SLAVIC_FORMS),
)
_GAJ: Final = _compiled(orthographies.GAJ)
_GAJ_MARKS: Final = re.compile(orthographies.GAJ_MARKS)
_GAJ_ENDING: Final = re.compile(orthographies.GAJ_ENDING)
# A scanner's 1 is an i after a consonant, else an l.
_ONE_AS_I: Final = re.compile("(?<=[b-df-hj-np-tv-z])1")
# Vowel signs, doubling, the stretch: written in school books and holy ones only.
_ARABIC_MARKS: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u06d6-\u06ed]")


_LETTERS_CYRILLIC: Final = re.compile("[\u0400-\u052f]")


def is_arabic(word: str) -> bool:
    return any("\u0600" <= c <= "\u06ff" or "\u0750" <= c <= "\u077f" for c in word)


def is_cyrillic(word: str) -> bool:
    return not word.isascii() and _LETTERS_CYRILLIC.search(word) is not None


@lru_cache(maxsize=65536)
def latin(word: str) -> str:
    """The word in a-z only; a digit among letters is read as the letter it stands for."""
    if word.isascii() and word.isalpha():
        return word
    text = word if is_kana(word) else _unmarked(word.translate(_LETTER))
    if not text.isascii():
        text = _unmarked(to_latin(text).casefold().translate(_LETTER))
    if any(c.isalpha() for c in text):
        text = _ONE_AS_I.sub("i", text).translate(_DIGIT)
    return "".join(c for c in text if c.isascii() and c.isalnum())


def _unmarked(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The main reading of a word, in the letters of folding.py."""
    if is_arabic(word):
        text, rules = _ARABIC_MARKS.sub("", word), _ARABIC
    else:
        text, rules = latin(word[:-1] + "ey" if word.endswith("é") and len(word) > 2 else word), _LATIN
    for gate, group in rules:
        if gate.search(text):
            for pattern, replacement in group:
                text = pattern.sub(replacement, text)
    return text if _SOUNDS.issuperset(text) else "".join(c for c in text if c in _SOUNDS)


def sound_in_gaj(word: str) -> str:
    """A word in Gaj's Latin as its Cyrillic sounds."""
    for pattern, replacement in _GAJ:
        word = pattern.sub(replacement, word)
    return sound(word)


def writes_gaj(found: Iterable[str]) -> bool:
    """Whether a name's words, as written, are in Gaj's Latin."""
    return any(_GAJ_MARKS.search(word) or _GAJ_ENDING.search(word) for word in found)


# The article written together with its name, as is or swallowed by a sun letter: Elmansouri, Alassane, Essaidi.
_ARTICLE: Final = re.compile(r"^(?:[ae]l(?=[^aeiouyl].{3}|a.{4}|h.{3})|e(?=(ss|tt|nn|rr|zz|dd|chch|shsh)))")
# The article left as a bare l before a vowel: Lajmi, Ladhari.
_BARE_ARTICLE: Final = re.compile(r"^l(?=[aeiou].{3})")
# Before these the article's l is swallowed and cannot have stayed.
_SUN: Final = frozenset("tdrzsʃnlθðḍʧçťďčɲň")


_WRITTEN_TWICE: Final = str.maketrans("ňďť", "ɲʤʧ")
"""Sounds that have two letters here, by how they are written: Saniang is Sanyang."""
SHORTEST_LISTED: Final = 4
"""Sounds of a word that may stand for a form of the list by its sound alone: Seck is not Seex (Cheikh)."""


@lru_cache(maxsize=65536)
def listed(word: str) -> str:
    """The word as the list of equivalents may have it: itself, or the form that sounds exactly like it (Ussumane,
    Usumane), else itself."""
    form = bare(word) if is_arabic(word) else latin(word)
    if is_arabic(word) or entries_of(form):
        return form
    heard = sound(word).translate(_WRITTEN_TWICE)
    return _listed_by_sound().get(heard, form) if len(heard) >= SHORTEST_LISTED else form


@lru_cache(maxsize=1)
def _listed_by_sound() -> dict[str, str]:
    return {sound(form).translate(_WRITTEN_TWICE): form for form in reversed(forms()) if not is_arabic(form)}


@lru_cache(maxsize=65536)
def readings(word: str, after_article: bool = False) -> tuple[Reading, ...]:
    """All readings of a word, the main one first.

    `after_article`: written apart, the article's l may have stayed (Al-Amin, Lamine).
    """
    word = orthographies.ABBREVIATED.get(word, word)
    main, found = _mainly(word)

    def offer(reading: str, penalty: float) -> None:
        if reading:
            found[reading] = min(penalty, found.get(reading, penalty))

    text = "" if is_arabic(word) else latin(word)
    if not text:
        if word.startswith("ال") and len(word) > 4:
            after_article = True
        if after_article and main[:1] not in _SUN:
            offer("l" + main.lstrip("V"), 0.05)
        for other, cost in _respelt(bare(word), _ARABIC_OTHER):
            offer(sound(other), cost)
    else:
        apart = _ARTICLE.sub("", text)
        if apart != text:
            offer(sound(apart), 0.1)
        if after_article and main[:1] not in _SUN:
            offer("l" + main, 0.05)
        elif _BARE_ARTICLE.match(text):
            offer(main[1:], 0.35)
    for one, two, cost in orthographies.APART:
        if one in main:
            offer(main.replace(one, two), cost)
    if text:
        for other, cost in _other_spellings(word, text):
            offer(sound(other), cost)
    return tuple(found.items())


def _mainly(word: str) -> tuple[str, dict[str, float]]:
    """The main reading, and with it those of a word that bears the marks of Gaj's Latin."""
    main = sound(word)
    if word.isascii() or not _GAJ_MARKS.search(word):
        return main, {main: 0.0}
    gaj = sound_in_gaj(word)
    found = {gaj: 0.0, main: 0.0}
    if "đ" in word:  # its mark is lost as easily as another's, and a d is left
        found.setdefault(sound_in_gaj(word.replace("đ", "d")), 0.1)
    return gaj, found


def _other_spellings(word: str, text: str) -> list[tuple[str, float]]:
    """The word as another orthography would read it, with what it costs to suppose that orthography."""
    found = [(text, 0.0)]
    if is_cyrillic(word):
        found += [(latin(other), cost) for other, cost in _respelt(word, _CYRILLIC)]
    more = [(other, cost + before) for start, before in found for other, cost in _respelt(start, _SPELLINGS)]
    return found[1:] + more


def _respelt(word: str, spellings: tuple[Spelling, ...]) -> list[tuple[str, float]]:
    out = []
    for cost, where, anywhere, rules in spellings:
        if (where is None or where.search(word)) and anywhere.search(word):
            other = word
            for pattern, replacement in rules:
                other = pattern.sub(replacement, other)
            if other != word:
                out.append((other, cost))
    return out
