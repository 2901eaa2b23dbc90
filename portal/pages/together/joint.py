"""Joint cases: the list, proposing one, its page with members, records and minutes, leaving and closing."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import joint, records
from casefile.errors import BadInput
from casefile.hits import pointers
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access
from casefile.policy.viewer import Viewer
from casefile.vocabulary import JointPart, JointState
from portal.forms.last_day import last_day
from portal.forms.one_of import one_of
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("joint", __name__, url_prefix="/joint")

Answer = Response | str | tuple[str, int]
Problems = list[tuple[str, str]]
OFFERED_RECORDS = 50
"""The newest of the own unit; an older one is put in from its own page."""


@blueprint.get("/")
@needs(Permission.READ_JOINT)
def listing() -> str:
    page = page_number()
    with store().reading() as session:
        found = joint.joint_cases_of(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    return render_template(
        "joint/listing.html", cases=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE, may_work=_may_work()
    )


@blueprint.route("/new", methods=["GET", "POST"])
@needs(Permission.WORK_JOINT)
def new() -> Answer:
    """Propose one: free, or of a pointer of the own unit (`?pointer=`), whose other unit is then asked."""
    pointer_id = request.values.get("pointer", "")
    problems: Problems = []
    if request.method == "POST":
        try:
            proposal = joint.Proposal(
                request.form.get("title", ""),
                request.form.get("purpose", ""),
                tuple(request.form.getlist("units")),
                last_day(request.form.get("ends_at", "")),
                pointer_id,
            )
            with store().writing() as session:
                joint_id = joint.propose(session, viewer(), proposal)
            flash(_("Proposed. The units you chose have been asked; nobody else learns of it."), "good")
            return redirect(url_for("joint.page", joint_id=joint_id), 303)
        except BadInput as error:
            problems = [(error.field or "title", translated(error))]
    with store().reading() as session:
        pointer = pointers.pointer_of(session, viewer(), pointer_id) if pointer_id else None
        asked = (pointer.about_unit, pointer.about_country) if pointer else None  # it is asked by itself
        offered = [
            unit
            for unit in units.investigating(session)
            if unit.id != viewer().unit_id and (unit.name, unit.country) != asked
        ]
    return render_template(
        "joint/new.html", units=offered, pointer=pointer, problems=problems, given=request.form,
        chosen=request.form.getlist("units"),
    ), (422 if problems else 200)  # fmt: skip


@blueprint.get("/<joint_id>")
@needs(Permission.READ_JOINT)
def page(joint_id: str) -> Answer:
    return _page(joint_id, [])


@blueprint.get("/<joint_id>/records/<record_id>")
@needs(Permission.READ_JOINT)
def record(joint_id: str, record_id: str) -> str:
    """One record as its unit put it in. The look is kept."""
    with store().writing() as session:
        view = joint.open_record(session, viewer(), joint_id, record_id)
        case = joint.open_joint(session, viewer(), joint_id)
    return render_template("joint/record.html", view=view, line=view.line, case=case)


# ---- what members do -------------------------------------------------------------------------------------------


@blueprint.post("/<joint_id>/members")
@needs(Permission.WORK_JOINT)
def name(joint_id: str) -> Answer:
    def act(session: Session) -> None:
        part = one_of(JointPart, request.form.get("part", ""), "part")
        joint.name_member(session, viewer(), joint_id, request.form.get("officer", ""), part)

    return _do(joint_id, act, _("Named."), "officer")


@blueprint.post("/<joint_id>/members/<officer_id>/remove")
@needs(Permission.WORK_JOINT)
def remove(joint_id: str, officer_id: str) -> Answer:
    return _do(
        joint_id, lambda session: joint.remove_member(session, viewer(), joint_id, officer_id),
        _("No longer a member."), "officer",
    )  # fmt: skip


@blueprint.post("/<joint_id>/minutes")
@needs(Permission.WORK_JOINT)
def minute(joint_id: str) -> Answer:
    return _do(
        joint_id, lambda session: joint.write_minute(session, viewer(), joint_id, request.form.get("text", "")),
        _("Added to the minutes."), "text",
    )  # fmt: skip


@blueprint.post("/<joint_id>/records")
@needs(Permission.WORK_JOINT)
def put(joint_id: str) -> Answer:
    def act(session: Session) -> None:
        if not request.form.get("record"):
            raise BadInput("Choose a record.", field="record")
        extent = one_of(Access, request.form.get("extent", ""), "extent")
        joint.put_in(session, viewer(), joint_id, request.form["record"], extent)

    return _do(joint_id, act, _("Put in. It stays your unit’s; take it out whenever you want."), "record")


@blueprint.post("/<joint_id>/records/<record_id>/take-out")
@needs(Permission.WORK_JOINT)
def take_out(joint_id: str, record_id: str) -> Answer:
    return _do(
        joint_id, lambda session: joint.take_out(session, viewer(), joint_id, record_id),
        _("Taken out. The members can no longer read it."), "",
    )  # fmt: skip


# ---- steps with a reason ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a joint case that asks for its reason."""

    title: str
    lead: str
    done: str
    act: Callable[[Session, Viewer, str, str], JointState]


STEPS = {
    "accept": Step(
        lazy_gettext("Take part"),
        lazy_gettext("Your unit holds the case together with the others. It gives nothing by that alone."),
        lazy_gettext("Your unit takes part. Name your members; put in what you choose."),
        joint.accept,
    ),
    "decline": Step(
        lazy_gettext("Decline"),
        lazy_gettext("The other units read your reason. They learn nothing of what you hold."),
        lazy_gettext("Declined."),
        joint.decline,
    ),
    "leave": Step(
        lazy_gettext("Leave the joint case"),
        lazy_gettext("All your unit put in is taken out. The minutes stay with the others."),
        lazy_gettext("Your unit has left. What it had put in is taken out."),
        joint.leave,
    ),
    "close": Step(
        lazy_gettext("Close the joint case"),
        lazy_gettext("It ends for all its units. Every record stays with the unit it belongs to."),
        lazy_gettext("Closed."),
        joint.close,
    ),
}


@blueprint.route("/<joint_id>/accept", methods=["GET", "POST"])
@needs(Permission.WORK_JOINT)
def accept(joint_id: str) -> Answer:
    return _step(joint_id, "accept")


@blueprint.route("/<joint_id>/decline", methods=["GET", "POST"])
@needs(Permission.WORK_JOINT)
def decline(joint_id: str) -> Answer:
    return _step(joint_id, "decline")


@blueprint.route("/<joint_id>/leave", methods=["GET", "POST"])
@needs(Permission.WORK_JOINT)
def leave(joint_id: str) -> Answer:
    return _step(joint_id, "leave")


@blueprint.route("/<joint_id>/close", methods=["GET", "POST"])
@needs(Permission.WORK_JOINT)
def close(joint_id: str) -> Answer:
    return _step(joint_id, "close")


def _step(joint_id: str, step: str) -> Answer:
    wanted = STEPS[step]
    problems: Problems = []
    reason = request.form.get("reason", "").strip()
    if request.method == "POST":
        try:
            with store().writing() as session:
                wanted.act(session, viewer(), joint_id, reason)
            flash(wanted.done, "good")
            return redirect(url_for("joint.page", joint_id=joint_id), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().writing() as session:
        case = joint.open_joint(session, viewer(), joint_id)
    return render_template("joint/step.html", case=case, step=wanted, reason=reason, problems=problems), (
        422 if problems else 200
    )


def _do(joint_id: str, act: Callable[[Session], object], done: str, field: str) -> Answer:
    """Do it and show the page again: with what was done, or with what was wrong."""
    try:
        with store().writing() as session:
            act(session)
    except BadInput as error:
        return _page(joint_id, [(error.field or field, translated(error))])
    flash(done, "good")
    return redirect(url_for("joint.page", joint_id=joint_id), 303)


def _page(joint_id: str, problems: Problems) -> Answer:
    with store().writing() as session:  # a member's look is a consultation: it stands in the trail
        case = joint.open_joint(session, viewer(), joint_id)
        own = joint.own_put_in(session, viewer(), joint_id) if case.may.take_out else []
        mine = records.lines(session, viewer(), own) if own else {}
        offered = records.records_of(session, viewer(), limit=OFFERED_RECORDS) if case.may.act else []
        colleagues = joint.colleagues(session, viewer()) if case.may.name else []
    return render_template(
        "joint/page.html", case=case, own=own, mine=list(mine.values()), colleagues=colleagues, problems=problems,
        offered=[line for line in offered if line.id not in own], given=request.form, parts=list(JointPart),
    ), (422 if problems else 200)  # fmt: skip


def _may_work() -> bool:
    return viewer().may(Permission.WORK_JOINT)
