"""Held judgements whose time is over take effect, each whole or not at all.

May run twice, at the same time, or be killed anywhere: a judgement leaves its rows in the transaction that carries it
out, and one that nobody carried out stays held for the next worker.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput, NotThere
from casefile.hits.review import Judging, carry_out, hit_at_desk
from casefile.people.viewers import viewer_of
from casefile.policy.disclosure import HitFacts, desks_of
from casefile.policy.oversight.undo import MAX_WITHIN, OVERDUE_AFTER, SLACK
from casefile.policy.reasons import Reason
from casefile.policy.states import HIT, allows
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import HeldJudgement, Hit
from casefile.vocabulary import HitState, Judgement

BATCH = 100
"""Judgements looked for at once: more than all desks make in ten seconds."""

log = logging.getLogger("griot.hits")


def carry_out_due(store: Store) -> int:
    """Let every held judgement whose time is over take effect; returns how many did. With none due, one read.

    What fails for a reason of the database's or ours stays held and is tried again.
    """
    with store.reading() as session:
        batches = _due(session)
    done = 0
    for batch in batches:
        with store.writing() as session:
            done += _carry_out(session, batch)
    return done


def overdue(session: Session) -> int:
    """Judgements that should have taken effect and that nobody carried out: no worker runs, or each try failed."""
    late = _over(tables.now(), OVERDUE_AFTER)
    return session.scalar(select(func.count(HeldJudgement.batch_id.distinct())).where(*late)) or 0


def _over(now: datetime, by: timedelta = timedelta()) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Held and over by so much; what is due later than any judgement may be was written by a clock that was wrong."""
    over = or_(HeldJudgement.due_at <= now - by, HeldJudgement.due_at > now + MAX_WITHIN + SLACK)
    return HeldJudgement.returned_at.is_(None), over


def _due(session: Session) -> list[str]:
    wanted = select(HeldJudgement.batch_id, HeldJudgement.due_at).where(*_over(tables.now()))
    rows = session.execute(wanted.order_by(HeldJudgement.due_at, HeldJudgement.id).limit(BATCH)).all()
    return list(dict.fromkeys(row.batch_id for row in rows))


def _carry_out(session: Session, batch_id: str) -> bool:
    """One judgement, if it still is as it was made: else all its hits go back to the desk, with what was written."""
    rows = session.scalars(
        select(HeldJudgement)
        .where(HeldJudgement.batch_id == batch_id, HeldJudgement.returned_at.is_(None))
        .order_by(HeldJudgement.lead.desc(), HeldJudgement.id)
        .with_for_update()
    ).all()
    if not rows:  # undone, or another worker has carried it out
        return False
    viewer = viewer_of(session, rows[0].officer_id)
    if viewer is None or not desks_of(viewer):
        return _give_back(session, rows, "officer")
    one = Judging(viewer, Judgement(rows[0].judgement), Reason.stated(rows[0].reason), rows[0].protection_reason)
    found: list[tuple[Hit, HitFacts]] = []
    for row in rows:
        try:
            hit, facts = hit_at_desk(session, viewer, row.hit_id)
            one.reviewed(facts)
        except (NotThere, BadInput):
            return _give_back(session, rows, "desk")
        if hit.facts_hash != row.facts_hash or not allows(HIT, HitState(hit.state), one.step(hit)):
            return _give_back(session, rows, "changed")
        found.append((hit, facts))
    carry_out(session, one, found)
    return True


def _give_back(session: Session, rows: Sequence[HeldJudgement], why: str) -> bool:
    """Nothing of it takes effect. What was written stays with the hits, for who judges them next."""
    log.warning("judgement.returned batch=%s why=%s", rows[0].batch_id, why)
    session.execute(
        update(HeldJudgement).where(HeldJudgement.batch_id == rows[0].batch_id).values(returned_at=tables.now())
    )
    audit.write_many(
        session,
        None,
        [
            audit.Entry(audit.Action.DECISION, "hit", row.hit_id, detail={"returned": row.judgement, "why": why})
            for row in rows
        ],
    )
    return False
