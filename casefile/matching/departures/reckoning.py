"""Can a watch on a departure find anything, and how many strangers? By the matcher, over a coast of a fixed size. Pure.

Nothing here reads the database, so the answer says nothing of what other units hold.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from casefile.matching.departures.evidence import COAST_KM, SPAN_DAYS
from casefile.matching.departures.keys import DEFAULT_RADIUS
from casefile.matching.prepared import Prepared, prepare
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import DateKind, FactKind

EVENTS = 2_000
"""Events in the network for which the estimate is made: a tenth of its records (`casefile.watches.selectivity`)."""
PEOPLE_KNOWN, PEOPLE_AGREE = 0.6, 1 / 15
"""Events that state a number of people, and the share of them that agrees by chance."""


def twin(watch: Prepared, *, people: bool = True) -> Prepared:
    """The record that agrees with it as far as anything can: an event of its first day. Of anything else, itself."""
    if watch.event is None:
        return watch
    one, first = watch.identity, min(stay.days.first for stay in watch.event.stays if not stay.reckoned)
    others = tuple(known for known in one.dates if known.kind is not DateKind.EVENT)
    day = PartialDate(DateKind.EVENT, date.fromordinal(first).isoformat())
    left_out = {FactKind.RADIUS} if people else {FactKind.RADIUS, FactKind.PEOPLE}
    facts = tuple(fact for fact in one.facts if fact.kind not in left_out)
    return prepare(replace(one, dates=(*others, day), facts=facts, names=(), identifiers=()), watch.country)


def strangers(watch: Prepared, found: Callable[[Prepared], bool]) -> float:
    """How many events that have nothing to do with it would be found: those of its circle and its days by chance."""
    if watch.event is None:
        return 0.0
    radius = watch.event.radius if watch.event.radius is not None else DEFAULT_RADIUS
    share = sum(
        min(1.0, 2 * (radius + stay.reach) / COAST_KM) * min(1.0, stay.days.many / SPAN_DAYS)
        for stay in watch.event.stays
    )
    silent = 1.0 - PEOPLE_KNOWN * (watch.event.people is not None)
    likely = silent * found(twin(watch, people=False))
    if watch.event.people is not None:
        likely += PEOPLE_KNOWN * PEOPLE_AGREE * found(twin(watch))
    return EVENTS * share * likely
