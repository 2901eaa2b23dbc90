"""Sheets of text as an XLSX file. Every cell is text: a passport's number is no number, and no cell is a formula."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

LONGEST = 32_767
"""Characters of a cell, and `TITLE` of a sheet's name: what Excel holds."""
TITLE = 31


def workbook(sheets: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """The sheets by name; the first line of each heads it."""
    book = Workbook(write_only=True)
    for at, (name, lines) in enumerate(sheets):
        sheet = book.create_sheet("".join(c for c in name if c not in "[]:*?/\\")[:TITLE] or str(at + 1))
        for place, line in enumerate(lines):
            row = []
            for text in line:
                cell = WriteOnlyCell(sheet)
                cell.value, cell.data_type = _legal(text), "s"
                if place == 0:
                    cell.font = Font(bold=True)
                row.append(cell)
            sheet.append(row)
    if not book.worksheets:
        book.create_sheet("1")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _legal(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\t\n\r")[:LONGEST]
