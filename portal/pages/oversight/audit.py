"""The auditors' pages of the trail: who looked for what, when and why; the file for the authority; who granted what."""

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from casefile import auditing
from casefile.auditing import AuditLine, Wanted
from casefile.budgets import alarms
from casefile.errors import BadInput
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.storage import tables
from portal.show import trail_words
from portal.show.cells import safe_cell
from portal.show.document.pdf import as_pdf
from portal.show.document.trail import document_of
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("audit", __name__, url_prefix="/audit")

ALARMS_SHOWN = 5
LOGIN, WORD, ID = 40, 40, 64
"""Characters of what may stand in the filter; longer is no such thing."""
IN_A_FILE, ON_PAPER = 50_000, 10_000
"""Lines of one export: what a spreadsheet still opens; what is set as a PDF in four seconds (2,000 in 0.8 s)."""
COLUMNS = (
    "number", "at", "action", "officer", "unit", "subject", "subject_id", "reason", "case", "purpose", "recipients",
    "found", "address", "command", "system_user", "page", "status",
)  # fmt: skip
"""Of the export, whose names stay in English: programs read it."""


@blueprint.get("/")
@needs(Permission.READ_AUDIT)
def listing() -> str:
    page, wanted = page_number(), _wanted()
    with store().reading() as session:
        found = auditing.lines(session, viewer(), wanted, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        waiting = [one for one in alarms.listing(session, viewer(), limit=ALARMS_SHOWN) if one.seen_at is None]
        known = units.units(session)
    given: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_template(
        "audit/listing.html", lines=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE, page=page, alarms=waiting,
        units=known, given=given, words=trail_words,
        codes={one.id: one.code for one in known}, address=lambda number: url_for(".listing", **given, page=number),
    )  # fmt: skip


@blueprint.get("/trail.csv")
@needs(Permission.READ_AUDIT)
def export() -> Response:
    """The lines that the filter leaves, for the data-protection authority. That it was exported is a line."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    with store().writing() as session:
        codes = {one.id: one.code for one in units.units(session)}
        for line in auditing.export(session, viewer(), _wanted(), most=IN_A_FILE):
            writer.writerow([safe_cell(str(value)) for value in _cells(line, codes)])
    name = f"griot-trail-{tables.now():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)


@blueprint.get("/trail.pdf")
@needs(Permission.READ_AUDIT)
def paper() -> Response:
    """The same lines to print and sign, in the reader's language."""
    at, wanted = tables.now(), _wanted()
    with store().writing() as session:
        codes = {one.id: one.code for one in units.units(session)}
        lines = auditing.export(session, viewer(), wanted, most=ON_PAPER)
        document = document_of(lines, wanted, codes, made_by=viewer().login, at=at)
    if not (pdf := as_pdf(asdict(document), int(at.timestamp()))):
        raise BadInput(
            "This machine lacks the font to make a PDF with. Take the CSV file, or ask your administrator for the "
            "package fonts-dejavu-core."
        )
    headers = {"Content-Disposition": f"attachment; filename=griot-trail-{at:%Y-%m-%d}.pdf"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@blueprint.get("/grants")
@needs(Permission.READ_AUDIT)
def grants() -> str:
    page = page_number()
    with store().reading() as session:
        found = auditing.grants(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template(
        "audit/grants.html", grants=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE, page=page, words=trail_words
    )


def _wanted() -> Wanted:
    """What the address asks for; what is no such thing narrows to nothing found, never to everything."""
    given = request.args
    until = _day("until")
    return Wanted(
        unit_id=given.get("unit", "")[:LOGIN],
        login=given.get("officer", "").strip()[:LOGIN],
        action=given.get("action", "")[:WORD],
        since=_day("since"),
        until=until + timedelta(days=1) if until else None,
        subject_id=given.get("subject", "").strip()[:ID],
    )


def _day(name: str) -> datetime | None:
    if not (text := request.args.get(name, "").strip()):
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise BadInput("%(text)s is not a day. Write it as 2026-03-31.", field=name, text=text[:20]) from None


def _cells(line: AuditLine, codes: Mapping[str, str]) -> list[object]:
    said = line.detail
    return [
        line.seq, line.at.isoformat(), line.action, line.login, line.unit_code, line.subject_kind, line.subject_id,
        line.reason, line.case_ref, line.purpose, " ".join(codes.get(one, one) for one in line.recipients),
        *(said.get(name, "") for name in ("found", "address", "command", "system_user", "page", "status")),
    ]  # fmt: skip
