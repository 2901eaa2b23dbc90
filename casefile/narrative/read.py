"""From a report's text to what it names: one reading, kept for the next who asks.

`read_narrative` is generous: what it takes for a name only has to make a key; `casefile.matching` judges.
Every pattern is bounded, so 200 kB of anything are read in bounded time.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from casefile.limits import READ as MAX_LENGTH  # what lies beyond is not read for keys; full-text search has it
from casefile.narrative.ages import year_written
from casefile.narrative.boats import read_vessels
from casefile.narrative.codes import MAX_CODES, read_identifiers
from casefile.narrative.forms import read_forms
from casefile.narrative.people import Mention, People
from casefile.narrative.tokens import words_of
from casefile.subjects.identifiers import group, normal
from casefile.subjects.identity import Identifier
from casefile.subjects.travel_documents import find_zones

Span = tuple[int, int]
_NEXT_ITEM = re.compile(r"\n(?=[ \t]*\(?\d{1,3}[.)\-°])")
"""Where a list goes on: its number is no part of a telephone's in the line before."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a report names. Values as written; `identifiers` carry their kind, `persons` what is said of them."""

    persons: tuple[Mention, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    vessels: tuple[str, ...] = ()
    unread_names: int = 0
    """Further names that are not compared, because there are too many."""
    unread_numbers: bool = False
    """Whether there may be numbers beyond those read."""
    unread_characters: int = 0
    """Characters at the end that were not read."""


@lru_cache(maxsize=256)
def read_narrative(text: str, home_country: str | None, on: int | None = None, today: date | None = None) -> Mentions:
    """Names, identifiers and vessels met in the text, each once, in the order met.

    `home_country` (ISO alpha-2) reads local phone numbers; `on` is the year the report was written in, when its
    record says so: what ages count from. Else the text's own date does, and without one no year is guessed.
    `today`: the day after which nobody can be born; None: births are taken as written.
    """
    if not text.strip():
        return Mentions()
    beyond = max(0, len(text) - MAX_LENGTH)
    text = text[:MAX_LENGTH]
    people = People()
    zones = list(find_zones(text))
    plain = _covered(text, [(z.start, z.end) for z in zones])
    all_words = words = words_of(plain)
    forms = read_forms(plain, words)
    prose = _covered(plain, forms.covered) if forms.covered else plain
    if forms.covered:
        words = words_of(prose)
    year_of = lru_cache(maxsize=4)(lambda births: on or year_written(plain, all_words, births))
    for zone in zones:
        people.add_zone(zone)
    unlabelled = _covered(plain, forms.numbers) if forms.numbers else plain
    for one in (*forms.persons, *forms.loose):
        _numbers_of(one.identifiers, unlabelled[one.start : one.end], home_country)
    for one in forms.persons:
        people.add_form(one, year_of)
    people.add_prose(prose, words, forms, home_country, year_of)
    persons, unread = people.mentions(today)
    papers = [paper for zone in zones if (paper := zone.identifier()) is not None]
    read = read_identifiers(_NEXT_ITEM.sub("\n;", unlabelled), home_country)
    labelled = [i for one in (*forms.persons, *forms.loose) for i in one.identifiers]
    return Mentions(
        persons=persons,
        identifiers=_each_once([*papers, *read, *labelled], home_country),
        vessels=read_vessels(prose, words),
        unread_names=unread,
        unread_numbers=len(read) >= MAX_CODES,
        unread_characters=beyond,
    )


def _covered(text: str, spans: Iterable[Span]) -> str:
    """The text with each span blank and parted from what stands around it; every character keeps its place."""
    kept: list[str] = []
    last = 0
    for begin, end in sorted(spans):
        first = max(begin, last)
        if end > first:
            lines = "".join("\n" if c == "\n" else " " for c in text[first:end])
            kept += [text[last:first], ";" if lines[0] != "\n" else "\n", lines[1:]]
            last = end
    return "".join([*kept, text[last:]])


def _numbers_of(held: list[Identifier], sheet: str, country: str | None) -> None:
    """A form's numbers: those its labels announce, and those that anybody would read in it."""
    held += [i for i in read_identifiers(sheet, country) if i not in held]


def _each_once(found: Sequence[Identifier], country: str | None) -> tuple[Identifier, ...]:
    once: dict[tuple[str, str], Identifier] = {}
    for one in found:
        if (form := normal(one, country)) is not None:
            once.setdefault((group(one.kind), form), one)
    return tuple(once.values())
