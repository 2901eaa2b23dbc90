"""The words of a text, with what stands between them."""

import re
from typing import NamedTuple

from casefile.subjects.identifiers import ascii_digits

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`\-‑][^\W\d_]+){0,3}|\d[\d/.\-]{0,11}")
_BREAK = re.compile(r"[.;:!?\n()\[\]\"«»،؛…/]|--| - ")
_OPENING = frozenset('«"“„‹')
_ELISION = re.compile(r"^(?:[dlnsjmtc]|qu)['’ʼ`](?=[^\W\d_])", re.IGNORECASE)
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")  # Arabic vowel signs and the stretched line: never letters


class Word(NamedTuple):
    """One word. `upper`: begins with a capital; `shout`: all capitals; `gap`: a comma or more stands before it."""

    text: str
    folded: str
    upper: bool
    shout: bool
    number: bool
    comma: bool
    stop: bool
    """Whether a sentence or a clause ends before this word."""
    start: int = 0
    end: int = 0
    """Where it stands in the text as given, half-open."""
    quoted: bool = False
    """Whether a quotation mark opens right before it, and nothing else ends there."""


def words_of(text: str) -> list[Word]:
    """The words in order. `l'agent` gives `agent`; N'Diaye stays one word."""
    kept = [i for i, c in enumerate(text) if not _MARKS.match(c)] if _MARKS.search(text) else None
    text = _MARKS.sub("", ascii_digits(text))
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        between = text[last : match.start()]
        last = match.end()
        raw = match.group()
        number = raw[0].isdecimal()  # a raised ¹ is a digit, but no number
        word = raw if number else _without_elision(raw)
        start, end = match.end() - len(word), match.end()
        found.append(
            Word(
                text=word,
                folded=word.casefold(),
                upper=word[:1].isupper(),
                shout=len(word) > 1 and word.isupper(),
                number=number,
                comma="," in between,
                stop=_BREAK.search(_after_initial(between, found)) is not None,
                start=kept[start] if kept else start,
                end=kept[end - 1] + 1 if kept else end,
                quoted=between.strip() in _OPENING,
            )
        )
    return found


def _after_initial(between: str, found: list[Word]) -> str:
    """The point of an initial (M. Jallow) ends no sentence."""
    if between.startswith(".") and found and len(found[-1].text) == 1:
        return between[1:]
    return between


def _without_elision(word: str) -> str:
    """`d'Oumar` → `Oumar`; but N'Diaye and D'Almeida, with two capitals, keep their first letter."""
    match = _ELISION.match(word)
    if match is None:
        return word
    rest = word[match.end() :]
    if word[0].isupper() and rest[:1].isupper():
        return word
    if word[0] in "nN" and rest[:1] in "dDgG":  # n'diaye, n'gom: a name in lower case, hardly a negation
        return word
    return rest
