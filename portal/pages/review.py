"""The reviewers' desk: the queue, one hit with both sides beside each other, the decision."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import hits, outbox
from casefile.errors import BadInput
from casefile.policy.disclosure import desks_of
from casefile.policy.permissions import Permission
from casefile.vocabulary import Desk, HitState, Judgement, RecordKind
from portal.show import evidence
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("review", __name__, url_prefix="/review")

OUTCOMES = {
    HitState.POINTER_SENT: lazy_gettext("Confirmed. The units concerned are being told: unit, desk and reference."),
    HitState.SEALED: lazy_gettext("Confirmed and sealed: by the rules of the two sides nobody is told."),
    HitState.FALSE_MATCH: lazy_gettext("Kept as not the same. It will not be asked again on the same facts."),
    HitState.UNRESOLVED: lazy_gettext("Kept as unresolved. It stays in the queue."),
}


@blueprint.get("/")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def queue() -> str:
    desks, page = desks_of(viewer()), page_number()
    desk = _desk(desks)
    decided = request.args.get("decided") == "1"
    with store().reading() as session:
        found = hits.queue(session, viewer(), desk, decided=decided, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
        waiting = hits.waiting(session, viewer(), desk)
        backlog = outbox.read_backlog(session)
    return render_template(
        "review/queue.html", hits=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE, page=page, desk=desk, desks=desks,
        decided=decided, waiting=waiting, kind_word=evidence.kind_word, kinds=RecordKind,
        searched=not (backlog.to_index or backlog.to_match or backlog.dead_lettered),
    )  # fmt: skip


@blueprint.get("/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def page(hit_id: str) -> str:
    with store().writing() as session:  # opening reveals both sides: it stands in the trail
        hit = hits.open_hit(session, viewer(), hit_id)
    return _page(hit, "", [])


@blueprint.post("/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def decide(hit_id: str) -> Response | tuple[str, int]:
    reason, asked = request.form.get("reason", "").strip(), request.form.get("judgement", "")
    seen = request.form.get("seen", "")
    try:
        if asked not in set(Judgement):
            raise BadInput("Choose one of the three judgements.", field="judgement")
        with store().writing() as session:
            state = hits.decide(
                session, viewer(), hit_id, Judgement(asked), reason,
                seen_state=HitState(seen) if seen in set(HitState) else None,
            )  # fmt: skip
    except BadInput as error:
        with store().writing() as session:
            hit = hits.open_hit(session, viewer(), hit_id)
        return _page(hit, reason, [(error.field or "reason", translated(error))], asked), 422
    flash(OUTCOMES.get(state, _("Decided.")), "good")
    return redirect(url_for("review.queue"), 303)


def _desk(desks: tuple[Desk, ...]) -> Desk:
    """The desk asked for, when the viewer sits there; else the first one."""
    asked = request.args.get("desk", "")
    return Desk(asked) if asked in {desk.value for desk in desks} else desks[0]


def _page(hit: hits.HitView, reason: str, problems: list[tuple[str, str]], judgement: str = "") -> str:
    lines = evidence.lines(hit.evidence)
    return render_template(
        "review/page.html", hit=hit, reason=reason, problems=problems, judgement=judgement,
        agreed=[line for line in lines if line.bits > 0], against=[line for line in lines if line.bits <= 0],
    )  # fmt: skip
