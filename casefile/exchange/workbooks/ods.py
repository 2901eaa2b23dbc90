"""The sheets of an OpenDocument table. A row or cell that is said to repeat is repeated no further than is allowed.

Source: OpenDocument 1.3, part 3: 9.1.3 table-row, 9.1.4 table-cell, 19.675 number-rows-repeated, 19.385 office:value.
"""

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def sheets(archive: zipfile.ZipFile, most_rows: int, most_columns: int) -> Iterator[tuple[str, list[list[str]]]]:
    """Name and rows of each sheet."""
    name = ""
    rows: list[list[str]] = []
    with archive.open("content.xml") as handle:
        for event, element in iterparse(handle, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                if element.tag == f"{TABLE}table":
                    name, rows = element.get(f"{TABLE}name", ""), []
            elif element.tag == f"{TABLE}table-row":
                cells = _cells(element, most_columns)
                again = _times(element, "rows") if any(cells) else min(_times(element, "rows"), most_rows)
                rows += [cells] * min(again, most_rows - len(rows))
                element.clear()
            elif element.tag == f"{TABLE}table":
                yield name, rows
                element.clear()


def _cells(row: Element, most: int) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in CELLS:
            cells += [_value(cell)] * min(_times(cell, "columns"), most - len(cells))
    return cells


def _value(cell: Element) -> str:
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00")
    if kind == "float":
        value = cell.get(f"{OFFICE}value", "")
        return value.removesuffix(".0")
    return "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))


def _times(element: Element, what: str) -> int:
    said = element.get(f"{TABLE}number-{what}-repeated", "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 1
