"""What a unit takes out for other programs, with the reason: its records, or one case, as FollowTheMoney lines, as a
network to draw, as a STIX bundle or as a sheet for paper."""

from flask import Blueprint, Response, render_template, request
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefile.errors import BadInput
from casefile.exchange.ftm.export import MOST_AT_PORTAL, Taking, TooMany, ftm_lines, take_ftm
from casefile.exchange.networks.graph import network_of
from casefile.exchange.networks.writing import FORMATS as NETWORKS
from casefile.exchange.networks.writing import written
from casefile.exchange.outgoing.given import Shared
from casefile.exchange.outgoing.own import shared_of
from casefile.exchange.outgoing.sheets import rows_of
from casefile.exchange.stix.bundle import TYPE as STIX_TYPE
from casefile.exchange.stix.bundle import as_stix
from casefile.people.profiles import names_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.records import cases
from portal.pages.lists.exporting import mark_of
from portal.show.cells import safe_cell
from portal.show.document.case import MOST, Sheet, case_pdf
from portal.show.document.pdf import NO_FONTS, can_be_made
from portal.translations import LANGUAGES
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import DEFAULT_LANGUAGE

blueprint = Blueprint("ftm", __name__, url_prefix="/ftm")
FTM, STIX, PDF, INTERPOL = "ftm", "stix", "pdf", "interpol"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    FTM: ("ftm.json", "application/x-ndjson"), STIX: ("stix.json", STIX_TYPE), PDF: ("pdf", "application/pdf"),
    INTERPOL: ("interpol.xlsx", XLSX_TYPE), **NETWORKS,
}  # fmt: skip
"""Each format with the ending of its files and their type."""


@blueprint.route("/", methods=["GET", "POST"])
@needs(Permission.READ_RECORD)
def take_out() -> Response | str | tuple[str, int]:
    """The page that asks for the reason; then the file. `case` in the address: that one of the own cases."""
    case, problems = None, list[tuple[str, str]]()
    if case_id := request.args.get("case", ""):
        with store().reading() as session:
            case = cases.case_of(session, viewer(), case_id)
    if request.method == "POST":
        try:
            return _file(case.reference if case else "")
        except TooMany:
            problems = [("reason", _too_many())]
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    page = render_template(
        "ftm/take_out.html", case=case, problems=problems, given=request.form, most=MOST_AT_PORTAL, most_on_paper=MOST
    )
    return page, (422 if problems else 200)


def _too_many() -> str:
    return _(
        "More than %(most)s records: the portal gives no such file. Ask your administrator: griot export ftm",
        most=format_decimal(MOST_AT_PORTAL),
    )


def _file(case: str) -> Response:
    """The file in the format that was chosen; FollowTheMoney where none was, or none that there is."""
    who, reason, form = viewer(), request.form.get("reason", ""), request.form.get("format", "")
    form = form if form in FORMATS else FTM
    ending, type = FORMATS[form]
    if form == PDF:
        _check_paper(case)
    with store().writing() as session:
        taking = take_ftm(
            session, who, unit=who.unit_code, case=case, reason=reason, most=MOST_AT_PORTAL, written_as=form
        )
    with store().reading() as session:
        content = _content(session, who, taking, form, case)
    name = f"griot-{taking.at:%Y-%m-%d}-{taking.reference[:8]}.{ending}"
    return Response(content, content_type=type, headers={"Content-Disposition": f"attachment; filename={name}"})


def _check_paper(case: str) -> None:
    """Before anything is written down: what cannot be made is not taken out."""
    if not case:
        raise BadInput("A case is taken out as a PDF, not all records: start from the case.", field="format")
    if not can_be_made():
        raise BadInput(NO_FONTS, field="format")


def _content(session: Session, who: Viewer, taking: Taking, form: str, case: str) -> bytes:
    if form == FTM:
        return "".join(f"{line}\n" for line in ftm_lines(session, who, taking)).encode()
    if form == STIX:
        return as_stix(shared_of(session, who, taking, case))
    if form == PDF:
        return _paper(session, who, taking, case)
    if form == INTERPOL:
        return _field_sheet(shared_of(session, who, taking, case), taking)
    return written(network_of(session, who, taking), form, safe_cell)


def _field_sheet(shared: Shared, taking: Taking) -> bytes:
    """The form's own titles first, as its importer expects; who took it out, why and when on a sheet behind."""
    from portal.pages.running.workbook import workbook  # noqa: PLC0415  (half a second that no other format needs)

    rows = [tuple(map(safe_cell, row)) for row in rows_of(INTERPOL, shared)]
    about = [(mark_of(taking.reference, taking.at),), (_("Reason"), safe_cell(request.form.get("reason", "").strip()))]
    return workbook([(INTERPOL, rows), ("Griot", about)])


def _paper(session: Session, who: Viewer, taking: Taking, case: str) -> bytes:
    """The sheet in the language that was asked for; the reader's own where none was."""
    shared = shared_of(session, who, taking, case)
    name = names_of(session, who, [who.officer_id]).get(who.officer_id, who.login)
    sheet = Sheet(
        name, shared.source.name, taking.at, request.form.get("reason", "").strip(), taking.digest,
        sum(taking.left_out.values()),
    )  # fmt: skip
    asked, locale = request.form.get("language", ""), get_locale()
    return case_pdf(shared, sheet, asked if asked in LANGUAGES else str(locale or DEFAULT_LANGUAGE))
