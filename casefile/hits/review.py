"""Reviews: a person judges each hit before anybody is notified, and the rules of both sides decide who is.

Hits that touch a victim, a minor or a source at risk stand at the protection desk only; for a coordinator they do
not exist.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, Conflict, NotThere
from casefile.hits import pointers, protection_contact, reroute
from casefile.hits.facts import facts_of_hits
from casefile.hits.shown import released
from casefile.policy.disclosure import (
    ANSWER_WITHIN,
    HitFacts,
    Recipients,
    desks_of,
    may_open_hit,
    move_after_rule,
    raises_review,
    recipients,
)
from casefile.policy.network.desk_lists import judged_together
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import HIT, HitMove, after, allows, judgement_move
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.tables import HeldJudgement, Hit, Review, new_id
from casefile.vocabulary import Desk, HitState, Judgement

DECIDED_ALREADY = N_("This hit was decided in the meantime, or withdrawn. Open it again.")


def decide(
    session: Session,
    viewer: Viewer,
    hit_id: str,
    judgement: Judgement,
    reason: str,
    *,
    seen_state: HitState | None = None,
    protection_reason: str = "",
    also: Collection[str] | None = None,
) -> HitState:
    """Judge a hit, apply the rules of both sides, enqueue the notices. Returns the state it comes to.

    The judgement answers the other hits of the same coincidence that wait at this desk, each by its own rules and
    with its own line in the trail: all of them, or those in `also`. *The same* answers the hit alone where they rest
    on a number that many hold.

    *Same* on a protected hit opens the contact of the two sides' protection officers. Where it raises a protection
    review, `protection_reason` says why so, whatever the judgement.

    Raises Conflict when it is decided or withdrawn already, when another reviewer is first, or when it is no
    longer in `seen_state`.
    """
    require_any_desk(viewer)
    one = Judging(viewer, judgement, Reason.stated(reason), protection_reason)
    found = judged_by(session, one, hit_id, seen_state=seen_state, also=also)
    return carry_out(session, one, found)


@dataclass(frozen=True, slots=True)
class Judging:
    """Who judges, how and why."""

    viewer: Viewer
    judgement: Judgement
    why: Reason
    protection_reason: str

    def reviewed(self, facts: HitFacts) -> Reason | None:
        """Why so, where the hit raises a protection review. Raises BadInput where it is not said."""
        return Reason.stated(self.protection_reason, "protection_reason") if raises_review(facts) else None

    def step(self, hit: Hit) -> HitMove:
        """The move that is for this hit."""
        return judgement_move(self.judgement, asked_again=hit.asked_again_at is not None)


def judged_by(
    session: Session,
    one: Judging,
    hit_id: str,
    *,
    seen_state: HitState | None = None,
    also: Collection[str] | None = None,
) -> list[tuple[Hit, HitFacts]]:
    """The hits that a judgement answers, locked, the one judged first. Raises what `decide` does."""
    hit, facts = hit_at_desk(session, one.viewer, hit_id)
    if seen_state not in (None, HitState(hit.state)):
        refuse(session, one.viewer, hit, one.step(hit), DECIDED_ALREADY)
    together = judged_together(common_value=hit.common_value, same=one.judgement is Judgement.SAME)
    found = [(hit, facts), *(_others(session, one, hit, also) if together else [])]
    for each, known in found:
        one.reviewed(known)
        if not allows(HIT, HitState(each.state), one.step(each)):
            refuse(session, one.viewer, each, one.step(each), DECIDED_ALREADY)
    if session.scalars(select(HeldJudgement.id).where(still_held([each.id for each, _ in found]))).first():
        refuse(session, one.viewer, hit, one.step(hit), DECIDED_ALREADY)
    return found


def carry_out(session: Session, one: Judging, found: Sequence[tuple[Hit, HitFacts]]) -> HitState:
    """The judgement of hits as `judged_by` gave them. Returns the state of the first."""
    (hit, facts), *others = found
    state = _decide(session, one, hit, facts)
    for other, known in others:
        _decide(session, one, other, known, judged_with=hit.id)
    session.execute(delete(HeldJudgement).where(among(HeldJudgement.hit_id, [each.id for each, _ in found])))
    return state


def still_held(hit_ids: Collection[str]) -> ColumnElement[bool]:
    """Rows of judgements of these hits that may still be undone."""
    return and_(among(HeldJudgement.hit_id, hit_ids), HeldJudgement.returned_at.is_(None))


def _decide(session: Session, one: Judging, hit: Hit, facts: HitFacts, judged_with: str = "") -> HitState:
    """The judgement of one hit, as it was read and locked."""
    reviewed = one.reviewed(facts)
    before, step = HitState(hit.state), one.step(hit)
    if not allows(HIT, before, step):
        refuse(session, one.viewer, hit, step, DECIDED_ALREADY)
    steps = [after(HIT, before, step)]
    notified = Recipients()
    if steps[-1] is HitState.CONFIRMED:
        notified = recipients(facts)
        for then in (HitMove.APPLY_RULE, move_after_rule(notified)):
            steps.append(after(HIT, steps[-1], then))
    due = hit.answer_due_at if step is HitMove.CONFIRM_AGAIN else None
    if notified.after_agreement:
        due = tables.now() + ANSWER_WITHIN
    move(session, hit, steps[-1], answer_due_at=due)
    _remember(session, hit)
    save_review(
        session, one.viewer, hit.id, one.judgement.value, one.why, before=before, to=steps[-1], reviewed=reviewed
    )
    if notified.first:
        pointers.create_pointers(session, hit.id, notified.first, asks=due is not None)
    if step in (HitMove.TAKE_BACK, HitMove.DOUBT):
        reroute.recall(session, [hit.id])
        released.note_changes(session, hit_ids=[hit.id])
    if facts.protected and step is HitMove.JUDGE_SAME:
        protection_contact.open_contact(session, hit, facts)
    detail = {
        "judgement": one.judgement.value,
        "from": before.value,
        "steps": [s.value for s in steps],
        "recipients": list(notified.first),
        "protection_review": reviewed is not None,
        **({"with": judged_with} if judged_with else {}),
    }
    audit.write(session, one.viewer, audit.Action.DECISION, "hit", hit.id, reason=one.why.text, detail=detail)
    return steps[-1]


def _remember(session: Session, hit: Hit) -> None:
    """Keep what the judgement is made on: later facts are held against it."""
    judged = {"judged_evidence": hit.evidence, "judged_decision": hit.decision, "asked_again_at": None}
    session.connection().execute(update(Hit).where(Hit.id == hit.id).values(**judged))


def _others(session: Session, one: Judging, hit: Hit, also: Collection[str] | None) -> list[tuple[Hit, HitFacts]]:
    """The hits of the same coincidence, locked, that the judgement answers too; what changed meanwhile waits on."""
    if hit.coincidence_id is None:
        return []
    mine = (Hit.coincidence_id == hit.coincidence_id, Hit.desk == hit.desk, Hit.id != hit.id)
    found = []
    for id in session.connection().execute(select(Hit.id).where(*mine).order_by(Hit.id)).scalars().all():
        if also is not None and id not in also:
            continue
        try:
            other, facts = hit_at_desk(session, one.viewer, id)
        except NotThere:
            continue
        if allows(HIT, HitState(other.state), one.step(other)):
            found.append((other, facts))
    return found


def require_any_desk(viewer: Viewer) -> None:
    """First statement of every action on hits: the viewer reviews at one desk at least."""
    if not desks_of(viewer):
        require(viewer, Permission.REVIEW_HIT)


def hit_at_desk(session: Session, viewer: Viewer, hit_id: str) -> tuple[Hit, HitFacts]:
    """The hit, locked, if its desk is the viewer's: judged by the rules of both sides as they stand now."""
    hit = fresh.first(session, select(Hit).where(Hit.id == hit_id).with_for_update())
    if hit is None:
        raise NotThere(MISSING)
    facts = facts_of_hits(session, [hit_id])[hit_id]
    if not may_open_hit(viewer, Desk(hit.desk), facts):
        raise NotThere(MISSING)
    return hit, facts


def refuse(session: Session, viewer: Viewer, hit: Hit, step: HitMove, why: str) -> NoReturn:
    """Raises Conflict; who tried which step, in which state, stands in the trail though nothing else is kept."""
    audit.refuse(session, viewer, Conflict(why), "hit", hit.id, {"state": hit.state, "move": step.value})


def move(session: Session, hit: Hit, to: HitState, answer_due_at: datetime | None = None) -> None:
    """Bring the hit, as it was read, to its next state. Raises Conflict when somebody else was first."""
    moved = session.connection().execute(
        update(Hit).where(Hit.id == hit.id, Hit.state == hit.state).values(state=to.value, answer_due_at=answer_due_at)
    )
    if not moved.rowcount:
        raise Conflict(DECIDED_ALREADY)


def save_review(
    session: Session,
    viewer: Viewer,
    hit_id: str,
    judgement: str,
    why: Reason,
    *,
    before: HitState,
    to: HitState,
    reviewed: Reason | None = None,
) -> None:
    """Keep one decision on a hit. Raises Conflict when another reviewer was first."""
    number = select(func.coalesce(func.max(Review.number), 0) + 1).where(Review.hit_id == hit_id)
    row = {
        "id": new_id(),
        "hit_id": hit_id,
        "number": session.connection().execute(number).scalar_one(),
        "officer_id": viewer.officer_id,
        "judgement": judgement,
        "reason": why.text,
        "protection_reason": reviewed.text if reviewed else "",
        "from_state": before.value,
        "to_state": to.value,
        "decided_at": tables.now(),
    }
    try:
        session.connection().execute(insert(Review), row)
    except IntegrityError as error:
        raise Conflict(DECIDED_ALREADY) from error
