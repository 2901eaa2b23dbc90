"""The reviewers' desk: the queue, one hit with both sides on one page, the decision."""

from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import hits, outbox, protection
from casefile.coordination.desk import age_of
from casefile.errors import BadInput
from casefile.hits import answers
from casefile.hits.held import assigned, hold
from casefile.hits.held.again import AGAIN
from casefile.hits.held.hold import Held
from casefile.hits.treaty.by_agreement import BY_AGREEMENT
from casefile.policy.contact.dossier import ESTABLISHED
from casefile.policy.disclosure import desks_of, is_networks
from casefile.policy.permissions import Permission
from casefile.protection import two_persons
from casefile.storage import tables
from casefile.subjects import name_counts
from casefile.vocabulary import Desk, DeskList, HitState, Judgement, RecordKind, TwoPersonAct
from portal.pages.lists.acting import acted
from portal.pages.lists.pattern import asked_anew, listing
from portal.pages.lists.queues import AGES, QUEUES
from portal.show import evidence
from portal.show.differences import differences
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

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
    AGAIN: lazy_gettext("To be judged again"),
    answers.TELL: lazy_gettext("Notified without the owner’s answer"),
    answers.SEAL: lazy_gettext("Sealed without the owner’s answer"),
    BY_AGREEMENT: lazy_gettext("The same, by agreement: without a review"),
}
"""What a decision kept with a hit was, in words."""


PHRASES = {
    "1": lazy_gettext("What agrees is rare, and nothing contradicts it."),
    "2": lazy_gettext("What contradicts weighs more than what agrees."),
    "3": lazy_gettext("Too little is known to say."),
}
"""Reasons that are given often, each with its key; what is typed goes before them."""


LISTS = {
    DeskList.QUEUE: lazy_gettext("Waiting"),
    DeskList.POSSIBLE: lazy_gettext("Possible matches"),
    DeskList.DECIDED: lazy_gettext("Already judged"),
}
"""The lists of a desk, in words."""


@blueprint.get("/")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def queue() -> str:
    desks, moment = desks_of(viewer()), tables.now()
    desk = desk_asked(desks)
    asked = request.args.get("list", "")
    on = DeskList(asked) if asked in set(DeskList) else DeskList.QUEUE
    shown = listing(QUEUES[desk], desk=desk.value, list=on.value)
    with store().reading() as session:
        common = name_counts.load_newest(session)
        waiting = {one: hits.waiting(session, viewer(), desk, on=one) for one in (DeskList.QUEUE, DeskList.POSSIBLE)}
        backlog = outbox.read_backlog(session)
    return render_template(
        "review/queue.html", list=shown, desk=desk, desks=desks, on=on.value, of_desk=LISTS,
        waiting=waiting[DeskList.QUEUE], possible=waiting[DeskList.POSSIBLE],
        kind_word=evidence.kind_word, kinds=RecordKind, ages=AGES, age_of=lambda at: age_of(at, moment),
        strength=lambda hit: evidence.strength(hit.score, hit.agreed, common),
        undoable=undoable(), now=moment,
        searched=not (backlog.to_index or backlog.to_match or backlog.dead_lettered),
    )  # fmt: skip


@blueprint.post("/find")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def find() -> Response:
    """Find, narrow and sort: what is typed stands locked in the address."""
    return asked_anew(QUEUES[desk_asked(desks_of(viewer()))])


@blueprint.post("/act")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def act() -> Response | str | tuple[str, int]:
    """Take in hand those that were ticked."""
    desks = desks_of(viewer())
    named = dict(parse_qsl(request.form.get("back", "")[:4_000])).get("desk", "")
    return acted(QUEUES[next((desk for desk in desks if desk.value == named), desks[0])])


@blueprint.get("/<hit_id>")
@needs(Permission.REVIEW_HIT, Permission.REVIEW_PROTECTED_HIT)
def page(hit_id: str) -> str:
    return opened(hit_id, "", [])


@blueprint.post("/<hit_id>/unmask")
@needs(Permission.REVIEW_PROTECTED_HIT)
def unmask(hit_id: str) -> Response | tuple[str, int]:
    """Ask a second protection officer to have names and numbers shown."""
    try:
        with store().writing() as session:
            reason, target = request.form.get("unmask_reason", ""), protection.Target("hit", hit_id)
            two_persons.ask(session, viewer(), TwoPersonAct.UNMASK, target, reason)
    except BadInput as error:
        return opened(hit_id, "", [("unmask_reason", translated(error))]), 422
    flash(_("Asked. Another protection officer has to confirm."), "good")
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
        return opened(hit_id, reason, [(error.field or "reason", translated(error))], asked), 422
    flash(OUTCOMES.get(state, _("Decided.")), "good")
    return redirect(url_for("review.queue"), 303)


def desk_asked(desks: tuple[Desk, ...]) -> Desk:
    """The desk asked for, when the viewer sits there; else the first one."""
    asked = request.values.get("desk", "")
    return Desk(asked) if asked in {desk.value for desk in desks} else desks[0]


def opened(hit_id: str, reason: str, problems: list[tuple[str, str]], judgement: str = "") -> str:
    """The page of a hit, with what was typed and what was wrong with it."""
    with store().writing() as session:  # opening reveals both sides: it stands in the trail
        hit = hits.open_hit(session, viewer(), hit_id)
    return _page(hit, reason, problems, judgement)


def _page(hit: hits.HitView, reason: str, problems: list[tuple[str, str]], judgement: str = "") -> str:
    lines, more = evidence.lines(hit.evidence), _at_protection(hit) if hit.protected else {}
    with store().reading() as session:
        common = name_counts.load_newest(session)
        place = hits.place(session, viewer(), hit.id, hit.desk) if hit.desk in desks_of(viewer()) else hits.Place()
        colleagues = assigned.colleagues(session, viewer(), hit.desk) if hit.desk in desks_of(viewer()) else []
    if hit.held and hit.held.returned and not (problems or judgement):  # what was written is there to be sent again
        reason, judgement = hit.held.reason, hit.held.judgement.value if hit.held.mine else ""
    agreed = [term.what for term in hit.evidence if term.bits > 0]
    return render_template(
        "review/page.html", hit=hit, place=place, undoable=undoable(), colleagues=colleagues,
        strength=evidence.strength(hit.score, agreed, common), phrases=PHRASES,
        chance=evidence.chance(hit.score, hit.evidence, hit.watch.identity.kind, common),
        reason=reason, problems=problems, judgement=judgement, judged=JUDGED,
        given=request.form, now=tables.now(),
        exports=hit.state in ESTABLISHED and not hit.masked,
        may_lower=viewer().may(Permission.LOWER_PROTECTION) and is_networks(viewer()),
        agreed=[line for line in lines if line.bits > 0], against=[line for line in lines if line.bits <= 0],
        apart=[] if hit.masked else differences(hit.watch.identity, hit.record.identity, hit.evidence),
        judged_on=evidence.lines(hit.judged_on), kind_word=evidence.kind_word, kinds=RecordKind,
        also=set(request.form.getlist("also")) if problems else {one.hit_id for one in hit.companions}, **more,
    )  # fmt: skip


def undoable() -> list[Held]:
    """The reader's judgements that can still be undone: they stand on every page of the desk for as long."""
    with store().reading() as session:
        return hold.undoable(session, viewer())


def _at_protection(hit: hits.HitView) -> dict[str, object]:
    """What the page of a protected hit shows besides: its contact, and what waits for a second officer."""
    with store().reading() as session:
        return {
            "contact": protection.contact_of_hit(session, viewer(), hit.id),
            "asked": two_persons.waiting(session, viewer(), hit.id),
            "seconds": two_persons.seconds(session, viewer(), TwoPersonAct.UNMASK, protection.Target("hit", hit.id)),
            "unmask_at": url_for("review.unmask", hit_id=hit.id),
        }
