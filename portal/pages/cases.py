"""Cases of the own unit: the list, opening one, one case with its records, closing and reopening it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import StringField

from casefile import exhibits, records
from casefile.errors import BadInput, Conflict
from casefile.policy.permissions import Permission
from casefile.policy.states import CASE, CaseMove, after
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.records.cases import CaseDraft
from portal.forms.base import PageForm
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("cases", __name__, url_prefix="/cases")


class CaseForm(PageForm):
    reference = StringField(lazy_gettext("Reference"))
    title = StringField(lazy_gettext("Title"))
    legal_basis = StringField(lazy_gettext("Legal basis"))


@blueprint.get("/")
@needs(Permission.READ_RECORD)
def listing() -> str:
    page, only_open = page_number(), request.args.get("open") == "1"
    with store().reading() as session:
        found = cases.cases_of(
            session, viewer(), only_open=only_open, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
        )
    return render_template(
        "cases/listing.html", cases=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE, only_open=only_open
    )


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def new() -> Response | str | tuple[str, int]:
    form = CaseForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        draft = CaseDraft(form.reference.data or "", form.title.data or "", form.legal_basis.data or "")
        try:
            with store().writing() as session:
                case_id = cases.open_case(session, viewer(), draft)
            flash(_("The case is open."), "good")
            return redirect(url_for("cases.page", case_id=case_id), 303)
        except BadInput as error:
            problems = [(error.field or "reference", translated(error))]
        except Conflict as error:
            problems = [("reference", translated(error))]
    return render_template("cases/new.html", form=form, problems=problems), (422 if problems else 200)


@blueprint.get("/<case_id>")
@needs(Permission.READ_RECORD)
def page(case_id: str) -> str:
    number = page_number()
    with store().reading() as session:
        case = cases.case_of(session, viewer(), case_id)
        found = records.records_of(session, viewer(), case_id=case_id, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
        keeps = viewer().may(Permission.KEEP_EXHIBITS)
        files = exhibits.exhibits_of_case(session, viewer(), case_id) if keeps else []
    pages = max(1, -(-case.records // PAGE_SIZE))
    return render_template(
        "cases/page.html",
        case=case,
        records=found,
        page=number,
        pages=pages,
        exhibits=files,
        may_add=keeps and case.may("enter"),
        may_watch=viewer().may(Permission.WATCH_SUBJECT),
        may_hand_over=viewer().may(Permission.HAND_OVER),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A move of a case that needs a reason: its words, and the action."""

    title: str
    lead: str
    done: str
    action: Callable[[Session, Viewer, str, str], None]


STEPS = {
    CaseMove.CLOSE: Step(
        lazy_gettext("Close the case"),
        lazy_gettext("No new records can be entered in it. What it holds stays, and is corrected with a reason."),
        lazy_gettext("The case is closed. Its records keep their own dates."),
        cases.close_case,
    ),
    CaseMove.REOPEN: Step(
        lazy_gettext("Reopen the case"),
        lazy_gettext("New records can be entered in it again. That it was closed stays in the audit trail."),
        lazy_gettext("The case is open again."),
        cases.reopen_case,
    ),
}


@blueprint.route("/<case_id>/close", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def close(case_id: str) -> Response | str | tuple[str, int]:
    return _step(case_id, CaseMove.CLOSE)


@blueprint.route("/<case_id>/reopen", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def reopen(case_id: str) -> Response | str | tuple[str, int]:
    return _step(case_id, CaseMove.REOPEN)


def _step(case_id: str, move: CaseMove) -> Response | str | tuple[str, int]:
    problems: list[tuple[str, str]] = []
    reason, chosen = request.form.get("reason", "").strip(), STEPS[move]
    if request.method == "POST":
        try:
            with store().writing() as session:
                chosen.action(session, viewer(), case_id, reason)
            flash(chosen.done, "good")
            return redirect(url_for("cases.page", case_id=case_id), 303)
        except BadInput as error:
            problems = [("reason", translated(error))]
    with store().reading() as session:
        case = cases.case_of(session, viewer(), case_id)
    after(CASE, case.state, move)
    status = 422 if problems else 200
    return render_template("cases/step.html", case=case, step=chosen, problems=problems, reason=reason), status
