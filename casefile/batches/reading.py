"""What was pasted or sent, as lines: one question each, and what it is taken for."""

import re
from collections.abc import Iterable, Sequence

from casefile.errors import BadInput, Figure
from casefile.exchange.workbooks import plan as plans
from casefile.exchange.workbooks.columns import Column
from casefile.exchange.workbooks.reading import Sheet, read_table
from casefile.vocabulary import LineKind

MOST = 5_000
LONGEST = 300
"""Characters of a question, as in a search."""

NOTHING = "There is nothing to check. Put one name or number on each line."
TOO_MANY = "A list has at most %(most)s lines, this one has %(lines)s. Split it."
NO_COLUMN = "This file has no column %(column)s. Give its letter, or leave it empty."

Line = tuple[LineKind, str]
NAMES = ((Column.GIVEN, Column.FAMILY), (Column.NAME,), (Column.FAMILY,), (Column.NAME_PART,))
NUMBERS = {
    Column.PHONE: LineKind.PHONE, Column.PLATE: LineKind.PLATE, Column.PASSPORT: LineKind.DOCUMENT,
    Column.NATIONAL_ID: LineKind.DOCUMENT, Column.DOCUMENT: LineKind.DOCUMENT,
}  # fmt: skip
DIGITS_OF_PHONE, DIGITS_OF_PLATE, DIGITS_OF_DOCUMENT = 7, 2, 4
"""Fewer are none of it."""
LOCAL = (9, 10)
"""Digits of a telephone number without its country, in the region and in Europe."""
_PHONE = re.compile(r"\+?[\d\s()./-]+")
_PLATE = re.compile(r"[^\W\d_]{1,3}[\s.-]*\d{1,6}[\s.-]*[^\W\d_]{0,3}|\d{1,6}[\s.-]+[^\W\d_]{1,3}[\s.-]+\d{1,3}")
_DOCUMENT = re.compile(r"[^\W\d_]{1,3}\s?\d{6,9}")


def read_lines(texts: Iterable[str]) -> list[Line]:
    """The lines that hold something, in their order. Raises BadInput for none, and for too many."""
    lines = [text for one in texts if (text := " ".join(one.replace("\x00", " ").split()))]
    if not lines:
        raise BadInput(NOTHING, field="text")
    if len(lines) > MOST:
        raise BadInput(TOO_MANY, field="text", most=Figure(MOST), lines=Figure(len(lines)))
    return [(guessed(text), text) for text in lines]


def guessed(text: str) -> LineKind:
    """What a line looks like. An officer may say otherwise."""
    digits = sum(c.isdigit() for c in text)
    as_phone = text.startswith(("+", "00")) or " " in text or digits in LOCAL
    if _PHONE.fullmatch(text) and digits >= DIGITS_OF_PHONE and as_phone:
        return LineKind.PHONE
    if _DOCUMENT.fullmatch(text):
        return LineKind.DOCUMENT
    if digits >= DIGITS_OF_PLATE and _PLATE.fullmatch(text):
        return LineKind.PLATE
    mostly = digits * 2 >= sum(c.isalnum() for c in text)
    return LineKind.DOCUMENT if digits >= DIGITS_OF_DOCUMENT and mostly else LineKind.NAME


def lines_of_file(content: bytes, column: str = "") -> list[Line]:
    """The lines of a text or of a table: of the column that is named, else of the one that names or numbers stand in.

    Raises BadInput.
    """
    sheets = read_table(content)
    found: list[str] = []
    for sheet, said in zip(sheets, plans.proposed(sheets).sheets, strict=True):
        body: Sequence[tuple[str, ...]] = sheet.rows[said.header + 1 :]
        if max(map(len, sheet.rows)) == 1 and not column:
            body = body if said.header < 0 else _with_head(sheet, said.header)
        places = _named(column, sheet) if column else _places(said.columns)
        found += [" ".join(row[place] for place in places if place < len(row)) for row in body]
    return read_lines(found)


def _with_head(sheet: Sheet, header: int) -> Sequence[tuple[str, ...]]:
    """Of a single column: what stands above the lines is a header only where it is a known word (*Nom*)."""
    known = plans.proposed([sheet]).sheets[0].columns[0] is not Column.LEAVE
    return sheet.rows[header + 1 :] if known and header == 0 else sheet.rows[header:]


def _named(column: str, sheet: Sheet) -> list[int]:
    letters = column.strip().upper()
    width = max(map(len, sheet.rows))
    place = ord(letters) - ord("A") if len(letters) == 1 and "A" <= letters <= "Z" else -1
    if not 0 <= place < width:
        raise BadInput(NO_COLUMN, field="column", column=column.strip()[:20])
    return [place]


def _places(columns: Sequence[Column]) -> list[int]:
    for wanted in (*NAMES, *((one,) for one in NUMBERS)):
        if all(one in columns for one in wanted):
            return [columns.index(one) for one in wanted]
    return [0]


def as_form(line: Line) -> dict[str, str]:
    """The search form that asks for a line; the same that an officer would fill in for it."""
    kind, text = line
    return {"text": text, "mode": "all"} if kind is LineKind.NAME else {"identifier": text, "mode": "all"}
