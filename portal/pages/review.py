"""The reviewers' desk: the queue, one hit with both sides on one page, the decision."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import hits, outbox, protection
from casefile.coordination.desk import Age, age_of, between
from casefile.errors import BadInput
from casefile.hits import answers
from casefile.hits.desk import takers
from casefile.hits.treaty.by_agreement import BY_AGREEMENT
from casefile.policy.contact.dossier import ESTABLISHED
from casefile.policy.disclosure import desks_of, is_networks
from casefile.policy.permissions import Permission
from casefile.policy.states import HIT, HitMove, allows
from casefile.protection import two_persons
from casefile.storage import tables
from casefile.subjects import name_counts
from casefile.vocabulary import Desk, DeskList, HitState, Judgement, RecordKind, TwoPersonAct
from portal.show import evidence
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.paging import PAGE_SIZE, page_number

blueprint = Blueprint("review", __name__, url_prefix="/review")

OUTCOMES = {
    HitState.POINTER_SENT: lazy_gettext(
        "Confirmed. The units concerned are being sent a pointer: unit, desk and reference."
    ),
    HitState.OWNER_ASKED: lazy_gettext(
        "Confirmed. The owner is asked first; the other unit learns nothing before it agrees."
    ),
    HitState.SEALED: lazy_gettext("Confirmed and sealed: under the rules of both sides, nobody is notified."),
    HitState.FALSE_MATCH: lazy_gettext("Recorded as not the same. It will not be asked again on the same facts."),
    HitState.UNRESOLVED: lazy_gettext("Recorded as unresolved. It stays in the queue."),
}

PROTECTED = lazy_gettext("Confirmed. The protection officers of both sides are in contact; nobody else is notified.")

JUDGED = {
    Judgement.SAME.value: lazy_gettext("The same"),
    Judgement.NOT_SAME.value: lazy_gettext("Not the same"),
    Judgement.UNRESOLVED.value: lazy_gettext("Unresolved"),
    answers.TELL: lazy_gettext("Notified without the owner’s answer"),
    answers.SEAL: lazy_gettext("Sealed without the owner’s answer"),
    BY_AGREEMENT: lazy_gettext("The same, by agreement: without a review"),
}
"""What a decision kept with a hit was, in words."""


LISTS = {
    DeskList.QUEUE: lazy_gettext("Waiting"),
    DeskList.POSSIBLE: lazy_gettext("Possible matches"),
    DeskList.DECIDED: lazy_gettext("Already judged"),
}
"""The lists of a desk, in words."""


AGES = {
    Age.DAY: (lazy_gettext("less than a day"), ""),
    Age.THREE_DAYS: (lazy_gettext("one to three days"), "calm"),
    Age.WEEK: (lazy_gettext("three to seven days"), "warn"),
    Age.LONGER: (lazy_gettext("more than a week"), "bad"),
}
"""How long a hit has waited, in words, and the colour that repeats it."""
NEXT = "next"


@blueprint.get("/")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def queue() -> str:
    desks, page, moment = desks_of(viewer()), page_number(), tables.now()
    desk = _desk(desks)
    asked = request.args.get("list", "")
    on = DeskList(asked) if asked in set(DeskList) else DeskList.QUEUE
    narrow = _filter(moment)
    with store().reading() as session:
        found = hits.queue(
            session, viewer(), desk, on=on, narrow=narrow, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
        )
        common = name_counts.load_newest(session)
        waiting = {one: hits.waiting(session, viewer(), desk, on=one) for one in (DeskList.QUEUE, DeskList.POSSIBLE)}
        backlog = outbox.read_backlog(session)
    return render_template(
        "review/queue.html", hits=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE, page=page, desk=desk, desks=desks,
        on=on.value, lists=LISTS, waiting=waiting[DeskList.QUEUE], possible=waiting[DeskList.POSSIBLE],
        kind_word=evidence.kind_word, kinds=RecordKind, ages=AGES, age_of=lambda at: age_of(at, moment),
        strength=lambda hit: evidence.strength(hit.score, hit.agreed, common),
        kind=narrow.kind, age=_asked_age(), narrowed=narrow != hits.Filter(),
        searched=not (backlog.to_index or backlog.to_match or backlog.dead_lettered),
    )  # fmt: skip


@blueprint.get("/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def page(hit_id: str) -> str:
    return _opened(hit_id, "", [])


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
                protection_reason=request.form.get("protection_reason", ""),
                also=None if request.form.get("all") else request.form.getlist("also"),
            )  # fmt: skip
    except BadInput as error:
        return _opened(hit_id, reason, [(error.field or "reason", translated(error))], asked), 422
    protected = state is HitState.SEALED and viewer().may(Permission.REVIEW_PROTECTED_HIT)
    flash(PROTECTED if protected else OUTCOMES.get(state, _("Decided.")), "good")
    if request.form.get("then") == NEXT and (following := _following(request.form.get("following", ""))):
        return redirect(url_for("review.page", hit_id=following), 303)
    return redirect(url_for("review.page", hit_id=hit_id) if protected else url_for("review.queue"), 303)


@blueprint.post("/<hit_id>/unmask")
@needs(Permission.REVIEW_PROTECTED_HIT)
def unmask(hit_id: str) -> Response | tuple[str, int]:
    """Ask a second protection officer to have names and numbers shown."""
    try:
        with store().writing() as session:
            reason, target = request.form.get("unmask_reason", ""), protection.Target("hit", hit_id)
            two_persons.ask(session, viewer(), TwoPersonAct.UNMASK, target, reason)
    except BadInput as error:
        return _opened(hit_id, "", [("unmask_reason", translated(error))]), 422
    flash(_("Asked. Another protection officer has to confirm."), "good")
    return redirect(url_for("review.page", hit_id=hit_id), 303)


@blueprint.post("/<hit_id>/take")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def take(hit_id: str) -> Response:
    """Say that one is at work on it: the other reviewers see it in the queue."""
    with store().writing() as session:
        hits.take(session, viewer(), hit_id)
    flash(_("You have taken this hit. The queue shows that it is in review."), "good")
    return redirect(url_for("review.page", hit_id=hit_id), 303)


@blueprint.post("/<hit_id>/settle")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def settle(hit_id: str) -> Response | tuple[str, int]:
    """Decide in the stead of an owner who did not answer."""
    reason, asked = request.form.get("reason", "").strip(), request.form.get("settle", "")
    try:
        if asked not in (answers.TELL, answers.SEAL):
            raise BadInput("Choose one of the two.", field="settle")
        with store().writing() as session:
            state = answers.settle(session, viewer(), hit_id, asked == answers.TELL, reason)
    except BadInput as error:
        return _opened(hit_id, reason, [(error.field or "reason", translated(error))], asked), 422
    flash(OUTCOMES.get(state, _("Decided.")), "good")
    return redirect(url_for("review.queue"), 303)


def _following(hit_id: str) -> str:
    """The hit that came next, if it still waits, else the first that does; empty when none does."""
    with store().reading() as session:
        at = hits.place(session, viewer(), hit_id, _desk(desks_of(viewer())))
    return hit_id if at.number else at.after


def _asked_age() -> Age | None:
    asked = request.args.get("age", "")
    return Age(asked) if asked in set(Age) else None


def _filter(moment: datetime) -> hits.Filter:
    """By kind of record and by age, as the address says."""
    kind, age = request.args.get("kind", ""), _asked_age()
    since, before = between(age, moment) if age else (None, None)
    return hits.Filter(RecordKind(kind) if kind in set(RecordKind) else None, before, since)


def _desk(desks: tuple[Desk, ...]) -> Desk:
    """The desk asked for, when the viewer sits there; else the first one."""
    asked = request.args.get("desk", "")
    return Desk(asked) if asked in {desk.value for desk in desks} else desks[0]


def _opened(hit_id: str, reason: str, problems: list[tuple[str, str]], judgement: str = "") -> str:
    with store().writing() as session:  # opening reveals both sides: it stands in the trail
        hit = hits.open_hit(session, viewer(), hit_id)
    return _page(hit, reason, problems, judgement)


def _page(hit: hits.HitView, reason: str, problems: list[tuple[str, str]], judgement: str = "") -> str:
    lines, more = evidence.lines(hit.evidence), _at_protection(hit) if hit.protected else {}
    with store().reading() as session:
        common = name_counts.load_newest(session)
        place = hits.place(session, viewer(), hit.id, hit.desk) if hit.desk in desks_of(viewer()) else hits.Place()
        taken = takers(session, [hit.id]) if hit.state is HitState.IN_REVIEW else {}
    agreed = [term.what for term in hit.evidence if term.bits > 0]
    return render_template(
        "review/page.html", hit=hit, place=place, taken_by=taken.get(hit.id, ""),
        strength=evidence.strength(hit.score, agreed, common),
        chance=evidence.chance(hit.score, hit.evidence, hit.watch.identity.kind, common),
        reason=reason, problems=problems, judgement=judgement, judged=JUDGED,
        may_take=allows(HIT, hit.state, HitMove.TAKE), given=request.form,
        exports=hit.state in ESTABLISHED and not hit.masked,
        may_lower=viewer().may(Permission.LOWER_PROTECTION) and is_networks(viewer()),
        agreed=[line for line in lines if line.bits > 0], against=[line for line in lines if line.bits <= 0],
        judged_on=evidence.lines(hit.judged_on), kind_word=evidence.kind_word, kinds=RecordKind,
        also=set(request.form.getlist("also")) if problems else {one.hit_id for one in hit.companions}, **more,
    )  # fmt: skip


def _at_protection(hit: hits.HitView) -> dict[str, object]:
    """What the page of a protected hit shows besides: its contact, and what waits for a second officer."""
    with store().reading() as session:
        return {
            "contact": protection.contact_of_hit(session, viewer(), hit.id),
            "asked": two_persons.waiting(session, viewer(), hit.id),
            "seconds": two_persons.seconds(session, viewer(), TwoPersonAct.UNMASK, protection.Target("hit", hit.id)),
            "unmask_at": url_for("review.unmask", hit_id=hit.id),
        }
