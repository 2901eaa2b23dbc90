"""A list as a file for a spreadsheet: who took what out, when, why and under which conditions stands above and below.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, in both kinds of file.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from casefile.errors import BadInput
from casefile.lists import MOST, Asked, TakenOut, take_out
from portal.pages.lists.acting import Answer
from portal.pages.lists.pattern import ListPage, asked_before, asked_in
from portal.show.cells import safe_cell
from portal.show.filters import word
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.training import marked_inside

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BOM = "\ufeff"
"""At the start of the CSV: without it Excel reads Arabic and accents as Latin-1."""
SHEET = "Griot"

Line = Sequence[str]


def exported(of: ListPage[Any]) -> Answer:
    """The page that asks for the reason, or the file."""
    wanted, asked = request.form.get("format", ""), asked_in(of, asked_before(of))
    if wanted not in TYPES:
        return _asked(of, [])
    try:
        with store().writing() as session:
            taken = take_out(session, viewer(), of.name, asked, request.form.get("reason", ""))
    except BadInput as error:
        return _asked(of, [("reason", translated(error))]), 422
    lines = list(_lines(of, asked, taken))
    content = file_of(lines, wanted)
    headers = {"Content-Disposition": f"attachment; filename=griot-{of.name}-{taken.at:%Y-%m-%d}.{wanted}"}
    return Response(content, mimetype=TYPES[wanted], headers=headers)


def file_of(lines: Sequence[Line], wanted: str) -> bytes:
    """The lines as a file of this type; titles stand after the first empty one."""
    return _csv(lines) if wanted == CSV else _xlsx(lines)


def _asked(of: ListPage[Any], problems: list[tuple[str, str]]) -> str:
    back = url_for(of.endpoint, **asked_before(of))
    return render_template("lists/export.html", of=of, problems=problems, given=request.form, back=back, most=MOST)


def _lines(of: ListPage[Any], asked: Asked, taken: TakenOut) -> Iterator[Line]:
    """Header block, an empty line, titles, the rows, and the mark again."""
    mark = mark_of(taken.reference, taken.at)
    yield (mark,)
    yield from _header(of, asked, taken)
    yield ()
    yield (*(str(column.title) for column in of.columns), *([_("Handling")] if taken.handling else []))
    for row in taken.rows:
        cells = [column.cell(row) for column in of.columns]
        yield (*cells, *([word(taken.handling.get(row.id))] if taken.handling else []))
    yield (mark,)


def mark_of(reference: str, at: datetime) -> str:
    """Who takes a file out now: it stands above and below what leaves."""
    who = viewer()
    said = _(
        "Taken out of Griot by %(login)s, %(unit)s, on %(at)s. Reference %(reference)s. Not to be passed on.",
        login=who.login, unit=who.unit_code, at=f"{at:%Y-%m-%d %H:%M} UTC", reference=reference,
    )  # fmt: skip
    return marked_inside(said)


def _header(of: ListPage[Any], asked: Asked, taken: TakenOut) -> Iterator[Line]:
    yield _("Reason"), taken.reason
    if asked.find:
        yield _("Find in this list"), asked.find
    for name, choice in of.choices.items():
        if value := asked.chosen.get(name):
            yield str(choice.title), dict(choice.options()).get(value, value)
    if taken.cut:
        yield _("Only the first 20,000 lines were looked through. For the others use the search."), ""
    if taken.codes:
        yield _("Handling"), "; ".join(word(code) for code in taken.codes)
    yield _("Lines"), (
        str(taken.total) if taken.total == len(taken.rows)
        else _("the first %(most)s of %(total)s", most=len(taken.rows), total=taken.total)
    )  # fmt: skip


def _csv(lines: Sequence[Line]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in line] for line in lines)
    return (BOM + text.getvalue()).encode()


def _xlsx(lines: Sequence[Line]) -> bytes:
    """Every cell is text: a number of a passport is no number, and what begins with `=` no formula."""
    from openpyxl import Workbook  # noqa: PLC0415  (half a second that no other page needs)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    titles = next(place for place, line in enumerate(lines) if not line) + 1
    for place, line in enumerate(lines):
        row = []
        for text in line:
            cell = WriteOnlyCell(sheet)
            cell.value, cell.data_type = _legal(safe_cell(text)), "s"
            if place in (0, titles):
                cell.font = Font(bold=True)
            row.append(cell)
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _legal(text: str) -> str:
    """Without the control characters that no sheet may hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")[:32_767]
