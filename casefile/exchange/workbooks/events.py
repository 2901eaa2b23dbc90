"""Columns of a table of departures and other events: their headers, which of them stand for an event, and their cells.

A departure meets another by place and day, so these two are read as an entry form reads them: a place as written, a day
no more exact than it is known, its first and last where two columns say them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from casefile.errors import N_, BadInput
from casefile.exchange.workbooks.columns import Column
from casefile.subjects.dates.reading import read_date
from casefile.subjects.identity import Fact, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, PlaceKind

NO_PEOPLE = N_("“%(value)s” is no number of people.")
ONLY_EVENTS = N_("Only an event has this. Say that a row is an event, or do not bring the column in.")
NO_FIRST_DAY = N_("There is a last day and no first one.")
SERIAL = re.compile(r"[1-5]\d{4}")
EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of the numbers that Excel keeps dates as, from March 1900 on (ECMA-376 part 1, 18.17.4.1)."""

PLACES: Mapping[Column, PlaceKind] = {
    Column.DEPARTURE: PlaceKind.DEPARTURE, Column.LANDING: PlaceKind.LANDING,
    Column.INTERCEPTION: PlaceKind.INTERCEPTION, Column.SEEN: PlaceKind.SEEN,
}  # fmt: skip
FACTS: Mapping[Column, FactKind] = {
    Column.MEANS: FactKind.MEANS, Column.PEOPLE: FactKind.PEOPLE, Column.DEPARTED_AT: FactKind.DEPARTED_AT,
    Column.ARRIVED_AT: FactKind.ARRIVED_AT,
}  # fmt: skip
DAYS = (Column.EVENT_DAY, Column.EVENT_LAST)
OF_EVENTS = frozenset((*PLACES, *FACTS, *DAYS))
ENOUGH = 2
"""Columns of an event by which a table is of events, where no column is a person's alone."""


def are_events(columns: Sequence[Column | None]) -> bool:
    """Whether rows of these columns are events: a place, a day or a number of people, and at least two such columns."""
    return len(OF_EVENTS & set(columns)) >= ENOUGH


def day_of(cell: str) -> str:
    """A day that Excel keeps as its count of days, as a day."""
    return (EXCEL_EPOCH + timedelta(days=int(cell))).isoformat() if SERIAL.fullmatch(cell) else cell


class EventCells:
    """What the cells of one row say of an event."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.facts: dict[FactKind, str] = {}
        self.days: dict[Column, PartialDate] = {}

    def take(self, column: Column, cell: str) -> None:
        """One cell. Raises BadInput."""
        if column in PLACES:
            self.places.append(Place(PLACES[column], cell))
        elif column in DAYS:
            found = read_date(day_of(cell), DateKind.EVENT, field="dates")
            self.days |= {column: found} if found else {}
        elif column is Column.PEOPLE and not any(c.isdigit() for c in cell):
            raise BadInput(NO_PEOPLE, value=cell[:40])
        else:
            dated = column in (Column.DEPARTED_AT, Column.ARRIVED_AT)
            self.facts[FACTS[column]] = day_of(cell) if dated else cell

    def dates(self) -> list[PartialDate]:
        """The day, or the first and the last one. Raises BadInput where they are no stretch."""
        first, last = (self.days.get(column) for column in DAYS)
        if last is None:
            return [first] if first else []
        if first is None:
            raise BadInput(NO_FIRST_DAY)
        if last.value < first.value[: len(last.value)]:
            raise BadInput("The second date lies before the first.")
        return [replace(first, until=last.until or last.value)]

    def stated(self) -> tuple[Fact, ...]:
        """Its facts, in the order of the form."""
        return tuple(Fact(kind, value) for kind, value in self.facts.items())
