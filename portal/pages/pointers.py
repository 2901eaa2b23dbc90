"""Hits of the own unit, as pointers: which other unit, which desk, which reference. Nothing else is known here."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput
from casefile.evidence import address
from casefile.hits import answers, pointers
from casefile.policy.permissions import Permission
from casefile.vocabulary import HitState
from portal.pages.lists.acting import Answer, acted
from portal.pages.lists.exporting import exported
from portal.pages.lists.pattern import asked_anew, listing
from portal.pages.lists.tables import POINTERS
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("pointers", __name__, url_prefix="/hits")

ANSWERED = {
    HitState.POINTER_SENT: lazy_gettext("You agreed. The other unit is being sent your desk and the reference."),
    HitState.DECLINED: lazy_gettext("You refused. The other unit learns nothing."),
}


@blueprint.get("/", endpoint="listing")
@needs(Permission.READ_POINTER)
def overview() -> str:
    shown = listing(POINTERS)
    with store().reading() as session:
        asked = address.asked_of(session, viewer(), [pointer.id for pointer in shown.shown.rows])
    return render_template("pointers/listing.html", list=shown, asked=asked)


@blueprint.post("/find")
@needs(Permission.READ_POINTER)
def find() -> Response:
    """Find, narrow and sort: what is typed stands locked in the address."""
    return asked_anew(POINTERS)


@blueprint.post("/act")
@needs(Permission.READ_POINTER)
def act() -> Answer:
    """Note those that were ticked."""
    return acted(POINTERS)


@blueprint.post("/export")
@needs(Permission.READ_POINTER)
def export() -> Answer:
    """Take the list out as a file, with the reason."""
    return exported(POINTERS)


@blueprint.post("/<pointer_id>/read")
@needs(Permission.READ_POINTER)
def read(pointer_id: str) -> Response:
    with store().writing() as session:
        pointers.mark_read(session, viewer(), pointer_id)
    return redirect(url_for("pointers.listing"), 303)


@blueprint.get("/<pointer_id>/answer")
@needs(Permission.ANSWER_POINTER)
def question(pointer_id: str) -> str:
    return _question(pointer_id, [])


@blueprint.post("/<pointer_id>/answer")
@needs(Permission.ANSWER_POINTER)
def answer(pointer_id: str) -> Response | tuple[str, int]:
    """Agree that the other unit is notified too, or refuse: once, with the reason."""
    asked = request.form.get("answer", "")
    try:
        if asked not in (answers.AGREE, answers.REFUSE):
            raise BadInput("Choose whether you agree.", field="answer")
        with store().writing() as session:
            reason = request.form.get("reason", "").strip()
            state = answers.answer(session, viewer(), pointer_id, asked == answers.AGREE, reason)
    except BadInput as error:
        return _question(pointer_id, [(error.field or "reason", translated(error))]), 422
    flash(ANSWERED.get(state, _("Answered.")), "good")
    return redirect(url_for("pointers.listing"), 303)


def _question(pointer_id: str, problems: list[tuple[str, str]]) -> str:
    with store().reading() as session:
        pointer = pointers.pointer_of(session, viewer(), pointer_id)
    return render_template("pointers/answer.html", pointer=pointer, problems=problems, given=request.form)
