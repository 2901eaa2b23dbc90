"""What one record says of when and where, exactly as far as it says it. Pure: of its identity and its day of entry.

When: what happened, not what somebody is. A birth, the founding of a company and the last day of a passport stand on
the record; on a line of time of a case they would stretch it over decades and tell nothing of its course.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Final

from casefile.matching.departures.reading import ENDS, End, known_places, last_day, named_days
from casefile.names.entities.gazetteer import KnownPlace, kilometres
from casefile.subjects.identity import Identity, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind

HAPPENED: Final = frozenset({DateKind.EVENT, DateKind.DEATH, DateKind.ISSUED, DateKind.LISTED})
TIMES: Final = (FactKind.DEPARTED_AT, FactKind.ARRIVED_AT)
"""Answers in words, which may name a day."""
ISLAND_KM, TOWN_KM, BESIDE_KM = 60.0, 30.0, 10.0
"""How far from its middle a beach of an island may lie, and a suburb from its town; from where on a second town makes a
place approximate."""
ORDER: Final = (FactKind.DEPARTED_AT, DateKind.EVENT, FactKind.ARRIVED_AT, *sorted(HAPPENED - {DateKind.EVENT}), None)
"""Of what falls on the same days."""


@dataclass(frozen=True, slots=True)
class About:
    """The record that says something; `title` is empty where nothing but its kind is known."""

    record_id: str
    kind: RecordKind
    title: str
    unit: str = ""
    """Whose it is, where records of several units stand together."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One dated fact. `what` is None for the entry of the record itself."""

    about: About
    what: DateKind | FactKind | None
    when: PartialDate
    first: date
    last: date
    """A day is its own last; a month, a year or a range ends later."""

    @property
    def order(self) -> tuple[date, date, int, str, str]:
        """By day; of one day, what began first and what is known most exactly."""
        return self.first, self.last, ORDER.index(self.what), self.about.title, self.about.record_id


@dataclass(frozen=True, slots=True)
class Located:
    """One place as stated. `role` is None for a record that is the place; `known` are the places that may be meant."""

    about: About
    role: PlaceKind | None
    text: str
    country: str | None
    known: tuple[KnownPlace, ...]
    between: bool = False
    """Whether the text names several that lie near each other: its point is the smallest of them."""

    @property
    def approximate(self) -> bool:
        """Whether its point is only about where it was: an island, somewhere off a coast, one of several places."""
        at_sea = self.role is PlaceKind.INTERCEPTION
        return at_sea or self.between or len(self.known) > 1 or any(place.kind == "island" for place in self.known)


@dataclass(frozen=True, slots=True)
class Way:
    """From where an event departed to where it landed or was intercepted."""

    about: About
    start: KnownPlace
    end: KnownPlace


def dated_of(about: About, identity: Identity, entered: date | None) -> Iterator[Dated]:
    """What happened by what the record says, and its entry, if the reader may know when that was."""
    for one in identity.dates:
        if one.kind in HAPPENED:
            yield Dated(about, one.kind, one, _first_day(one.value), date.fromordinal(last_day(one.until or one.value)))
    for fact in identity.facts:
        if fact.kind in TIMES and (days := named_days(fact.value)) is not None:
            first, last = date.fromordinal(days.first), date.fromordinal(days.last)
            until = None if first == last else last.isoformat()
            yield Dated(about, fact.kind, PartialDate(DateKind.EVENT, first.isoformat(), until), first, last)
    if entered is not None:
        yield Dated(about, None, PartialDate(DateKind.EVENT, entered.isoformat()), entered, entered)


def located_of(about: About, identity: Identity) -> Iterator[Located]:
    """Every place that is stated, known or not; of a place's own record, the place itself too."""
    if identity.kind is RecordKind.PLACE:
        for name in identity.names[:1]:
            yield _located(about, None, Place(PlaceKind.SEEN, name.text))
    for place in identity.places:
        yield _located(about, place.kind, place)


def ways_of(about: About, identity: Identity) -> Iterator[Way]:
    """Each departure to each landing of one event, where it is known which place is meant."""
    if identity.kind is not RecordKind.EVENT:
        return
    ends: dict[End, dict[KnownPlace, None]] = {end: {} for end in End}
    for place in identity.places:
        if place.kind in ENDS and len(known := meant(known_places(place))) == 1:
            ends[ENDS[place.kind]][known[0]] = None
    for start, end in product(ends[End.DEPARTURE], ends[End.LANDING]):
        if start != end:
            yield Way(about, start, end)


def _located(about: About, role: PlaceKind | None, place: Place) -> Located:
    every = known_places(place)
    known = meant(every)
    apart = [kilometres(one, other) for one in known for other in every if other.kind != "island"]
    return Located(
        about, role, place.text, place.country, known, len(known) == 1 and max(apart, default=0.0) > BESIDE_KM
    )


def meant(known: Sequence[KnownPlace]) -> tuple[KnownPlace, ...]:
    """Of the places that a text names, those that tell where: *La Restinga, El Hierro* is a harbour, and its island
    only says where that is. The smaller the place, the more exactly it tells; islands come last."""
    kept: list[KnownPlace] = []
    for one in sorted(known, key=lambda place: (place.kind == "island", place.thousands, place.name, place.country)):
        if all(kilometres(one, other) > (ISLAND_KM if one.kind == "island" else TOWN_KM) for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda place: (place.name, place.country)))


def _first_day(value: str) -> date:
    """Of a year, a month or a day."""
    return date.fromisoformat(f"{value}{'-01-01'[len(value) - 4 :]}")
