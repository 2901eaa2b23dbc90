"""Cases of the own unit: the list, opening one, one case with its records, closing and reopening it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from casefile import exhibits
from casefile.errors import BadInput, Conflict
from casefile.people import profiles
from casefile.policy.permissions import Permission
from casefile.policy.states import CASE, CaseMove, after
from casefile.policy.viewer import Viewer
from casefile.records import case_history, cases
from casefile.records.cases import CaseDraft
from casefile.vocabulary import Exploitation, OffenceKind
from portal.forms.base import PageForm
from portal.forms.fields import TickList, choices
from portal.pages.lists.acting import acted
from portal.pages.lists.exporting import exported
from portal.pages.lists.pattern import asked_anew, listing
from portal.pages.lists.tables import CASES, RECORDS
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.numbers import version_seen

blueprint = Blueprint("cases", __name__, url_prefix="/cases")

Word = TypeVar("Word", bound=StrEnum)


class CaseForm(PageForm):
    reference = StringField(lazy_gettext("Reference"))
    title = StringField(lazy_gettext("Title"))
    legal_basis = StringField(lazy_gettext("Legal basis"))
    offences = TickList(lazy_gettext("What the case is about"), validate_choice=False)
    exploitation = TickList(lazy_gettext("Form of exploitation"), validate_choice=False)
    ticks = HiddenField(default="shown")
    """Posted by every form that shows the ticks: a browser posts nothing for what is not ticked, and neither does a
    form that was opened before there were any."""

    def __init__(self, **proposed: object) -> None:
        super().__init__(**proposed)
        self.offences.choices = choices(OffenceKind)
        self.exploitation.choices = choices(Exploitation)

    @property
    def says_offences(self) -> bool:
        """Whether what was posted came from a form with ticks, or has one."""
        return bool(self.ticks.raw_data or self.offences.raw_data or self.exploitation.raw_data)


class AmendCaseForm(CaseForm):
    change_note = StringField(lazy_gettext("Why it is amended"))


Answer = Response | str | tuple[str, int]


@blueprint.get("/", endpoint="listing")
@needs(Permission.READ_RECORD)
def overview() -> str:
    return render_template("cases/listing.html", list=listing(CASES))


@blueprint.post("/find")
@needs(Permission.READ_RECORD)
def find() -> Response:
    """Find, narrow and sort: what is typed stands locked in the address."""
    return asked_anew(CASES)


@blueprint.post("/act")
@needs(Permission.ENTER_RECORD)
def act() -> Answer:
    """Close or reopen those that were ticked."""
    return acted(CASES)


@blueprint.post("/export")
@needs(Permission.READ_RECORD)
def export() -> Answer:
    """Take the list out as a file, with the reason."""
    return exported(CASES)


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def new() -> Answer:
    form = CaseForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        problems = _missing(form)
        try:
            draft = _draft(form)
            if not problems:
                with store().writing() as session:
                    case_id = cases.open_case(session, viewer(), draft)
                flash(_("The case is open."), "good")
                return redirect(url_for("cases.page", case_id=case_id), 303)
        except (BadInput, Conflict) as error:
            problems.append((getattr(error, "field", "") or "reference", translated(error)))
    _mark(form, problems)
    with store().reading() as session:
        bases = cases.bases_of(session, viewer())
    return render_template("cases/new.html", form=form, problems=problems, bases=bases), (422 if problems else 200)


def _missing(form: CaseForm) -> list[tuple[str, str]]:
    """What a new case needs and was not posted."""
    needed = {
        "reference": _("Give the case its reference."),
        "legal_basis": _("State the law or order under which people are recorded in this case."),
    }
    return [(name, text) for name, text in needed.items() if not (form[name].data or "").strip()]


def _draft(form: CaseForm) -> CaseDraft:
    """What was posted; of offences nothing where the form had no ticks. Raises BadInput for a kind on no list."""
    reference, title, basis = ((field.data or "").strip() for field in (form.reference, form.title, form.legal_basis))
    if not form.says_offences:
        return CaseDraft(reference, title, basis)
    offences = tuple(_member(OffenceKind, one, "offences") for one in form.offences.data or ())
    exploitation = tuple(_member(Exploitation, one, "exploitation") for one in form.exploitation.data or ())
    return CaseDraft(reference, title, basis, offences=offences, exploitation=exploitation)


def _member(words: type[Word], value: str, field: str) -> Word:
    try:
        return words(value)
    except ValueError:
        raise BadInput("Choose from the list.", field=field) from None


def _mark(form: CaseForm, problems: list[tuple[str, str]]) -> None:
    """Say at each field what the list of problems says of it."""
    for name, text in problems:
        if name in form:
            form[name].errors = [*form[name].errors, text]


@blueprint.route("/<case_id>/amend", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def amend(case_id: str) -> Answer:
    """Another reference, title or legal basis; what stood before stays in its history."""
    with store().reading() as session:
        case = cases.case_of(session, viewer(), case_id)
        versions = case_history.versions_of(session, viewer(), case_id)
        bases = cases.bases_of(session, viewer())
    form, problems = AmendCaseForm(), list[tuple[str, str]]()
    if request.method == "GET":
        form = AmendCaseForm(
            reference=case.reference, title=case.title, legal_basis=case.legal_basis,
            offences=case.offences, exploitation=case.exploitation,
        )  # fmt: skip
    else:
        seen, note = version_seen(request.form.get("seen", "")), (form.change_note.data or "").strip()
        try:
            with store().writing() as session:
                case_history.amend_case(session, viewer(), case_id, _draft(form), seen=seen, change_note=note)
            flash(_("Saved. What stood before stays in the history of the case."), "good")
            return redirect(url_for("cases.page", case_id=case_id), 303)
        except (BadInput, Conflict) as error:
            problems = [(getattr(error, "field", "") or "reference", translated(error))]
        if not form.says_offences:
            form.offences.data, form.exploitation.data = case.offences, case.exploitation
    _mark(form, problems)
    return render_template(
        "cases/amend.html", case=case, form=form, problems=problems, bases=bases,
        seen=versions[0].number if versions else 1,
    ), (422 if problems else 200)  # fmt: skip


@blueprint.get("/<case_id>")
@needs(Permission.READ_RECORD)
def page(case_id: str) -> str:
    with store().reading() as session:
        case = cases.case_of(session, viewer(), case_id)
        versions = case_history.versions_of(session, viewer(), case_id)
        names = profiles.names_of(session, viewer(), [one.entered_by for one in versions if one.entered_by])
        keeps = viewer().may(Permission.KEEP_EXHIBITS)
        files = exhibits.exhibits_of_case(session, viewer(), case_id) if keeps else []
    return render_template(
        "cases/page.html",
        case=case,
        list=listing(RECORDS, case=case_id),
        versions=versions,
        names=names,
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
