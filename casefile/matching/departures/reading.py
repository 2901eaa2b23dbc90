"""An event read as matching needs it: where and on which days it began, ended or was seen, in what, how many people.

Two units write one crossing down from its two ends, so what an event states of one end is carried to the other by the
time at sea: a landing at El Hierro on 12 September by people who say they left Mbour was a departure from Mbour
between 30 August and 8 September. Where one date stands beside both places and no time says which it is, it is read
both ways.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from math import sqrt
from typing import Final

from casefile.matching.departures.means import SEA, Means, read_means
from casefile.matching.departures.voyages import voyage
from casefile.names.entities.gazetteer import KnownPlace, places_in
from casefile.narrative.dates import dates_in
from casefile.subjects.identity import Identity, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind

CIRCA_DAYS: Final = 2
"""*About* a day: so many before and after."""
MOST_STAYS: Final = 8
"""Places with their days that are read of one event; a report that lists a whole coast is no departure."""
TOWN_KM, LANDING_KM, ISLAND_KM, SMALL_ISLAND_KM, AT_SEA_KM = 3.0, 3.0, 30.0, 12.0, 30.0
"""How far a place reaches around its point: the coordinates are good to two kilometres, an island is large, and who is
intercepted *off* a place may be an hour away."""
LARGE_ISLAND: Final = 80
"""Thousands of inhabitants."""


class End(StrEnum):
    """Which end of the way a place is."""

    DEPARTURE = "departure"
    LANDING = "landing"
    SEEN = "seen"


ENDS: Final = {
    PlaceKind.DEPARTURE: End.DEPARTURE,
    PlaceKind.LANDING: End.LANDING,
    PlaceKind.INTERCEPTION: End.LANDING,
    PlaceKind.SEEN: End.SEEN,
}


@dataclass(frozen=True, slots=True)
class Days:
    """First and last, as ordinals (`date.toordinal`)."""

    first: int
    last: int

    @property
    def many(self) -> int:
        return self.last - self.first + 1

    @property
    def shown(self) -> str:
        first, last = (date.fromordinal(day).isoformat() for day in (self.first, self.last))
        return first if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Stay:
    """A place and the days on which the event was there. `reckoned`: by the time at sea from the other end."""

    end: End
    place: KnownPlace
    reach: float
    """Kilometres around its point."""
    days: Days
    reckoned: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """`radius`: kilometres that a watch is asked for around its places; None where nobody said."""

    stays: tuple[Stay, ...]
    ways: frozenset[str]
    means: frozenset[Means]
    means_text: str
    people: tuple[int, int] | None
    people_text: str
    radius: float | None

    def at(self, end: End) -> list[Stay]:
        """Its stays at one end of the way."""
        return [stay for stay in self.stays if stay.end is end]


def read_event(identity: Identity) -> Event | None:
    """The event, or None for any other kind and for one without a known place or a day."""
    if identity.kind is not RecordKind.EVENT:
        return None
    facts = {fact.kind: fact.value for fact in identity.facts}
    means = read_means(facts.get(FactKind.MEANS, ""))
    way = min((one.way for one in means), default=SEA)
    stays = tuple(dict.fromkeys(_stays(identity, facts, way)))[:MOST_STAYS]
    if not stays:
        return None
    radius = _numbers(facts.get(FactKind.RADIUS, ""))
    return Event(
        stays=stays,
        ways=frozenset(one.way for one in means),
        means=means,
        means_text=facts.get(FactKind.MEANS, ""),
        people=read_people(facts.get(FactKind.PEOPLE, "")),
        people_text=facts.get(FactKind.PEOPLE, ""),
        radius=float(radius[0]) if radius else None,
    )


def read_people(text: str) -> tuple[int, int] | None:
    """How many, at least and at most: *80*, *80-90*, *entre 80 et 90*; the first number where more is told of them."""
    numbers = _numbers(text)
    if not numbers or not numbers[0]:
        return None
    if len(numbers) > 1 and _RANGE.search(_latin_digits(text)) and numbers[0] < numbers[1]:
        return numbers[0], numbers[1]
    return numbers[0], numbers[0]


def _stays(identity: Identity, facts: Mapping[FactKind, str], way: str) -> Iterator[Stay]:
    """What is stated first, then what is reckoned from it."""
    places: dict[End, list[tuple[KnownPlace, float]]] = {end: [] for end in End}
    for place in identity.places:
        if place.kind in ENDS:
            places[ENDS[place.kind]] += [(known, reach_of(known, place.kind)) for known in known_places(place)]
    day = _span(date for date in identity.dates if date.kind is DateKind.EVENT)
    left = named_days(facts.get(FactKind.DEPARTED_AT, ""))
    arrived = named_days(facts.get(FactKind.ARRIVED_AT, ""))
    stated = {
        End.DEPARTURE: left or (None if arrived and places[End.LANDING] else day),
        End.LANDING: arrived or (None if left and places[End.DEPARTURE] else day),
        End.SEEN: day or left or arrived,
    }
    for end, days in stated.items():
        if days is not None:
            yield from (Stay(end, known, reach, days) for known, reach in places[end])
    for (start, near), (finish, far) in product(places[End.DEPARTURE], places[End.LANDING]):
        least, most = voyage(start, finish, way)
        if (begins := stated[End.DEPARTURE]) is not None and arrived is None:
            yield Stay(End.LANDING, finish, far, Days(begins.first + least, begins.last + most), reckoned=True)
        if (ends := stated[End.LANDING]) is not None and left is None:
            yield Stay(End.DEPARTURE, start, near, Days(ends.first - most, ends.last - least), reckoned=True)


def known_places(place: Place) -> list[KnownPlace]:
    """Known places of the text; of those that share a name, the ones in the country given."""
    found = [one for one in places_in(place.text) if place.country in (None, one.country)]
    return sorted(found, key=lambda one: (one.name, one.country))


def reach_of(place: KnownPlace, kind: PlaceKind) -> float:
    """Kilometres that a place reaches around its point, by what it is and by how it was stated."""
    if place.kind == "island":
        own = ISLAND_KM if place.thousands >= LARGE_ISLAND else SMALL_ISLAND_KM
    else:
        own = TOWN_KM + sqrt(place.thousands) / 5 if place.kind == "town" else LANDING_KM
    return own + (AT_SEA_KM if kind is PlaceKind.INTERCEPTION else 0.0)


def _span(dates: Iterable[PartialDate]) -> Days | None:
    """From the first to the last day of some dates, *about* widened."""
    spans = [_days(one) for one in dates]
    return Days(min(one.first for one in spans), max(one.last for one in spans)) if spans else None


def _days(one: PartialDate) -> Days:
    last = one.until or one.value
    first_day = date.fromisoformat(f"{one.value}{'-01-01'[len(one.value) - 4 :]}")
    slack = CIRCA_DAYS if one.circa else 0
    return Days(first_day.toordinal() - slack, last_day(last) + slack)


def last_day(value: str) -> int:
    """Of a year, a month or a day."""
    if len(value) == len("2026-09-12"):
        return date.fromisoformat(value).toordinal()
    year, month = int(value[:4]), int(value[5:7] or 12)
    after = date(year + month // 12, month % 12 + 1, 1) if year < date.max.year else date.max
    return after.toordinal() - 1


def named_days(text: str) -> Days | None:
    """The days that a time of departure or arrival names; None where it is a time of day alone."""
    named = [span for span in dates_in(_latin_digits(text)) if span.exact]
    if not named:
        return None
    return Days(min(_ordinal(span.first) for span in named), max(_ordinal(span.last) for span in named))


def _ordinal(number: int) -> int:
    """Of a day written `yyyymmdd`."""
    return date(number // 10_000, number // 100 % 100, number % 100).toordinal()


_RANGE = re.compile(r"\d\s*(?:-|–|—|/|à|a|to|et|and|y|e|و|الى|إلى)\s*\d", re.IGNORECASE)


def _numbers(text: str) -> list[int]:
    return [int(one[:6]) for one in re.findall(r"\d+", _latin_digits(text))]


def _latin_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(ch)) if ch.isdecimal() and not ch.isascii() else ch for ch in text)
