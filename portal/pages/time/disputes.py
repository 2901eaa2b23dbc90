"""A record whose content is disputed: out of search and matching until its unit has settled it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casefile import records
from casefile.errors import MISSING, BadInput, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.states import RecordMove
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("disputes", __name__, url_prefix="/records")

DONE = {
    RecordMove.RESTRICT: lazy_gettext("Disputed. It is no longer found or compared; its hits are withdrawn."),
    RecordMove.LIFT_RESTRICTION: lazy_gettext("Settled. It is found and compared again."),
}


@blueprint.route("/<record_id>/dispute", methods=["GET", "POST"])
@needs(Permission.ENTER_RECORD)
def page(record_id: str) -> Response | str | tuple[str, int]:
    """Say that an own record is disputed, or that the dispute is settled: `step` names the move that was offered."""
    problems: list[tuple[str, str]] = []
    reason = request.form.get("reason", "")
    if request.method == "POST":
        lifts = request.form.get("step") == RecordMove.LIFT_RESTRICTION.value
        move = RecordMove.LIFT_RESTRICTION if lifts else RecordMove.RESTRICT
        try:
            with store().writing() as session:
                records.change_state(session, viewer(), record_id, move, reason)
            flash(DONE[move], "good")
            return redirect(url_for("records.page", record_id=record_id), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().reading() as session:
        line = records.lines(session, viewer(), [record_id]).get(record_id)
    if line is None or not line.own:
        raise NotThere(MISSING)
    return render_template("records/dispute.html", line=line, problems=problems, reason=reason, move=RecordMove), (
        422 if problems else 200
    )
