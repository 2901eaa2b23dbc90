"""Case records: enter, open, amend, withdraw."""

from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import errands, exhibits, protection, records, retention
from casefile import vocabulary as v
from casefile.errands import Errand
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.policy.states import RECORD, RecordMove, after
from casefile.records import RecordLine, RecordView, cases, links, stated_reasons
from portal.pages.entry import by_hand, helping, linking, marks, saving
from portal.pages.entry.opening import own_line
from portal.pages.lists.acting import acted
from portal.pages.lists.exporting import exported
from portal.pages.lists.pattern import asked_anew, listing
from portal.pages.lists.tables import RECORDS
from portal.show.filters import record_title
from portal.show.versions import changes
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.header import errand

blueprint = Blueprint("records", __name__, url_prefix="/records")

Answer = Response | str | tuple[str, int]


@blueprint.get("/", endpoint="listing")
@needs(Permission.READ_RECORD)
def overview() -> str:
    """The own unit's records; of one case where the address names it."""
    shown = listing(RECORDS)
    case_id = shown.asked.chosen["case"]
    with store().reading() as db:
        case = cases.case_of(db, viewer(), case_id) if case_id else None
    return render_template("records/listing.html", list=shown, case=case)


@blueprint.post("/find")
@needs(Permission.READ_RECORD)
def find() -> Response:
    """Find, narrow and sort: what is typed stands locked in the address."""
    return asked_anew(RECORDS)


@blueprint.post("/act")
@needs(Permission.ENTER_RECORD)
def act() -> Answer:
    """Withdraw those that were ticked."""
    return acted(RECORDS)


@blueprint.post("/export")
@needs(Permission.READ_RECORD)
def export() -> Answer:
    """Take the list out as a file, with the reason."""
    return exported(RECORDS)


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def enter() -> Answer:
    return saving.entered()


@blueprint.post("/alike")
@needs(Permission.ENTER_RECORD)
def alike() -> str:
    """Asked while a form is typed: own records that may be the same, and the name in the other script."""
    return helping.asked()


@blueprint.get("/<record_id>")
@needs(Permission.READ_RECORD)
def page(record_id: str) -> Answer:
    """The record; of another unit only for the errand that stands, asked for where none does. Each look is audited."""
    with store().reading() as db:
        line = _line(db, record_id)
    if line.own:
        return _shown(record_id)
    standing = errand.current()
    if standing is None:
        return _reason_page(line, [], {})
    try:
        with store().writing() as db:
            stated_reasons.keep(db, viewer(), g.officer.token, record_id, standing.reason, standing.case_ref)
    except BadInput as error:  # the same words for too many looks
        return _reason_page(line, [(error.field or "reason", translated(error))], {}), 422
    return _shown(record_id, standing)


def _reason_page(line: RecordLine, problems: list[tuple[str, str]], form: Mapping[str, str]) -> str:
    """What asks for the errand of a look."""
    with store().reading() as db:
        offers = errands.offers(db, viewer())
    return render_template(
        "records/reason.html", line=line, problems=problems, form=form, offers=offers, purposes=list(v.Purpose)
    )


@blueprint.post("/<record_id>")
@needs(Permission.READ_RECORD)
def open_with_reason(record_id: str) -> Answer:
    """Take the errand for which another unit's record is opened, and open it."""
    with store().reading() as db:
        line = _line(db, record_id)
    try:
        with store().writing() as db:
            taken = errand.take(db, errand.posted())
            stated_reasons.keep(db, viewer(), g.officer.token, record_id, taken.reason, taken.case_ref)
    except BadInput as error:
        problems = [(error.field or "reason", translated(error))]
        return _reason_page(line, problems, request.form), 422
    return redirect(url_for("records.page", record_id=record_id), 303)


def _line(db: Session, record_id: str) -> RecordLine:
    line = records.lines(db, viewer(), [record_id]).get(record_id)
    if line is None:
        raise NotThere(MISSING)
    return line


@blueprint.route("/<record_id>/amend", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def amend(record_id: str) -> Answer:
    with store().writing() as db:
        view = _own(db, record_id, _("to amend it"))
    try:
        after(RECORD, view.line.state, RecordMove.AMEND)
    except Conflict as error:
        flash(translated(error), "warn")
        return _shown(record_id), error.status
    return saving.amended(view)


@blueprint.route("/<record_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def withdraw(record_id: str) -> Answer:
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            with store().writing() as db:
                records.withdraw(db, viewer(), record_id, request.form.get("reason", ""))
            flash(_("Withdrawn. It is no longer found or compared; its hits are withdrawn too."), "good")
            return redirect(url_for("records.page", record_id=record_id), 303)
        except BadInput as error:
            problems = [("reason", translated(error))]
    with store().reading() as db:
        line = own_line(db, record_id)
    reason = request.form.get("reason", "")
    return render_template("records/withdraw.html", line=line, problems=problems, reason=reason), (
        422 if problems else 200
    )


@blueprint.route("/<record_id>/link", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def link(record_id: str) -> Answer:
    """State the parts that this record and others of its case play in one another."""
    return linking.page(record_id)


@blueprint.route("/<record_id>/links/<link_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def withdraw_link(record_id: str, link_id: str) -> Answer:
    """Take a wrong link back, from the page of either record."""
    problems: list[tuple[str, str]] = []
    reason = request.form.get("reason", "")
    with store().writing() as db:
        view = _own(db, record_id, _("to withdraw a link"))
    wrong = next((link for link in view.links if link.id == link_id), None)
    if wrong is None:
        raise NotThere(MISSING)
    if request.method == "POST":
        try:
            with store().writing() as db:
                links.withdraw_link(db, viewer(), link_id, reason)
            flash(_("The link is withdrawn."), "good")
            return redirect(url_for("records.page", record_id=record_id), 303)
        except BadInput as error:
            problems = [("reason", translated(error))]
    return render_template(
        "records/withdraw_link.html", line=view.line, link=wrong, problems=problems, reason=reason
    ), (422 if problems else 200)


@blueprint.get("/<record_id>/versions/<int:number>")
@needs(Permission.READ_RECORD)
def version(record_id: str, number: int) -> str:
    """One version of an own record, with what it changed."""
    with store().writing() as db:
        current = _own(db, record_id, _("to see its history"))
        shown = records.read(db, viewer(), record_id, version=number)
        before = records.read(db, viewer(), record_id, version=number - 1) if number > 1 else None
        names = profiles.names_of(db, viewer(), [line.entered_by for line in current.versions if line.entered_by])
    line = next(line for line in current.versions if line.version == number)
    return render_template(
        "records/version.html", view=shown, line=line, newest=current.versions[0].version, names=names,
        changes=changes.between(before, shown) if before else [],
    )  # fmt: skip


@blueprint.post("/<record_id>/make")
@needs(Permission.ENTER_RECORD)
def make(record_id: str) -> Answer:
    """Make records of what an own report names, all that was asked or nothing; or mark a passage that was missed."""
    with store().reading() as db:
        own_line(db, record_id)
    answer = by_hand.mark(record_id) if "mark" in request.form else marks.made(record_id)
    return (_shown(record_id, refused=answer), 422) if isinstance(answer, BadInput) else answer


@blueprint.post("/<record_id>/undo")
@needs(Permission.ENTER_RECORD)
def undo(record_id: str) -> Answer:
    """Take back what was linked, or made and linked, a moment ago."""
    with store().reading() as db:
        own_line(db, record_id)
    return marks.undone(record_id)


def _shown(record_id: str, why: Errand | None = None, refused: BadInput | None = None) -> str:
    reason, case_ref, purpose = (why.reason, why.case_ref, why.purpose.value) if why else ("", "", "")
    with store().writing() as db:
        view = records.read(db, viewer(), record_id, reason=reason, case_ref=case_ref, purpose=purpose)
        names = profiles.names_of(db, viewer(), [line.entered_by for line in view.versions if line.entered_by])
        signs = protection.why_protected(db, viewer(), "record", record_id) if view.own else ()
        source = records.source_view(db, viewer(), view)
        on_lists = records.listed_view(db, viewer(), view)
        dated = retention.dated(db, viewer(), record_id) if view.own else None
        keeps = view.own and viewer().may(Permission.KEEP_EXHIBITS)
        files = exhibits.exhibits_of_record(db, viewer(), record_id) if keeps else []
        read = marks.section(db, view, refused)
    if read is not None:
        marks.look_for_own(read, record_id)
    protected = list(dict.fromkeys(one.sign.protection for one in signs if one.lowered_at is None))
    return render_template(
        "records/page.html", view=view, line=view.line, names=names, title=record_title(view), protected=protected,
        may_watch=viewer().may(Permission.WATCH_SUBJECT), dated=dated, exhibits=files, on_lists=on_lists,
        may_add=keeps and view.line.may_amend, read=read,
        just=marks.just_made() if view.own else "", person_roles=marks.PERSON_ROLES, by_hand=marks.BY_HAND,
        source=changes.against_source(*source, view) if source else None,
    )  # fmt: skip


def _own(db: Session, record_id: str, reason: str) -> RecordView:
    """An own record, opened; another unit's is as good as not there, even to whom may read it."""
    own_line(db, record_id)
    return records.read(db, viewer(), record_id, reason=reason)
