"""What two events have in common: the place, the days, the way, the means, how many people. Bits and words.

The bits are those of two events drawn by chance: of a coast of 2,000 km and of two years, which is how long events are
held. That both are events is not counted, nor that departures crowd on calm days and busy beaches: each is worth some
three bits, one for and one against.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import log2
from typing import Final, NamedTuple

from casefile.matching import weights as w
from casefile.matching.departures.keys import DEFAULT_RADIUS, MISCOUNTED, NIGHT, SAME_PEOPLE, telling
from casefile.matching.departures.reading import Days, End, Event, Stay
from casefile.matching.departures.voyages import ROUTES, coast_of
from casefile.matching.evidence import Evidence
from casefile.names.entities.gazetteer import KnownPlace, kilometres

PLACE, DAY, MEANS, PEOPLE, OTHER_END = "event_place", "event_day", "event_means", "event_people", "event_end"
"""Kinds of fact."""
FACTS: Final = frozenset({PLACE, DAY})
"""Those that make a hit what it is."""
COAST_KM: Final = 2_000.0
SPAN_DAYS: Final = 730.0
SAME_PLACE_KM: Final = 5.0
FAR_KM: Final = 100.0
"""From which on two other ends are two."""
NEAR_PEOPLE, OTHER_PEOPLE, FAR_PEOPLE = 1.35, 1.8, 2.5
"""Ratios of two counts: near; another number; far from it."""


def event_evidence(record: Event, watch: Event) -> list[Evidence]:
    """The terms of two events that have a place, or a way, and the days in common; none for any others.

    One that went by sea and one that went by land are two, as their keys say already.
    """
    if watch.ways and record.ways and watch.ways.isdisjoint(record.ways):
        return []
    met = _best(record, watch)
    terms = [*met.terms, *_other_end(record, watch, met.end)] if met else _by_route(record, watch)
    return [*terms, *_means(record, watch), *_people(record, watch)] if terms else []


class _Met(NamedTuple):
    bits: float
    end: End
    terms: tuple[Evidence, ...]


def _best(record: Event, watch: Event) -> _Met | None:
    """The two stays that agree best."""
    return max(_meetings(record, watch), key=lambda met: (met.bits, met.terms), default=None)


def _meetings(record: Event, watch: Event) -> Iterator[_Met]:
    radius = watch.radius if watch.radius is not None else DEFAULT_RADIUS
    for wanted in watch.stays:
        for found in record.stays:
            if wanted.end is not found.end and End.SEEN not in (wanted.end, found.end):
                continue
            if not telling(found) or _gap(wanted.days, found.days) > NIGHT:
                continue
            apart = _apart(wanted.place, found.place)
            if apart <= radius + wanted.reach + found.reach:
                terms = (_place(wanted, found, apart, watch, radius), _days(wanted, found))
                end = found.end if wanted.end is End.SEEN else wanted.end
                yield _Met(sum(e.bits for e in terms), end, terms)


@lru_cache(maxsize=65536)
def _apart(a: KnownPlace, b: KnownPlace) -> float:
    return kilometres(a, b)


def _place(wanted: Stay, found: Stay, apart: float, watch: Event, radius: float) -> Evidence:
    same = apart <= SAME_PLACE_KM
    around = wanted.reach + found.reach + (SAME_PLACE_KM if same else radius)
    bits = min(w.EVENT_PLACE.bits, log2(COAST_KM / (2 * around)))
    weight = w.EVENT_PLACE if same else w.EVENT_NEAR
    asked = f"{wanted.place.name} ± {watch.radius:g} km" if watch.radius is not None else wanted.place.name
    there = found.place.name if same else f"{found.place.name} · {apart:.0f} km"
    fact = (_fact(wanted.place), _fact(found.place))
    return Evidence(PLACE, weight.rule, asked, there, bits if same else min(bits, weight.bits), fact)


def _days(wanted: Stay, found: Stay) -> Evidence:
    a, b = wanted.days, found.days
    exact = a.many == b.many == 1
    if wanted.reckoned or found.reckoned:
        weight = w.EVENT_VOYAGE
    elif exact:
        weight = w.EVENT_DAY if a == b else w.EVENT_NEXT_DAY
    else:
        weight = w.EVENT_DAYS
    return _dated(a, b, weight)


def _dated(a: Days, b: Days, weight: w.Weight) -> Evidence:
    open_days = a.many + b.many - 1 + 2 * _gap(a, b)
    bits = max(0.0, min(weight.bits, log2(SPAN_DAYS / open_days)))
    return Evidence(DAY, weight.rule, a.shown, b.shown, bits, (a.shown, b.shown))


def _gap(a: Days, b: Days) -> int:
    """Days between; 0 where they share one."""
    return max(0, max(a.first, b.first) - min(a.last, b.last))


def _other_end(record: Event, watch: Event, met: End) -> list[Evidence]:
    """Where both state the other end of the way as well: it agrees, or the boats landed far from each other."""
    if met is End.SEEN:
        return []
    other = End.LANDING if met is End.DEPARTURE else End.DEPARTURE
    pairs = [
        (_apart(a.place, b.place) - a.reach - b.reach, a.place, b.place)
        for a in watch.at(other)
        for b in record.at(other)
    ]
    if not pairs:
        return []
    apart, a, b = min(pairs, key=lambda pair: (pair[0], pair[1].name, pair[2].name))
    if apart > FAR_KM:
        return [Evidence(OTHER_END, w.EVENT_ENDS_DIFFER.rule, a.name, b.name, w.EVENT_ENDS_DIFFER.bits)]
    if apart <= DEFAULT_RADIUS:
        return [Evidence(OTHER_END, w.EVENT_BOTH_ENDS.rule, a.name, b.name, w.EVENT_BOTH_ENDS.bits)]
    return []


def _by_route(record: Event, watch: Event) -> list[Evidence]:
    """A departure of which no landing is known, and a landing of which no departure is: the way between them, its days,
    and as many people. Without the last it is nothing, for on any day some boat may have come from there."""
    if not _as_many(record, watch):
        return []
    best: list[Evidence] = []
    for departed, landed, turned in ((watch, record, False), (record, watch, True)):
        if departed.at(End.LANDING) or landed.at(End.DEPARTURE):
            continue
        for left in departed.at(End.DEPARTURE):
            for came in landed.at(End.LANDING):
                found = _crossing(left, came, turned)
                if found and (not best or sum(e.bits for e in found) > sum(e.bits for e in best)):
                    best = found
    return best


def _crossing(left: Stay, came: Stay, turned: bool) -> list[Evidence]:
    days = ROUTES.get((coast_of(left.place) or "", coast_of(came.place) or ""))
    if days is None or not telling(left if turned else came):
        return []
    expected = Days(left.days.first + days.least, left.days.last + days.most)
    if _gap(expected, came.days) > NIGHT:
        return []
    time = _dated(expected, came.days, w.EVENT_VOYAGE)
    names, facts = (left.place.name, came.place.name), (_fact(left.place), _fact(came.place))
    stated, dates = (left.days.shown, came.days.shown), (left.days.shown, came.days.shown)
    if turned:
        names, facts, stated, dates = names[::-1], facts[::-1], stated[::-1], dates[::-1]
    return [
        Evidence(PLACE, w.EVENT_ROUTE.rule, *names, w.EVENT_ROUTE.bits, facts),
        time._replace(wanted=stated[0], found=stated[1], fact=dates),
    ]


def _means(record: Event, watch: Event) -> list[Evidence]:
    if not record.means or not watch.means:
        return []
    if {one for one in watch.means if one.make} & record.means:
        weight = w.EVENT_MEANS
    elif all(one.make for one in (*watch.means, *record.means)):
        weight = w.EVENT_MEANS_DIFFER
    else:
        weight = w.EVENT_WAY
    return [Evidence(MEANS, weight.rule, watch.means_text, record.means_text, weight.bits)]


def _people(record: Event, watch: Event) -> list[Evidence]:
    ratio = _ratio(record, watch)
    if ratio is None or record.people is None or watch.people is None:
        return []
    if ratio <= NEAR_PEOPLE:
        open_ratio = max(watch.people[1] / watch.people[0], record.people[1] / record.people[0])
        weight = w.EVENT_PEOPLE if ratio <= SAME_PEOPLE and open_ratio <= OTHER_PEOPLE else w.EVENT_PEOPLE_NEAR
    elif ratio <= OTHER_PEOPLE:
        return []
    else:
        weight = w.EVENT_PEOPLE_DIFFER if ratio <= FAR_PEOPLE else w.EVENT_PEOPLE_FAR
    return [Evidence(PEOPLE, weight.rule, watch.people_text, record.people_text, weight.bits)]


def _ratio(record: Event, watch: Event) -> float | None:
    """By how much the two numbers differ, as the larger over the smaller; 1 where their ranges touch."""
    if record.people is None or watch.people is None:
        return None
    return max(1.0, watch.people[0] / record.people[1], record.people[0] / watch.people[1])


def _as_many(record: Event, watch: Event) -> bool:
    """Whether both state a number, and the two may be one count."""
    ratio = _ratio(record, watch)
    if ratio is None or record.people is None or watch.people is None:
        return False
    return (
        ratio <= SAME_PEOPLE
        or max(watch.people[0], record.people[0]) - min(watch.people[1], record.people[1]) <= MISCOUNTED
    )


def _fact(place: KnownPlace) -> str:
    return f"{place.name} {place.country}"
