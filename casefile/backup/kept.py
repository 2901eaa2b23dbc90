"""Which backups stay: the newest of each of the last days, weeks and months, and the newest of all. Pure.

A fault is often found weeks after it was made, so old states are worth more than many of yesterday's.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Policy:
    """How many days, weeks and months keep their newest backup. Counted in those that have one: a month without any
    backup uses nothing up, so an installation that stood still keeps what it has."""

    days: int = 7
    weeks: int = 5
    months: int = 12


def kept(taken: Iterable[datetime], policy: Policy) -> set[datetime]:
    """Of the moments at which backups were taken, those that stay."""
    newest_first = sorted(set(taken), reverse=True)
    stay = set(newest_first[:1])
    for many, period in ((policy.days, _day), (policy.weeks, _week), (policy.months, _month)):
        newest_of: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(period(moment), moment)
        stay |= set(list(newest_of.values())[:many])
    return stay


def _day(moment: datetime) -> Hashable:
    return moment.date()


def _week(moment: datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Hashable:
    return (moment.year, moment.month)
