"""Until when a desk has to answer: the hours it was given, on the days it works, by its own time zone.

A day the desk works counts whole, a closed day and a holiday count nothing, and an end that falls when the desk is
closed moves to its next opening: so *48 hours* given on Friday evening end on Tuesday. Hours that were counted only
while the desk is open would make 48 of them a week. Pure: the moment is always given.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casefile.errors import N_, BadInput

ACK_HOURS, DECIDE_HOURS = 48, 72
"""What a unit has when nobody set anything else. Source: docs/sources/governance.md, "Hit states"."""
LONGEST_HOURS = 24 * 30
"""A clock of more than a month is none."""
LOOK_AHEAD_DAYS = 400
"""Beyond so many closed days the calendar is wrong, and the plain hours count: a clock always ends."""

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MIDNIGHT = 24 * 60
HOURS_HELP = N_("Write the hours like this: Mo-Fr 08:00-12:30,14:00-18:00; Sa 09:00-13:00. Leave it empty for always.")
_PART = re.compile(r"(?P<first>[A-Z][a-z])(?:-(?P<last>[A-Z][a-z]))? (?P<spans>[0-9:,\- ]+)")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")

Span = tuple[int, int]
"""From and to, in minutes of the local day."""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a desk can be reached: spans of each weekday from Monday on, and the days it is closed."""

    week: tuple[tuple[Span, ...], ...] = (((0, MIDNIGHT),),) * 7
    holidays: frozenset[date] = frozenset()
    zone: str = "UTC"

    @classmethod
    def of(cls, hours: str, holidays: Sequence[str], zone: str) -> "Opening":
        """As a unit's row holds it. What cannot be read there counts as *always*: a clock is never lost."""
        try:
            return cls(week_of(hours), frozenset(map(date.fromisoformat, holidays)), zone)
        except (BadInput, ValueError):
            return cls(zone=zone)

    def spans(self, day: date) -> tuple[Span, ...]:
        """The hours of one local day; none on a holiday."""
        return () if day in self.holidays else self.week[day.weekday()]

    def local(self, moment: datetime) -> datetime:
        """The moment by the desk's own clock."""
        return moment.astimezone(_zone(self.zone))

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody answers at that moment."""
        here = self.local(moment)
        minute = here.hour * 60 + here.minute
        return any(start <= minute < end for start, end in self.spans(here.date()))


def week_of(hours: str) -> tuple[tuple[Span, ...], ...]:
    """The spans of each weekday as written, `Mo-Fr 08:00-18:00; Sa 09:00-13:00`; empty means always.

    Raises BadInput, naming the field `hours`, for anything else.
    """
    if not hours.strip():
        return Opening().week
    week: list[tuple[Span, ...]] = [()] * 7
    for part in filter(None, (piece.strip() for piece in hours.split(";"))):
        found = _PART.fullmatch(part)
        if not found or found["first"] not in DAYS or (found["last"] or found["first"]) not in DAYS:
            raise BadInput(HOURS_HELP, field="hours")
        first, last = DAYS.index(found["first"]), DAYS.index(found["last"] or found["first"])
        spans = tuple(_span(text) for text in found["spans"].replace(" ", "").split(","))
        for day in range(first, last + 1 if last >= first else last + 8):
            week[day % 7] = spans
    if not any(week):
        raise BadInput(HOURS_HELP, field="hours")
    return tuple(week)


def due(start: datetime, hours: int, opening: Opening) -> datetime:
    """When the hours are over that began at `start`. In UTC."""
    left = timedelta(hours=hours)
    for begin, end in _working_days(start, opening):
        if end - begin >= left:
            return _next_opening(begin + left, opening)
        left -= end - begin
    return (start + timedelta(hours=hours)).astimezone(UTC)


def _working_days(start: datetime, opening: Opening) -> Iterator[tuple[datetime, datetime]]:
    """Each day from the start on that the desk works, from midnight to midnight, in UTC: 23, 24 or 25 hours."""
    first = opening.local(start).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=ahead)
        if opening.spans(day):
            yield max(_at(day, 0, opening), start.astimezone(UTC)), _at(day, MIDNIGHT, opening)


def _next_opening(moment: datetime, opening: Opening) -> datetime:
    """The moment itself when the desk is open or just closes then, else when it opens next."""
    first = opening.local(moment).date() - timedelta(days=1)  # a day that ends at midnight ends on the next one
    opens = (
        max(moment, _at(first + timedelta(days=ahead), start, opening))
        for ahead in range(LOOK_AHEAD_DAYS)
        for start, end in opening.spans(first + timedelta(days=ahead))
        if _at(first + timedelta(days=ahead), end, opening) >= moment
    )
    return next(opens, moment)


def _at(day: date, minute: int, opening: Opening) -> datetime:
    """A minute of a local day, in UTC. One the clocks skip is the hour after it."""
    day, minute = (day + timedelta(days=1), 0) if minute == MIDNIGHT else (day, minute)
    return datetime.combine(day, time(minute // 60, minute % 60), _zone(opening.zone)).astimezone(UTC)


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found:
        start, end = (int(found[i]) * 60 + int(found[i + 1]) for i in (1, 3))
        if start < end <= MIDNIGHT and int(found[2]) < 60 and int(found[4]) < 60:  # noqa: PLR2004 (minutes)
            return start, end
    raise BadInput(HOURS_HELP, field="hours")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
