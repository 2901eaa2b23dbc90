"""A hit is judged, the judgement is undone, judged again, or the hit goes into another hand."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import hits
from casefile.errors import BadInput, Conflict
from casefile.hits.held.hold import Said
from casefile.policy.disclosure import desks_of
from casefile.policy.permissions import Permission
from casefile.vocabulary import Desk, HitState, Judgement
from portal.pages.review.desk import JUDGED, OUTCOMES, PHRASES, PROTECTED, blueprint, desk_asked, opened
from portal.web.context import settings, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs

NEXT = "next"
MINE, AGAIN = "mine", "again"
"""What is sent where two have judged: the own judgement in place of one that is held, or of one in force."""


@blueprint.post("/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def decide(hit_id: str) -> Response | tuple[str, int]:
    reason, asked = _reason(), request.form.get("judgement", "")
    try:
        if asked not in set(Judgement):
            raise BadInput("Choose one of the three judgements.", field="judgement")
        state = _judge(hit_id, Judgement(asked), reason)
    except BadInput as error:
        return opened(hit_id, reason, [(error.field or "reason", translated(error))], asked), 422
    except Conflict as error:
        return _twice(hit_id, reason, asked, error)
    if state is not None:
        protected = state is HitState.SEALED and viewer().may(Permission.REVIEW_PROTECTED_HIT)
        flash(PROTECTED if protected else OUTCOMES.get(state, _("Decided.")), "good")
    return redirect(_on_from(hit_id, stay=state is HitState.SEALED), 303)


def _reason() -> str:
    """What was typed, else the usual reason that was chosen, in the reviewer's language."""
    typed = request.form.get("reason", "").strip()
    return typed or str(PHRASES.get(request.form.get("phrase", ""), ""))


def _judge(hit_id: str, judgement: Judgement, reason: str) -> HitState | None:
    """Hold the judgement, so that it can be undone; where the installation gives no time for it, its state at once."""
    form = request.form
    seen = form.get("seen", "")
    said = Said(
        judgement, reason, form.get("protection_reason", ""), HitState(seen) if seen in set(HitState) else None,
        None if form.get("all") else form.getlist("also"),
    )  # fmt: skip
    with store().writing() as session:
        if form.get("place") == AGAIN:
            hits.ask_again(session, viewer(), hit_id, reason)
        if settings().undo_s:
            within = timedelta(seconds=settings().undo_s)
            instead = form.get("instead_of", "") if form.get("place") == MINE else ""
            hits.hold(session, viewer(), hit_id, said, within=within, instead_of=instead)
            return None
        return hits.decide(
            session, viewer(), hit_id, judgement, reason, seen_state=said.seen_state,
            protection_reason=said.protection_reason, also=said.also,
        )  # fmt: skip


def _twice(hit_id: str, reason: str, asked: str, error: Conflict) -> Response | tuple[str, int]:
    """Somebody else judged first: both judgements side by side, and nothing typed is lost. What was sent twice is kept
    once."""
    with store().writing() as session:  # opening stands in the trail
        hit = hits.open_hit(session, viewer(), hit_id)
    last = hit.reviews[-1] if hit.reviews else None
    held = hit.held is not None and hit.held.mine and (hit.held.judgement.value, hit.held.reason) == (asked, reason)
    kept = last is not None and (last.officer, last.judgement, last.reason) == (viewer().login, asked, reason)
    if held or kept:
        return redirect(_on_from(hit_id, stay=False), 303)
    page = render_template(
        "review/twice.html", hit=hit, reason=reason, judgement=asked, judged=JUDGED, message=translated(error),
        given=request.form, on=_next_address(hit_id),
    )  # fmt: skip
    return page, 409


@blueprint.post("/<hit_id>/undo")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def undo(hit_id: str) -> Response:
    """Take back the own judgement before anybody was notified of it."""
    with store().writing() as session:
        hit_id = hits.undo(session, viewer(), hit_id)
    flash(_("Undone. The hit waits as before, and nobody was notified."), "good")
    return redirect(url_for("review.page", hit_id=hit_id), 303)


@blueprint.post("/<hit_id>/again")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def again(hit_id: str) -> Response | tuple[str, int]:
    """Put a judged hit to the desk again, to correct the judgement."""
    reason = request.form.get("again_reason", "")
    try:
        with store().writing() as session:
            hits.ask_again(session, viewer(), hit_id, reason)
    except BadInput as error:
        return opened(hit_id, "", [("again_reason", translated(error))]), 422
    flash(_("The hit is in the queue again. The judgement, and what was sent, stand until it is judged."), "good")
    return redirect(url_for("review.page", hit_id=hit_id), 303)


@blueprint.post("/<hit_id>/take")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def take(hit_id: str) -> Response:
    """Say that one is at work on it: the other reviewers see it in the queue."""
    with store().writing() as session:
        hits.assign(session, viewer(), hit_id, viewer().officer_id)
    flash(_("You have taken this hit. The queue shows that it is in review."), "good")
    return redirect(url_for("review.page", hit_id=hit_id), 303)


@blueprint.post("/<hit_id>/assign")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def assign(hit_id: str) -> Response | tuple[str, int]:
    """Hand it to a colleague of the same desk, or give it back."""
    try:
        with store().writing() as session:
            hits.assign(session, viewer(), hit_id, request.form.get("officer", ""))
    except BadInput as error:
        return opened(hit_id, "", [(error.field or "officer", translated(error))]), 422
    flash(_("Kept. Everybody at this desk can still judge it."), "good")
    return redirect(url_for("review.page", hit_id=hit_id), 303)


def _on_from(hit_id: str, *, stay: bool) -> str:
    """Where to after a judgement: the next hit, if asked for and there is one; else the list."""
    if request.form.get("then") == NEXT and (following := _following(request.form.get("following", ""))):
        return url_for("review.page", hit_id=following)
    if stay and viewer().may(Permission.REVIEW_PROTECTED_HIT):
        return url_for("review.page", hit_id=hit_id)
    return url_for("review.queue")


def _next_address(hit_id: str) -> str:
    following = _following(hit_id)
    return url_for("review.page", hit_id=following) if following and following != hit_id else url_for("review.queue")


def _following(hit_id: str) -> str:
    """The hit that came next, if it still waits, else the first that does; empty when none does."""
    desk: Desk = desk_asked(desks_of(viewer()))
    with store().reading() as session:
        at = hits.place(session, viewer(), hit_id, desk)
    return hit_id if at.number else at.after
