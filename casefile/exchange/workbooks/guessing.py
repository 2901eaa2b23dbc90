"""Which line heads a table, and what its columns are: by their headers, else by what stands in them. Pure.

A guess is shown before anything is brought in, and anybody can correct it; so it is better none than a wrong one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casefile.errors import BadInput
from casefile.exchange.workbooks.columns import CATEGORIES, NUMBERS, SEXES, Column, by_header, folded
from casefile.exchange.workbooks.events import DAYS, FACTS, OF_EVENTS, are_events, day_of
from casefile.subjects.dates.reading import read_date
from casefile.vocabulary import DateKind, RecordKind

HEAD_ROWS = 15
"""A title, who made the table and when stand above it; more than this nobody writes."""
SAMPLE = 200
ENOUGH = 0.7
"""Of the cells of a column that look alike; the rest are slips and remarks."""
PERSONAL = frozenset({
    Column.NAME, Column.GIVEN, Column.FAMILY, Column.NAME_PART, Column.BIRTH, Column.SEX, Column.NATIONALITY,
    Column.BIRTH_PLACE, Column.CATEGORY,
})  # fmt: skip
THINGS = (
    (Column.PLATE, RecordKind.VEHICLE), (Column.VIN, RecordKind.VEHICLE), (Column.PHONE, RecordKind.PHONE),
    (Column.IMEI, RecordKind.PHONE), (Column.PASSPORT, RecordKind.TRAVEL_DOCUMENT),
    (Column.NATIONAL_ID, RecordKind.TRAVEL_DOCUMENT), (Column.DOCUMENT, RecordKind.TRAVEL_DOCUMENT),
    (Column.ACCOUNT, RecordKind.ACCOUNT), (Column.EMAIL, RecordKind.ACCOUNT), (Column.HANDLE, RecordKind.ACCOUNT),
)  # fmt: skip
"""A table without names is of things: of which, its first number says."""
NAMES = (Column.NAME, Column.GIVEN, Column.FAMILY)
ONCE = frozenset({
    Column.KEY, Column.BIRTH, Column.SEX, Column.CATEGORY, Column.GROUND, *DAYS, *FACTS,
})  # fmt: skip
BEARERS = frozenset({Column.GIVEN, Column.FAMILY, Column.NAME_PART, Column.BIRTH, Column.SEX, Column.BIRTH_PLACE})
"""What persons alone have: their way is told in a table of persons too, which is none of departures."""


@dataclass(frozen=True, slots=True)
class Guess:
    """`header` is the line that heads the table, from 0; -1: there is none."""

    header: int
    columns: tuple[Column, ...]
    kind: RecordKind


def guess(rows: Sequence[Sequence[str]]) -> Guess:
    """What a sheet is taken for."""
    width = max(map(len, rows), default=0)
    header, columns = _by_headers(rows, width)
    body = rows[header + 1 :][:SAMPLE]
    for place in range(width):
        if columns[place] is None:
            columns[place] = _merged(columns, rows, header, place, body) or _by_values(body, place, columns)
    kind = kind_of([column or Column.LEAVE for column in columns])
    if kind is not RecordKind.EVENT:
        for place in range(width):  # of a person *Date* or *Place* may be anything: as if it had no header
            if columns[place] in OF_EVENTS:
                columns[place] = _by_values(body, place, columns)
    return Guess(header, tuple(column or Column.LEAVE for column in columns), kind)


def kind_of(columns: Sequence[Column]) -> RecordKind:
    """What a row of these columns is a record of."""
    if are_events(columns) and not BEARERS & set(columns):
        return RecordKind.EVENT
    if PERSONAL & set(columns):
        return RecordKind.PERSON
    return next((kind for column, kind in THINGS if column in columns), RecordKind.PERSON)


def _by_headers(rows: Sequence[Sequence[str]], width: int) -> tuple[int, list[Column | None]]:
    """The line with most headers known; a merged header above it stands for what has none below."""
    best, place = 0, -1
    for at, row in enumerate(rows[:HEAD_ROWS]):
        known = len({by_header(cell) for cell in row} - {None})
        if known > best or (known and known == best and at == place + 1):  # below a merged header stand its parts
            best, place = known, at
    columns: list[Column | None] = [None] * width
    if place < 0:
        return -1, columns
    above = rows[place - 1] if place else ()
    for at in range(width):
        cell = rows[place][at] if at < len(rows[place]) else ""
        over = above[at] if at < len(above) else ""
        columns[at] = by_header(cell) if cell else by_header(over)
    _by_what_stands_there(columns, rows[place + 1 :][:SAMPLE])
    _name_of_one(columns, rows, place)
    for column in ONCE:
        for again in [at for at, one in enumerate(columns) if one is column][1:]:
            columns[again] = Column.LEAVE
    return place, columns


HALF = 0.5
"""Of cells that are counts: nobody is called 80, and beside them stands *many* or *not known*."""
SAYS_OTHERWISE = {Column.DEPARTURE: Column.DEPARTED_AT, Column.LANDING: Column.ARRIVED_AT, Column.GIVEN: Column.PEOPLE}


def _by_what_stands_there(columns: list[Column | None], body: Sequence[Sequence[str]]) -> None:
    """« Départ » heads a place or a day, and French « Nombre » is Spanish for a name: the cells say which."""
    for at, column in enumerate(columns):
        other = SAYS_OTHERWISE.get(column) if column else None
        fits, enough = (_is_count, HALF) if column is Column.GIVEN else (_is_day, ENOUGH)
        if other and other not in columns and _share(body, at, fits) >= enough:
            columns[at] = other


def _is_count(cell: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}(?:\s*(?:-|–|/|à|a|to)\s*\d{1,4})?", cell))


def _is_day(cell: str) -> bool:
    try:
        return len(re.findall(r"\d", cell)) >= 5 and read_date(day_of(cell), DateKind.EVENT) is not None
    except BadInput:
        return False


def _name_of_one(columns: list[Column | None], rows: Sequence[Sequence[str]], header: int) -> None:
    """A surname without given names beside it is the whole name, where it has more than one word: « Nom » alone, or
    *Nombre* in Spanish and *Nome* in Portuguese, head both."""
    for lone in (Column.FAMILY, Column.GIVEN):
        others = {Column.NAME, Column.GIVEN, Column.FAMILY} - {lone}
        if lone in columns and not others & set(columns):
            at = columns.index(lone)
            if _share(rows[header + 1 :][:SAMPLE], at, lambda cell: " " in cell) >= HALF:
                columns[at] = Column.NAME
    if Column.NAME in columns and Column.FAMILY in columns and Column.GIVEN not in columns:
        at = columns.index(Column.NAME)  # Portuguese and Spanish: Nome, Apelido
        if folded(rows[header][at] if at < len(rows[header]) else "") in ("nome", "name", "prenom"):
            columns[at] = Column.GIVEN


def _merged(
    columns: Sequence[Column | None],
    rows: Sequence[Sequence[str]],
    header: int,
    place: int,
    body: Sequence[Sequence[str]],
) -> Column | None:
    """A cell without header behind a name: one header was merged over the parts of it."""
    headed = header >= 0 and place < len(rows[header]) and rows[header][place]
    before = columns[place - 1] if place else None
    if headed or before not in (*NAMES, Column.NAME_PART):
        return None
    return Column.NAME_PART if _share(body, place, _is_part_of_name) >= ENOUGH else None


def _share(body: Sequence[Sequence[str]], place: int, fits: Callable[[str], bool]) -> float:
    cells = [row[place] for row in body if place < len(row) and row[place]]
    return sum(map(fits, cells)) / len(cells) if cells else 0.0


def _is_part_of_name(cell: str) -> bool:
    return len(cell) < 40 and not any(c.isdigit() for c in cell) and any(c.isalpha() for c in cell)


def _is_name(cell: str) -> bool:
    return _is_part_of_name(cell) and 2 <= len(cell.split()) <= 6 and not re.search(r"[,;:@.!?]", cell)


def _is_birth(cell: str) -> bool:
    try:
        found = read_date(cell, DateKind.BIRTH)
    except BadInput:
        return False
    return found is not None and len(re.findall(r"\d", cell)) >= 6


def _is_phone(cell: str) -> bool:
    """International, or local in groups; a bare number of a table may be anything."""
    digits = re.sub(r"\D", "", cell)
    written = re.fullmatch(r"[+()\d\s./-]+", cell.strip("'"))
    grouped = re.fullmatch(r"\d{2,3}(?:[ .-]\d{2,3}){2,4}", cell)
    return bool(written) and 7 <= len(digits) <= 15 and (cell.lstrip("'").startswith(("+", "00")) or bool(grouped))


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


LOOKS: tuple[tuple[Column, Callable[[str], bool]], ...] = (
    (Column.EMAIL, lambda cell: bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", cell))),
    (Column.SEX, lambda cell: folded(cell) in SEXES),
    (Column.CATEGORY, lambda cell: folded(cell) in CATEGORIES),
    (Column.BIRTH, _is_birth),
    (Column.IMEI, lambda cell: bool(re.fullmatch(r"\d{15}", cell)) and _luhn(cell)),
    (Column.VIN, lambda cell: bool(re.fullmatch(r"(?=.*\d)[A-HJ-NPR-Z0-9]{17}", cell))),
    (Column.PHONE, _is_phone),
    (Column.DOCUMENT, lambda cell: bool(re.fullmatch(r"[A-Z]{1,2}\s?\d{6,9}", cell))),
    (Column.NAME, _is_name),
)
"""In this order; what fits is what most cells of the column look like."""


def _by_values(body: Sequence[Sequence[str]], place: int, columns: Sequence[Column | None]) -> Column | None:
    for column, fits in LOOKS:
        if column in columns and column not in NUMBERS:
            continue
        if column is Column.NAME and {Column.GIVEN, Column.FAMILY, Column.NAME_PART} & set(columns):
            continue
        if _share(body, place, fits) >= ENOUGH:
            return column
    return None
