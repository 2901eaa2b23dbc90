"""*Owner first*: the record's owner agrees or refuses before the watch's owner learns anything; silence has an end."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, NotThere
from casefile.hits import pointers
from casefile.hits.facts import facts_of_hits
from casefile.hits.reroute import recall
from casefile.hits.review import DECIDED_ALREADY, hit_at_desk, move, refuse, require_any_desk, save_review
from casefile.policy.disclosure import recipients
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import HIT, HitMove, after, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import Hit, Pointer
from casefile.vocabulary import HitState

AGREE, REFUSE = "agree", "refuse"
ANSWERED_ALREADY = N_("This was answered in the meantime, or taken back. Open the list again.")
TELL, SEAL = "tell", "seal"
"""What a coordinator decides when the owner did not answer; kept as the review's judgement."""


def answer(session: Session, viewer: Viewer, pointer_id: str, agree: bool, reason: str) -> HitState:
    """Agree that the other unit gets its pointer, or refuse. Returns the state the hit comes to.

    Raises Conflict when it was answered, recalled or settled already; NotThere for a pointer of another unit.
    """
    require(viewer, Permission.ANSWER_POINTER)
    why = Reason.stated(reason)
    mine = (Pointer.id == pointer_id, Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None))
    pointer = fresh.first(session, select(Pointer).where(*mine, Pointer.asks))
    if pointer is None:
        raise NotThere(MISSING)
    hit = fresh.one(session, select(Hit).where(Hit.id == pointer.hit_id).with_for_update())
    step = HitMove.AGREE if agree else HitMove.REFUSE
    if pointer.answer or pointer.withdrawn_at is not None or not allows(HIT, HitState(hit.state), step):
        refuse(session, viewer, hit, step, ANSWERED_ALREADY)
    to = after(HIT, HitState(hit.state), step)
    move(session, hit, to)
    given = AGREE if agree else REFUSE
    session.connection().execute(
        update(Pointer)
        .where(Pointer.id == pointer_id)
        .values(answer=given, answer_reason=why.text, answered_at=tables.now(), answered_by=viewer.officer_id or None)
    )
    if agree:
        pointers.create_pointers(session, hit.id, recipients(facts_of_hits(session, [hit.id])[hit.id]).after_agreement)
    detail = {"answer": given, "pointer": pointer_id, "to": to.value}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit.id, reason=why.text, detail=detail)
    return to


def lapse_due(session: Session, now: datetime, limit: int = 500) -> int:
    """Give the hits back to the coordinator whose owner did not answer in time; returns how many. For the schedule."""
    statement = (
        select(Hit)
        .where(Hit.state == HitState.OWNER_ASKED.value, Hit.answer_due_at <= now)
        .order_by(Hit.answer_due_at)
        .limit(limit)
        .with_for_update()
    )
    due = [hit for (hit,) in fresh.rows(session, statement)]
    for hit in due:
        move(session, hit, after(HIT, HitState(hit.state), HitMove.LAPSE), answer_due_at=hit.answer_due_at)
        audit.write(session, None, audit.Action.PIPELINE, "hit", hit.id, detail={"unanswered": True})
    return len(due)


def settle(session: Session, viewer: Viewer, hit_id: str, tell: bool, reason: str) -> HitState:
    """Decide for an owner who did not answer: the other unit gets its pointer, or nobody learns more."""
    require_any_desk(viewer)
    why = Reason.stated(reason)
    hit, facts = hit_at_desk(session, viewer, hit_id)
    before, step = HitState(hit.state), HitMove.SEND_POINTER if tell else HitMove.SEAL
    if before is not HitState.ANSWER_DUE:
        refuse(session, viewer, hit, step, DECIDED_ALREADY)
    to = after(HIT, before, step)
    move(session, hit, to)
    save_review(session, viewer, hit_id, TELL if tell else SEAL, why, before=before, to=to)
    if tell:
        pointers.create_pointers(session, hit_id, recipients(facts).after_agreement)
    else:
        recall(session, [hit_id])
    detail = {"judgement": TELL if tell else SEAL, "from": before.value, "steps": [to.value]}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, reason=why.text, detail=detail)
    return to
