"""When a planned operation lies within what a watch on a departure covers, and the keys by which the two meet.

The keys are those of operations (`together.py`): both sides are circles with their days, so one cell and one stretch
are question and answer. What a watch covers is what it would find an event by: each of its places, also those reckoned
from the other end by the time at sea, its radius, its days. The means are not compared: those of a watch are the
smugglers', those of an operation the unit's own.

A record of an event is met where it says that something happened: each of its places as far as they reach, on days few
enough to tell anything. It asks for no radius.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from casefile.matching.departures.keys import NIGHT, asks, cells_of, radius_of, stretches_of, telling
from casefile.matching.departures.reading import Days, Event, Stay
from casefile.matching.departures.together import OPERATION, STEP, Planned, Together, around
from casefile.names.entities.gazetteer import kilometres

LAST_DAY = date.max.toordinal()


def covered_keys(event: Event, since: date) -> frozenset[str]:
    """The keys of what a watch covers from this day on; none of days before it, on which nobody plans any more."""
    return stated_keys(event, since) if asks(event) else frozenset()


def stated(event: Event) -> Event | None:
    """A record's event as operations meet it; None where its days are too many to tell anything."""
    stays = tuple(filter(telling, event.stays))
    return replace(event, stays=stays, radius=0.0) if stays else None


def stated_keys(event: Event, since: date) -> frozenset[str]:
    """The keys of where a record's event is, as `stated`, from this day on."""
    return frozenset(
        f"{OPERATION}{STEP.name}:{cell}|{at}"
        for stay, days in _from(event, since)
        for cell in cells_of(stay, _reach(event, stay), STEP.degrees)
        for at in stretches_of(days, STEP.days)
    )


def first_covered(event: Event) -> date:
    """The first day that a watch covers, or a record names."""
    return date.fromordinal(max(1, min(stay.days.first for stay in event.stays)))


def last_covered(event: Event) -> date:
    """The last day of it."""
    return date.fromordinal(min(LAST_DAY, max(stay.days.last for stay in event.stays)))


def covers(event: Event, planned: Planned) -> Together | None:
    """The nearest of a watch's places and of the operation's, where the circles touch and no more than a night lies
    between the days: the operation's place comes first."""
    return happens(event, planned) if asks(event) else None


def happens(event: Event, planned: Planned) -> Together | None:
    """The same of a record's event, as `stated`."""
    near = min(_pairs(event, planned), default=None)
    if near is None:
        return None
    apart, here, there, first, last = near
    return Together(here, there, round(apart), *map(date.fromordinal, sorted((first, last))))


def _pairs(event: Event, planned: Planned) -> Iterator[tuple[float, str, str, int, int]]:
    for stay in event.stays:
        first, last = max(stay.days.first, planned.days.first), min(stay.days.last, planned.days.last)
        if first - last > NIGHT:
            continue
        for place in planned.places:
            apart = kilometres(stay.place, place)
            if apart <= _reach(event, stay) + around(planned, place):
                yield apart, place.name, stay.place.name, first, last


def _from(event: Event, since: date) -> Iterator[tuple[Stay, Days]]:
    """Its places with their days and the night after, as far as they lie ahead."""
    for stay in event.stays:
        days = Days(max(stay.days.first, since.toordinal()), stay.days.last + NIGHT)
        if days.first <= days.last:
            yield stay, days


def _reach(event: Event, stay: Stay) -> float:
    return radius_of(event) + stay.reach
