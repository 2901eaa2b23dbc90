"""A CSV, XLSX or ODS file as sheets of text. What could harm whoever opens it is refused before it is unpacked.

A workbook is a ZIP of XML: a small one may unpack to gigabytes, name a file of the server as an entity, or hold macros.
So the list of its parts is looked at first, no document type is read, and no more rows than are allowed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from casefile.errors import BadInput, Figure
from casefile.exchange.workbooks import ods

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
"""50,000 rows of 20 columns unpack to about 60 MB."""
MAX_RATIO = 200
"""Of what is unpacked to what came, of a part over a megabyte: a table of equal cells comes to 50, a bomb to 1,000."""
MAX_PARTS = 2_000
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20, 20_000, 60, 4_000
"""Of a whole file; a cell's text is cut at `MAX_CELL` characters nowhere: a longer one is refused."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old Excel files begin, and new ones that are locked by a password (MS-CFB 2.2)."""
MACROS = re.compile(r"vbaproject|(^|/)basic/|(^|/)scripts/|\.bas$|macrosheets/|activex|embeddings/", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY|\x00<\x00!\x00[DE]|<\x00!\x00[DE]\x00")
ENCODINGS = ("utf-8-sig", "cp1252")
"""What Excel writes CSV in; Arabic comes as UTF-8 or UTF-16."""

TOO_LARGE = "This file is larger than %(most)s MB. Split it."
NO_TABLE = "This is no table that can be read. Save it as XLSX, ODS or CSV, and send that."
OLD = "This is an old Excel file, or one locked by a password. Save it as XLSX without a password, and send that."
LOCKED = "This file is locked by a password. Save it without one, and send that."
WITH_MACROS = "This file holds macros or other files. Save it as XLSX or CSV without them, and send that."
BOMB = "This file unpacks to far more than a table needs. Save the table into a new file, and send that."
TOO_MANY_ROWS = "This file has more than %(most)s rows. Split it."
TOO_MANY_SHEETS = "This file has more than %(most)s sheets. Split it."
TOO_WIDE = "A cell of this file holds more than %(most)s characters (row %(row)s). Shorten it."
EMPTY = "This file holds no rows."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; cells are text as a person reads them, rows as long as they are filled."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_table(content: bytes) -> tuple[Sheet, ...]:
    """The sheets that hold something. Raises BadInput with one sentence."""
    if len(content) > MAX_BYTES:
        raise BadInput(TOO_LARGE, field="file", most=MAX_BYTES // 1024 // 1024)
    if content.startswith(OLE):
        raise BadInput(OLD, field="file")
    found = _zipped(content) if content.startswith(b"PK\x03\x04") else [("", _csv(content))]
    sheets, left = [], MAX_ROWS
    for name, lines in found:
        rows = _rows(lines, left)
        left -= len(rows)
        if rows:
            sheets.append(Sheet(name, rows))
    if not sheets:
        raise BadInput(EMPTY, field="file")
    if len(sheets) > MAX_SHEETS:
        raise BadInput(TOO_MANY_SHEETS, field="file", most=MAX_SHEETS)
    return tuple(sheets)


def _rows(lines: Iterable[Iterable[object]], most: int) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    empty = 0
    for line in lines:
        cells = [_text(cell) for _, cell in zip(range(MAX_COLUMNS), line, strict=False)]
        while cells and not cells[-1]:
            cells.pop()
        if any(len(cell) > MAX_CELL for cell in cells):
            raise BadInput(TOO_WIDE, field="file", most=MAX_CELL, row=len(rows) + empty + 1)
        if not cells:
            empty += 1
            continue
        rows += [()] * empty
        empty = 0
        rows.append(tuple(cells))
        if len(rows) > most:
            raise BadInput(TOO_MANY_ROWS, field="file", most=Figure(MAX_ROWS))
    return tuple(rows)


def _text(cell: object) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    text = str(cell).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text  # as `safe_cell` guards it


def _zipped(content: bytes) -> list[tuple[str, Iterable[Iterable[object]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = _sound(archive)
            if "content.xml" in names:
                return [(name, rows) for name, rows in ods.sheets(archive, MAX_ROWS + 1, MAX_COLUMNS)]
        if "xl/workbook.xml" in names:
            return _xlsx(content)
    except BadInput:
        raise
    except Exception as error:  # whatever a broken file makes a reader raise
        raise BadInput(NO_TABLE, field="file") from error
    raise BadInput(NO_TABLE, field="file")


def _sound(archive: zipfile.ZipFile) -> set[str]:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BadInput(BOMB, field="file")
    for part in parts:
        if part.flag_bits & 1:
            raise BadInput(LOCKED, field="file")
        if MACROS.search(part.filename):
            raise BadInput(WITH_MACROS, field="file")
        if part.file_size > 1024 * 1024 and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise BadInput(BOMB, field="file")
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as handle:  # what it says of its size is checked by zipfile while it is read
                if DOCTYPE.search(handle.read(4096)):
                    raise BadInput(NO_TABLE, field="file")
    names = {part.filename for part in parts}
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as handle:
            if b"encryption-data" in handle.read(MAX_BYTES):
                raise BadInput(LOCKED, field="file")
    return names


def _xlsx(content: bytes) -> list[tuple[str, Iterable[Iterable[object]]]]:
    from openpyxl import load_workbook  # noqa: PLC0415  (half a second that no other page needs)

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown:
        sheet.reset_dimensions()  # what a file says of its own size is not believed
    return [(s.title, s.iter_rows(max_row=MAX_ROWS + 50, max_col=MAX_COLUMNS, values_only=True)) for s in shown]


def _csv(content: bytes) -> Iterable[list[str]]:
    text = _decoded(content)
    if "\x00" in text:
        raise BadInput(NO_TABLE, field="file")
    first = [line for line in text.splitlines()[:20] if line.strip()]
    mark = max(";\t,|", key=lambda m: sum(min(line.count(m), 30) for line in first))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    except csv.Error as error:
        raise BadInput(NO_TABLE, field="file") from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(NO_TABLE, field="file")
