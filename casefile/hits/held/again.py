"""A judgement in force is corrected by judging the hit again: asked for with a reason, by a reviewer of its desk."""

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.hits.review import DECIDED_ALREADY, hit_at_desk, move, refuse, require_any_desk, save_review
from casefile.policy.reasons import Reason
from casefile.policy.states import HIT, JUDGED_SAME, HitMove, after, allows
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Review
from casefile.vocabulary import HitState

AGAIN = "again"
"""How a review says that the hit is to be judged again."""


def may_ask_again(state: HitState, *, asked: bool) -> bool:
    """Whether a judged hit in this state can be put to the desk again. `asked`: it is already."""
    return not asked and (state in JUDGED_SAME or allows(HIT, state, HitMove.ASK_AGAIN))


def ask_again(session: Session, viewer: Viewer, hit_id: str, reason: str) -> None:
    """Put a judged hit to its desk again. The judgement, and what was sent, stand until it is judged.

    Raises Conflict where there is no judgement in force, or it is asked for already.
    """
    require_any_desk(viewer)
    why = Reason.stated(reason)
    hit, _ = hit_at_desk(session, viewer, hit_id)
    before = HitState(hit.state)
    if not may_ask_again(before, asked=hit.asked_again_at is not None):
        refuse(session, viewer, hit, HitMove.ASK_AGAIN, DECIDED_ALREADY)
    to = before if before in JUDGED_SAME else after(HIT, before, HitMove.ASK_AGAIN)
    if to is before:
        asked = {"asked_again_at": tables.now(), "judged_evidence": hit.judged_evidence or hit.evidence,
                 "judged_decision": hit.judged_decision or hit.decision}  # fmt: skip
        session.connection().execute(update(Hit).where(Hit.id == hit_id).values(**asked))
    else:
        move(session, hit, to)
    save_review(session, viewer, hit_id, AGAIN, why, before=before, to=to)
    detail = {"again": True, "from": before.value}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, reason=why.text, detail=detail)


def asked_by_hand(session: Session, hit_ids: Collection[str]) -> set[str]:
    """Of these hits, those that a reviewer put to the desk again and nobody has judged since."""
    rows = session.execute(
        select(Review.hit_id, Review.judgement).where(among(Review.hit_id, hit_ids)).order_by(Review.number)
    )
    last = {row.hit_id: row.judgement for row in rows}
    return {hit for hit, judgement in last.items() if judgement == AGAIN}
