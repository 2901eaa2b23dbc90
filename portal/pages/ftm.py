"""What a unit takes out for other programs, with the reason: its records, one case, or what one record is linked to: as
FollowTheMoney lines, as a network to draw or drawn on one page, as a STIX bundle or as a sheet for paper."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefile.errors import BadInput
from casefile.exchange.ftm.export import MOST_AT_PORTAL, Taking, TooMany, ftm_lines, take_ftm
from casefile.exchange.networks.graph import network_of
from casefile.exchange.networks.writing import FORMATS as NETWORKS
from casefile.exchange.networks.writing import written
from casefile.exchange.outgoing.given import Shared
from casefile.exchange.outgoing.installed import templates_for
from casefile.exchange.outgoing.own import shared_of
from casefile.exchange.outgoing.sheets import rows_of
from casefile.exchange.outgoing.template import I2, Template, built_in
from casefile.exchange.stix.bundle import TYPE as STIX_TYPE
from casefile.exchange.stix.bundle import as_stix
from casefile.people import units
from casefile.people.profiles import names_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.records.read import own_line
from portal.pages.lists.exporting import mark_of
from portal.show.cells import safe_cell
from portal.show.document.case import MOST, Sheet, case_pdf
from portal.show.document.network import network_pdf
from portal.show.document.pdf import NO_FONTS, can_be_made
from portal.show.filters import record_title
from portal.translations import LANGUAGES
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import DEFAULT_LANGUAGE

blueprint = Blueprint("ftm", __name__, url_prefix="/ftm")
FTM, STIX, PDF, DRAWN, INTERPOL = "ftm", "stix", "pdf", "drawn", "interpol"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    FTM: ("ftm.json", "application/x-ndjson"), STIX: ("stix.json", STIX_TYPE), PDF: ("pdf", "application/pdf"),
    DRAWN: ("network.pdf", "application/pdf"), INTERPOL: ("interpol.xlsx", XLSX_TYPE), **NETWORKS,
}  # fmt: skip
"""Each format with the ending of its files and their type."""
BY_TEMPLATE = "by:"
"""How the format of a template that the unit has begins; its name follows."""


@blueprint.route("/", methods=["GET", "POST"])
@needs(Permission.READ_RECORD)
def take_out() -> Response | str | tuple[str, int]:
    """The page that asks for the reason; then the file. In the address `case`: that one of the own cases; `record`:
    what that one of the own records is linked to."""
    problems = list[tuple[str, str]]()
    of = _asked_for()
    if request.method == "POST":
        try:
            return _file(of)
        except TooMany:
            problems = [("reason", _too_many())]
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().reading() as session:
        own = [(f"{BY_TEMPLATE}{one.name}", one.name, one.form == I2) for one in templates_for(session, viewer())]
    page = render_template(
        "ftm/take_out.html", of=of, problems=problems, given=request.form, most=MOST_AT_PORTAL, most_on_paper=MOST,
        own=own,
    )  # fmt: skip
    return page, (422 if problems else 200)


@dataclass(frozen=True, slots=True)
class Of:
    """What is taken out: all, a case by its reference, or what is around a record by its id. `called`: in a heading."""

    case: str = ""
    record: str = ""
    called: str = ""
    trail: tuple[tuple[str, str], ...] = ()


def _asked_for() -> Of:
    """Raises NotThere for what is no case and no record of the unit."""
    case_id, record_id = request.args.get("case", ""), request.args.get("record", "")
    with store().reading() as session:
        if case_id:
            case = cases.case_of(session, viewer(), case_id)
            way = ((url_for("cases.listing"), _("Cases")), (url_for("cases.page", case_id=case_id), case.reference))
            return Of(case.reference, "", " · ".join(filter(None, (case.reference, case.title))), way)
        if record_id:
            line = own_line(session, viewer(), record_id)
            title = record_title(line)
            in_case = url_for("cases.page", case_id=line.case_id), line.case_reference or ""
            return Of("", record_id, title, (in_case, (url_for("records.page", record_id=record_id), title)))
    return Of()


def _too_many() -> str:
    return _(
        "More than %(most)s records: the portal gives no such file. Ask your administrator: griot export ftm",
        most=format_decimal(MOST_AT_PORTAL),
    )


def _file(of: Of) -> Response:
    """The file in the format that was chosen; FollowTheMoney where none was, or none that there is."""
    who, reason, form = viewer(), request.form.get("reason", ""), request.form.get("format", "")
    template = _template(form)
    form = form if template or form in FORMATS else FTM
    ending, type = FORMATS[INTERPOL if template else form]
    if template and template.form == I2:
        ending, type = FORMATS[I2]
    if form in (PDF, DRAWN):
        _check_paper(of, form)
    with store().writing() as session:
        taking = take_ftm(
            session, who, unit=who.unit_code, case=of.case, reason=reason, most=MOST_AT_PORTAL, written_as=form,
            around=of.record,
        )  # fmt: skip
    with store().reading() as session:
        content = _content(session, who, taking, form, of, template)
    name = f"griot-{taking.at:%Y-%m-%d}-{taking.reference[:8]}.{ending}"
    return Response(content, content_type=type, headers={"Content-Disposition": f"attachment; filename={name}"})


def _check_paper(of: Of, form: str) -> None:
    """Before anything is written down: what cannot be made is not taken out."""
    if not of.case and (form == PDF or not of.record):
        raise BadInput("A case is taken out as a PDF, not all records: start from the case.", field="format")
    if not can_be_made():
        raise BadInput(NO_FONTS, field="format")


def _template(form: str) -> Template | None:
    """The one that was asked for; another unit's is as one that never was."""
    if form == INTERPOL:
        return built_in(form)
    if not form.startswith(BY_TEMPLATE):
        return None
    with store().reading() as session:
        return {one.name: one for one in templates_for(session, viewer())}.get(form.removeprefix(BY_TEMPLATE))


def _content(session: Session, who: Viewer, taking: Taking, form: str, of: Of, template: Template | None) -> bytes:
    if form == FTM:
        return "".join(f"{line}\n" for line in ftm_lines(session, who, taking)).encode()
    if form == STIX:
        return as_stix(shared_of(session, who, taking, of.case))
    if form == PDF:
        shared = shared_of(session, who, taking, of.case)
        return case_pdf(shared, _sheet(session, who, taking, shared.source.name), language_asked())
    if form == DRAWN:
        network = network_of(session, who, taking)
        sheet = _sheet(session, who, taking, units.unit(session, who.unit_id).name)
        return network_pdf(network, sheet, of.called, language_asked(), centre=taking.refs.get(of.record, ""))
    if template and template.form != I2:
        return _field_sheet(shared_of(session, who, taking, of.case), taking, template)
    return written(network_of(session, who, taking), I2 if template else form, safe_cell, template)


def _field_sheet(shared: Shared, taking: Taking, template: Template) -> bytes:
    """The form's own titles first, as its importer expects; who took it out, why and when on a sheet behind."""
    from portal.pages.running.workbook import workbook  # noqa: PLC0415  (half a second that no other format needs)

    rows = [tuple(map(safe_cell, row)) for row in rows_of(template, shared)]
    about = [(mark_of(taking.reference, taking.at),), (_("Reason"), safe_cell(request.form.get("reason", "").strip()))]
    return workbook([(template.name[:31], rows), ("Griot", about)])


def _sheet(session: Session, who: Viewer, taking: Taking, unit: str) -> Sheet:
    """What stands above it on paper."""
    name = names_of(session, who, [who.officer_id]).get(who.officer_id, who.login)
    reason = request.form.get("reason", "").strip()
    return Sheet(name, unit, taking.at, reason, taking.digest, sum(taking.left_out.values()))


def language_asked() -> str:
    """The language of a PDF that was asked for; the reader's own where none was."""
    asked, locale = request.form.get("language", ""), get_locale()
    return asked if asked in LANGUAGES else str(locale or DEFAULT_LANGUAGE)
