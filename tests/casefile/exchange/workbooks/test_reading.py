"""Files as people send them, and as nobody should: read as text, or refused with one sentence."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from casefile.errors import BadInput
from casefile.exchange.workbooks import reading
from casefile.exchange.workbooks.reading import read_table

ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Un"><table:table-row><table:table-cell><text:p>Nom</text:p></table:table-cell>
 <table:table-cell><text:p>Né le</text:p></table:table-cell>
 <table:table-cell table:number-columns-repeated="16382"/></table:table-row>
 <table:table-row><table:table-cell><text:p>مودو</text:p></table:table-cell>
 <table:table-cell office:value-type="date" office:date-value="1984-03-12"><text:p>12/03/84</text:p></table:table-cell>
 </table:table-row>%s</table:table></office:spreadsheet></office:body></office:document-content>"""


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


def book(*sheets):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    ["Nom;Né le\nمودو;1984-03-12\n".encode("utf-8-sig"), "Nom,Né le\nمودو,1984-03-12\n".encode(),
     "Nom\tNé le\nمودو\t1984-03-12\n".encode("utf-16"), zipped(content_xml=ODS % ""),
     book(("Un", [("Nom", "Né le"), ("مودو", "1984-03-12")]))],
    ids=["csv of Excel", "csv", "utf-16", "ods", "xlsx"],
)  # fmt: skip
def test_the_same_table_in_every_form(content):
    assert read_table(content)[0].rows == (("Nom", "Né le"), ("مودو", "1984-03-12"))


def test_numbers_and_several_sheets_are_read_as_people_see_them():
    sheets = read_table(book(("A", [("Tél", 775551234.0)]), ("empty", []), ("B", [(), ("x",)])))
    assert [(s.name, s.rows) for s in sheets] == [("A", (("Tél", "775551234"),)), ("B", ((), ("x",)))]


ENDLESS = (
    '<table:table-row table:number-rows-repeated="99999999"><table:table-cell><text:p>x</text:p></table:table-cell>'
    "</table:table-row>"
)
REFUSED = {
    "a bomb": (zipped(xl__workbook_xml="x", xl__sheet_xml=" " * 5_000_000), reading.BOMB),
    "macros": (zipped(xl__workbook_xml="x", xl__vbaProject_bin="x"), reading.WITH_MACROS),
    "old or locked Excel": (reading.OLE + b"x" * 600, reading.OLD),
    "a locked ODS": (
        zipped(content_xml=ODS % "", **{"META-INF__manifest_xml": "<m:encryption-data/>"}), reading.LOCKED),
    "an entity": (
        zipped(content_xml='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), reading.NO_TABLE),
    "a broken workbook": (zipped(xl__workbook_xml="<x"), reading.NO_TABLE),
    "no table": (b"\x00\x01\x02", reading.NO_TABLE),
    "nothing": (b"", reading.EMPTY),
    "rows without end": (zipped(content_xml=ODS % ENDLESS), reading.TOO_MANY_ROWS),
    "too many rows": (b"x\n" * (reading.MAX_ROWS + 1), reading.TOO_MANY_ROWS),
    "a cell of a book's length": (b"x" * (reading.MAX_CELL + 1), reading.TOO_WIDE),
    "a file too large": (b"x" * (reading.MAX_BYTES + 1), reading.TOO_LARGE),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_harm_is_refused_with_a_sentence(name):
    content, message = REFUSED[name]
    with pytest.raises(BadInput) as refused:
        read_table(content)
    assert refused.value.message == message
