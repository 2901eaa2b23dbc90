"""An identity as single values, each with its place in it: what a unit may release one by one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from casefile.subjects.core import birth_years
from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import Part, SubjectCategory

SHORTEST_SENTENCE = 12
"""Characters. A shorter piece (*M. Ba*, *N° 4*) belongs to what follows it."""
_SENTENCE_END = re.compile(r"(?<=[.!?؟…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Field:
    """One value. `position` and `until` say where it stands: a number in its list, or the characters of the text."""

    part: Part
    position: int
    text: str
    """As written; of a closed list, its stored word."""
    kind: StrEnum | None = None
    """Which kind of name, number, date or place."""
    until: int = 0
    date: PartialDate | None = None
    country: str | None = None
    lang: str | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.part.value}-{self.position}-{self.until}"

    @property
    def value(self) -> tuple[object, ...]:
        """What makes it the same value in another version, wherever it stands there."""
        return self.part, self.text, self.kind, self.date, self.country


def fields_of(identity: Identity, category: SubjectCategory) -> tuple[Field, ...]:
    """All values of an identity and its category, in the order pages show them."""
    return tuple(_fields(identity, category))


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends. A piece too short to say anything goes with the next one."""
    found, start = [], 0
    for gap in [*_SENTENCE_END.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if gap and end - start < SHORTEST_SENTENCE:
            continue
        if text[start:end].strip():
            found.append((start, end))
        start = gap.end() if gap else end
    return found


def _fields(identity: Identity, category: SubjectCategory) -> Iterator[Field]:
    for at, name in enumerate(identity.names):
        yield Field(Part.NAME, at, name.text, name.kind, lang=name.lang)
    years = birth_years(identity)
    for at, year in enumerate(years):
        yield Field(Part.BIRTH_YEAR, at, year.value, year.kind, date=year)
    for at, code in enumerate(identity.nationalities):
        yield Field(Part.NATIONALITY, at, code)
    yield Field(Part.CATEGORY, 0, category.value)
    if identity.sex:
        yield Field(Part.SEX, 0, identity.sex.value)
    for at, date in enumerate(identity.dates):
        if date in years:
            continue  # no more than its year is known
        yield Field(Part.DATE, at, date.value, date.kind, date=date)
    for at, number in enumerate(identity.identifiers):
        yield Field(Part.IDENTIFIER, at, number.value, number.kind, country=number.country)
    for at, place in enumerate(identity.places):
        yield Field(Part.PLACE, at, place.text, place.kind, country=place.country)
    for start, end in sentences(identity.narrative):
        yield Field(Part.SENTENCE, start, identity.narrative[start:end], until=end)
