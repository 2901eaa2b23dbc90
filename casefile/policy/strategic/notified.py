"""Pointers in the picture: which hits and which answers a month counts, and which units know of each.

A hit counts once both units were notified of it, in the month in which the second was. Where the owner was asked first
and refused, one unit alone knows: a row that counted such a hit would tell the other, which takes away those it holds
pointers of, that there is one more. How many units were notified alone is nowhere said, so any number of answers may be
theirs: no number of answers bounds a number of hits, in whatever network.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from casefile.policy.strategic.suppression import Counted
from casefile.policy.strategic.tables import answer_band

BOTH = 2


@dataclass(frozen=True, slots=True)
class Notified:
    """A pointer that was delivered and not taken back. `took`: until it was answered; None: it was not."""

    hit_id: str
    to: str
    about: str
    sent_at: datetime
    took: timedelta | None


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until before another."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def hits_between(notified: Iterable[Notified], when: Span, country: Mapping[str, str]) -> list[Counted]:
    """Hits of which both units were notified, the second within `when`, between units of two countries.

    `notified`: every pointer of the hits. `country`: of every unit of the network. The only unit of a country knows of
    every hit of its rows: they tell it nothing, so it hides none from others.
    """
    alone, found = _alone(country), list[Counted]()
    for pointers in _by_hit(notified).values():
        units = {one.to for one in pointers}
        pair = tuple(sorted({country[unit] for unit in units}))
        if len(units) == len(pair) == BOTH and max(one.sent_at for one in pointers) in when:
            found.append(Counted(pair, frozenset(units - alone)))
    return found


def answers(notified: Iterable[Notified], when: Span) -> list[Counted]:
    """Pointers sent within `when` that were answered, by the time it took.

    The unit that answered knows of it; the other one where it was notified of the hit too. `notified`: see
    `hits_between`.
    """
    return [
        Counted((answer_band(one.took),), frozenset(other.to for other in pointers))
        for pointers in _by_hit(notified).values()
        for one in pointers
        if one.took is not None and one.sent_at in when
    ]


def _by_hit(notified: Iterable[Notified]) -> dict[str, list[Notified]]:
    found: dict[str, list[Notified]] = {}
    for one in notified:
        found.setdefault(one.hit_id, []).append(one)
    return found


def _alone(country: Mapping[str, str]) -> Set[str]:
    """Units that are the only one of their country."""
    of_many = list(country.values())
    return {unit for unit, where in country.items() if of_many.count(where) == 1}
