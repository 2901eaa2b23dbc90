"""Cases handed from the police to the judiciary: handing one over, the magistrate's list, the receipt of both."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile.errors import BadInput
from casefile.joint import handover
from casefile.policy.permissions import Permission
from casefile.records import cases
from casefile.vocabulary import HandoverState, RecordKind
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("handover", __name__, url_prefix="/handover")

Answer = Response | str | tuple[str, int]
DONE = {
    HandoverState.ACCEPTED: lazy_gettext("Received. The other service holds your signature."),
    HandoverState.REFUSED: lazy_gettext("Refused. The other service reads your reason."),
    HandoverState.TAKEN_BACK: lazy_gettext("Taken back."),
}


@blueprint.get("/")
@needs(Permission.RECEIVE_CASE)
def received() -> str:
    """The cases handed to the own service: what a magistrate comes for."""
    page = page_number()
    with store().reading() as session:
        found = handover.received(session, viewer(), limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        waiting = handover.how_many_wait(session, viewer())
    return render_template(
        "handover/listing.html", receipts=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE, waiting=waiting
    )


@blueprint.route("/case/<case_id>", methods=["GET", "POST"])
@needs(Permission.HAND_OVER)
def give(case_id: str) -> Answer:
    problems: list[tuple[str, str]] = []
    form = request.form
    if request.method == "POST":
        try:
            with store().writing() as session:
                receipt_id = handover.hand_over(
                    session, viewer(), case_id, form.get("officer", ""), form.get("reason", ""),
                    form.get("permission", ""),
                )  # fmt: skip
            flash(_("Handed over. It waits for the magistrate’s signature."), "good")
            return redirect(url_for("handover.receipt", receipt_id=receipt_id), 303)
        except BadInput as error:
            problems = [(error.field or "reason", translated(error))]
    with store().reading() as session:
        case = cases.case_of(session, viewer(), case_id)
        before = handover.handed(session, viewer(), case_id)
        magistrates = handover.magistrates(session, viewer())
    return render_template(
        "handover/give.html", case=case, before=before, magistrates=magistrates, problems=problems, given=form
    ), (422 if problems else 200)


@blueprint.get("/receipts/<receipt_id>")
@needs(Permission.HAND_OVER, Permission.RECEIVE_CASE)
def receipt(receipt_id: str) -> Answer:
    return _receipt(receipt_id, [])


@blueprint.post("/receipts/<receipt_id>/decide")
@needs(Permission.RECEIVE_CASE)
def decide(receipt_id: str) -> Answer:
    try:
        asked = request.form.get("answer", "")
        if asked not in ("accept", "refuse"):
            raise BadInput("Choose one of the two.", field="answer")
        with store().writing() as session:
            state = handover.decide(session, viewer(), receipt_id, asked == "accept", request.form.get("reason", ""))
    except BadInput as error:
        return _receipt(receipt_id, [(error.field or "reason", translated(error))])
    flash(DONE[state], "good")
    return redirect(url_for("handover.receipt", receipt_id=receipt_id), 303)


@blueprint.post("/receipts/<receipt_id>/take-back")
@needs(Permission.HAND_OVER)
def take_back(receipt_id: str) -> Answer:
    try:
        with store().writing() as session:
            state = handover.take_back(session, viewer(), receipt_id, request.form.get("reason", ""))
    except BadInput as error:
        return _receipt(receipt_id, [(error.field or "reason", translated(error))])
    flash(DONE[state], "good")
    return redirect(url_for("handover.receipt", receipt_id=receipt_id), 303)


def _receipt(receipt_id: str, problems: list[tuple[str, str]]) -> Answer:
    with store().writing() as session:  # opening is a consultation: it stands in the trail
        opens = handover.receipt_received if viewer().may(Permission.RECEIVE_CASE) else handover.receipt_given
        found = opens(session, viewer(), receipt_id)
    return render_template(
        "handover/receipt.html", receipt=found, problems=problems, given=request.form, kinds=RecordKind
    ), (422 if problems else 200)
