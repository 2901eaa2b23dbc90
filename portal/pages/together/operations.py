"""Planned operations: the own unit's list, entering, postponing, ending; and the coordination office's list of those
that meet one another, a watch on a departure, or a record of an event."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput
from casefile.planned import desk, own
from casefile.policy.network import operations as law
from casefile.policy.permissions import Permission
from casefile.records import cases
from casefile.vocabulary import MeetingKind
from portal.forms.last_day import last_day
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("operations", __name__, url_prefix="/operations")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]
OFFERED_CASES = 100
DONE, CANCELLED, TELL, SET_ASIDE = "done", "cancelled", "tell", "set_aside"


@blueprint.get("/")
@needs(Permission.PLAN_OPERATION)
def listing() -> str:
    page = page_number()
    with store().reading() as session:
        found = own.operations_of(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template(
        "operations/listing.html", operations=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE
    )  # fmt: skip


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.PLAN_OPERATION)
def new() -> Answer:
    problems: Problems = []
    form = request.form
    if request.method == "POST":
        try:
            draft = own.OperationDraft(
                form.get("case", ""),
                form.get("place", ""),
                _kilometres(form.get("radius", "")),
                last_day(form.get("first", ""), "first").date(),
                last_day(form.get("last", ""), "last").date(),
                form.get("means", ""),
                form.get("targets", ""),
                form.get("contact", ""),
                form.get("reason", ""),
            )
            with store().writing() as session:
                operation_id = own.plan_operation(session, viewer(), draft)
            flash(_("Saved. Only your unit and the coordination office can read it."), "good")
            return redirect(url_for("operations.page", operation_id=operation_id), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().reading() as session:
        offered = cases.cases_of(session, viewer(), only_open=True, limit=OFFERED_CASES)
        planners = own.planners(session, viewer())
    return render_template(
        "operations/new.html", cases=offered, planners=planners, problems=problems, given=form,
        me=form.get("contact") or viewer().officer_id, radius=form.get("radius") or law.DEFAULT_KM,
    ), (422 if problems else 200)  # fmt: skip


@blueprint.get("/<operation_id>")
@needs(Permission.PLAN_OPERATION)
def page(operation_id: str) -> str:
    """One of the own unit. The look is kept."""
    with store().writing() as session:
        view = own.open_operation(session, viewer(), operation_id)
    return render_template("operations/page.html", view=view)


@blueprint.route("/<operation_id>/postpone", methods=["GET", "POST"])
@needs(Permission.PLAN_OPERATION)
def postpone(operation_id: str) -> Answer:
    problems: Problems = []
    form = request.form
    if request.method == "POST":
        try:
            first = last_day(form.get("first", ""), "first").date()
            last = last_day(form.get("last", ""), "last").date()
            with store().writing() as session:
                own.postpone(session, viewer(), operation_id, first, last, form.get("reason", ""))
            flash(_("Postponed."), "good")
            return redirect(url_for("operations.page", operation_id=operation_id), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().writing() as session:
        view = own.open_operation(session, viewer(), operation_id)
    return render_template("operations/postpone.html", view=view, problems=problems, given=form), (
        422 if problems else 200
    )


@blueprint.route("/<operation_id>/end", methods=["GET", "POST"])
@needs(Permission.PLAN_OPERATION)
def end(operation_id: str) -> Answer:
    """Cancelled, or done."""
    problems: Problems = []
    how = request.form.get("how", "")
    if request.method == "POST":
        try:
            if how not in (DONE, CANCELLED):
                raise BadInput("Say whether it was cancelled or is done.", field="how")
            with store().writing() as session:
                own.end(session, viewer(), operation_id, request.form.get("reason", ""), done=how == DONE)
            flash(_("Noted."), "good")
            return redirect(url_for("operations.page", operation_id=operation_id), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().writing() as session:
        view = own.open_operation(session, viewer(), operation_id)
    return render_template(
        "operations/end.html", view=view, problems=problems, how=how, reason=request.form.get("reason", "")
    ), (422 if problems else 200)


@blueprint.post("/<operation_id>/called")
@needs(Permission.PLAN_OPERATION)
def called(operation_id: str) -> Answer:
    with store().writing() as session:
        own.say_called(session, viewer(), operation_id)
    flash(_("Noted."), "good")
    return redirect(url_for("operations.page", operation_id=operation_id), 303)


# ---- the coordination office's side ---------------------------------------------------------------------------------


@blueprint.get("/meetings")
@needs(Permission.COORDINATE, Permission.REVIEW_PROTECTED_HIT)
def meetings() -> str:
    page = page_number()
    with store().reading() as session:
        found = desk.meetings(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template(
        "operations/meetings.html", meetings=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE
    )  # fmt: skip


@blueprint.route("/meetings/<meeting_id>", methods=["GET", "POST"])
@needs(Permission.COORDINATE, Permission.REVIEW_PROTECTED_HIT)
def decide(meeting_id: str) -> Answer:
    """Both sides, and the decision: who plans is asked to call, or nobody learns of it."""
    problems: Problems = []
    what = request.form.get("what", "")
    if request.method == "POST":
        try:
            if what not in (TELL, SET_ASIDE):
                raise BadInput("Choose what to do.", field="what")
            with store().writing() as session:
                kind = desk.decide(session, viewer(), meeting_id, request.form.get("reason", ""), tell=what == TELL)
            flash(_said(kind) if what == TELL else _("Set aside. No unit learns of it."), "good")
            return redirect(url_for("operations.meetings"), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().writing() as session:
        view = desk.open_meeting(session, viewer(), meeting_id)
    return render_template(
        "operations/decide.html", view=view, problems=problems, what=what, reason=request.form.get("reason", "")
    ), (422 if problems else 200)


def _said(kind: MeetingKind) -> str:
    if kind is not MeetingKind.OPERATION:
        return _("The unit that plans is asked to call you.")
    return _("Both units are asked to call you.")


def _kilometres(text: str) -> int:
    try:
        return int(text.strip())
    except ValueError:
        raise BadInput("Enter the radius as a whole number of kilometres.", field="radius") from None
