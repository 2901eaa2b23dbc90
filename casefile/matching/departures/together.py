"""When two planned operations are at one place and time, and the keys by which they find each other.

The keys are those of departures, a cell of the map by a stretch of days, in one step alone: both sides are circles of
at most fifty kilometres, so each asks and answers with the same keys. Two circles that touch have a point in common,
whose cell is a key of both; two spans of days that share one have its stretch. That is why neither order of entry and
no width loses a meeting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from casefile.matching.departures.keys import GRIDS, NIGHT, cells_of, stretches_of
from casefile.matching.departures.reading import Days, End, Stay, reach_of
from casefile.names.entities.gazetteer import KnownPlace, kilometres, places_in
from casefile.vocabulary import PlaceKind

STEP: Final = next(grid for grid in GRIDS if grid.name == "c")
"""One degree by four days: an operation of a night at a beach has one to eight keys, the widest some two hundred."""
OPERATION: Final = "o"
"""The letter of their keys."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An operation as it is compared: every known place that its text names, the circle around each, its days."""

    places: tuple[KnownPlace, ...]
    radius_km: int
    days: Days


@dataclass(frozen=True, slots=True)
class Together:
    """How near two operations are: kilometres between the places, and the days they have in common or between."""

    one: str
    other: str
    apart_km: int
    first: date
    last: date


def read_planned(place: str, radius_km: int, first: date, last: date) -> Planned | None:
    """None where the text names no known place."""
    known = sorted(places_in(place), key=lambda one: (one.name, one.country))
    return Planned(tuple(known), radius_km, Days(first.toordinal(), last.toordinal())) if known else None


def operation_keys(planned: Planned) -> frozenset[str]:
    """The keys it answers to and asks for. A night more than its days: an action at night has two dates."""
    days = stretches_of(Days(planned.days.first, planned.days.last + NIGHT), STEP.days)
    return frozenset(
        f"{OPERATION}{STEP.name}:{cell}|{at}"
        for place in planned.places
        for cell in cells_of(Stay(End.SEEN, place, 0.0, planned.days), around(planned, place), STEP.degrees)
        for at in days
    )


def meet(one: Planned, other: Planned) -> Together | None:
    """The nearest two of their places, where the circles touch and no more than a night lies between the days."""
    first = max(one.days.first, other.days.first)
    last = min(one.days.last, other.days.last)
    if first - last > NIGHT:
        return None
    near = min(_pairs(one, other), default=None)
    if near is None:
        return None
    apart, left, right = near
    return Together(left, right, round(apart), *map(date.fromordinal, sorted((first, last))))


def _pairs(one: Planned, other: Planned) -> Iterable[tuple[float, str, str]]:
    for left in one.places:
        for right in other.places:
            apart = kilometres(left, right)
            if apart <= around(one, left) + around(other, right):
                yield apart, left.name, right.name


def around(planned: Planned, place: KnownPlace) -> float:
    """The circle: the radius around all of the place, which may be a town or an island."""
    return planned.radius_km + reach_of(place, PlaceKind.SEEN)
