"""The contact of one's own unit: one page, and one small act a form."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile.contact import acts, release
from casefile.contact.view import contact_of
from casefile.errors import BadInput
from casefile.evidence import address
from casefile.policy.disclosure import AGREED
from casefile.policy.permissions import Permission
from casefile.policy.states import HitMove
from casefile.vocabulary import Decision, Handling, Outcome, Phrase
from portal.forms.one_of import one_of
from portal.show import contact as show
from portal.show import evidence
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

blueprint = Blueprint("contacts", __name__, url_prefix="/hits")

Answer = Response | str | tuple[str, int]


@blueprint.get("/<pointer_id>")
@needs(Permission.READ_POINTER)
def page(pointer_id: str) -> Answer:
    return _page(pointer_id)


@blueprint.post("/<pointer_id>/acknowledge")
@needs(Permission.CONTACT)
def acknowledge(pointer_id: str) -> Answer:
    return _act(pointer_id, "acknowledge", lambda db: acts.acknowledge(db, viewer(), pointer_id), _("Acknowledged."))


@blueprint.post("/<pointer_id>/call")
@needs(Permission.CONTACT)
def call(pointer_id: str) -> Answer:
    answered = request.form.get("answered") == "yes"
    return _act(
        pointer_id, "call", lambda db: acts.call(db, viewer(), pointer_id, answered=answered), _("Noted in the thread.")
    )


@blueprint.post("/<pointer_id>/message")
@needs(Permission.CONTACT)
def message(pointer_id: str) -> Answer:
    def write(db: Session) -> None:
        chosen = request.form.get("phrase", "")
        phrase = one_of(Phrase, chosen, "phrase") if chosen else None
        acts.say(db, viewer(), pointer_id, request.form.get("text", ""), phrase)

    return _act(pointer_id, "message", write, _("Sent to the other desk."))


@blueprint.post("/<pointer_id>/decide")
@needs(Permission.CONTACT)
def decide(pointer_id: str) -> Answer:
    def decided(db: Session) -> None:
        decision = one_of(Decision, request.form.get("decision", ""), "decision")
        acts.decide(db, viewer(), pointer_id, decision, request.form.get("reason", ""))

    answer = _act(pointer_id, "decide", decided, _("Decided. The other desk reads the decision, not the reason."))
    if isinstance(answer, Response) and request.form.get("decision") == Decision.SHARE.value:
        return redirect(url_for("contacts.choose", pointer_id=pointer_id), 303)
    return answer


@blueprint.post("/<pointer_id>/outcome")
@needs(Permission.CONTACT)
def outcome(pointer_id: str) -> Answer:
    def report(db: Session) -> None:
        stated = one_of(Outcome, request.form.get("outcome", ""), "outcome")
        acts.report(db, viewer(), pointer_id, stated, request.form.get("note", ""))

    return _act(pointer_id, "outcome", report, _("The outcome is noted."))


@blueprint.post("/<pointer_id>/close")
@needs(Permission.CONTACT)
def close(pointer_id: str) -> Answer:
    return _act(pointer_id, "close", lambda db: acts.close(db, viewer(), pointer_id), _("The contact is closed."))


@blueprint.post("/<pointer_id>/help")
@needs(Permission.CONTACT)
def ask_help(pointer_id: str) -> Answer:
    reason = request.form.get("reason", "")
    return _act(
        pointer_id,
        "help",
        lambda db: acts.ask_help(db, viewer(), pointer_id, reason),
        _("The coordination office has been asked. The other unit does not learn of it."),
    )


# ---- values released, one by one -------------------------------------------------------------------------------


@blueprint.get("/<pointer_id>/release")
@needs(Permission.CONTACT)
def choose(pointer_id: str) -> Answer:
    return _choose(pointer_id, [])


@blueprint.post("/<pointer_id>/release")
@needs(Permission.CONTACT)
def ask(pointer_id: str) -> Answer:
    try:
        with store().writing() as session:
            handling = one_of(Handling, request.form.get("handling", ""), "handling")
            asked = release.ask(
                session, viewer(), pointer_id, request.form.getlist("fields"), handling=handling,
                handling_text=request.form.get("handling_text", ""), reason=request.form.get("reason", ""),
            )  # fmt: skip
    except BadInput as error:
        return _choose(pointer_id, [(error.field or "fields", translated(error))])
    if asked.released:
        flash(ngettext("One value is released.", "%(num)d values are released.", asked.released), "good")
    if asked.waiting:
        text = ngettext(
            "One value waits for a second officer of your unit.",
            "%(num)d values wait for a second officer of your unit.",
            asked.waiting,
        )
        flash(text, "warn")
    return _back(pointer_id)


@blueprint.post("/<pointer_id>/second")
@needs(Permission.CONTACT)
def second(pointer_id: str) -> Answer:
    """Confirm what a colleague asked to release, or refuse it."""
    request_id = request.form.get("request", "")
    with store().writing() as session:
        if request.form.get("answer") == "confirm":
            many = release.confirm(session, viewer(), pointer_id, request_id)
            flash(ngettext("One value is released.", "%(num)d values are released.", many), "good")
        else:
            release.take_back(session, viewer(), pointer_id, request_id)
            flash(_("Refused. Nothing was released."), "good")
    return _back(pointer_id)


@blueprint.get("/<pointer_id>/received")
@needs(Permission.CONTACT)
def received(pointer_id: str) -> Answer:
    """What was given to the own unit, with the watermark of this copy. Each look stands in the trail."""
    with store().writing() as session:
        found = release.received(session, viewer(), pointer_id)
    return render_template("contacts/received.html", received=found, pointer_id=pointer_id, show=show)


@blueprint.post("/<pointer_id>/recalls")
@needs(Permission.CONTACT)
def note_recalls(pointer_id: str) -> Answer:
    return _act(
        pointer_id,
        "recalls",
        lambda db: release.note_recalls(db, viewer(), pointer_id),
        _("Noted: your unit no longer relies on it."),
    )


def _act(pointer_id: str, name: str, action: Callable[[Session], object], said: str) -> Answer:
    """Do it and come back to the page; what was typed stays there when something is missing."""
    try:
        with store().writing() as session:
            action(session)
    except BadInput as error:
        return _page(pointer_id, [(f"{name}-{error.field}", translated(error))]), 422
    flash(said, "good")
    return _back(pointer_id)


def _back(pointer_id: str) -> Response:
    return redirect(url_for("contacts.page", pointer_id=pointer_id), 303)


def _page(pointer_id: str, problems: list[tuple[str, str]] | None = None) -> str:
    with store().reading() as session:
        contact = contact_of(session, viewer(), pointer_id)
        asked = address.asked_of(session, viewer(), [pointer_id])
    exports = contact.facts is not None and contact.facts.state in AGREED and viewer().may(Permission.CONTACT)
    return render_template(
        "contacts/page.html", contact=contact, pointer=contact.pointer, problems=problems or [], given=request.form,
        show=show, evidence=evidence, move=HitMove, Phrase=Phrase, Decision=Decision, Outcome=Outcome,
        exports=exports, asked_by_magistrate=bool(asked),
    )  # fmt: skip


def _choose(pointer_id: str, problems: list[tuple[str, str]]) -> Answer:
    with store().writing() as session:  # whoever is refused here stands in the trail
        offer = release.offered(session, viewer(), pointer_id)
        contact = contact_of(session, viewer(), pointer_id)
    return render_template(
        "contacts/release.html", offer=offer, contact=contact, pointer=contact.pointer, problems=problems,
        given=request.form, chosen=request.form.getlist("fields"), show=show, Handling=Handling,
    ), (422 if problems else 200)  # fmt: skip
