"""A judgement is held for some seconds: it can be undone, and nothing of it has happened yet.

What is held is shown at its own desk alone. It changes no hit, so that an undone judgement leaves nothing behind but
its two lines in the trail. When its time is over, `in_effect.carry_out_due` does what `review.decide` would have done.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NoReturn

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import N_, Conflict
from casefile.hits.review import DECIDED_ALREADY, Judging, hit_at_desk, judged_by, require_any_desk
from casefile.policy.oversight.undo import MAX_WITHIN, is_due, may_undo
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import HeldJudgement, Hit, Officer, new_id
from casefile.vocabulary import HitState, Judgement

TOO_LATE = N_(
    "The judgement is in force and can no longer be undone. To correct it, open the hit and choose: judge it again."
)
NOT_YOURS = N_("Only who judged can undo it. Open the hit to put your own judgement in its place.")


@dataclass(frozen=True, slots=True)
class Held:
    """A judgement that may still be undone, or that came back because the hit changed before its time."""

    batch_id: str
    hit_id: str
    officer: str
    judgement: Judgement
    reason: str
    protection_reason: str
    made_at: datetime
    due_at: datetime
    mine: bool
    returned: bool
    """It did not take effect: the hit was changed by somebody else, or by what was found since."""
    hits: int = 1
    """How many hits it answers."""

    def undoable(self, now: datetime) -> bool:
        """Whether who reads this may take it back."""
        return self.mine and not self.returned and not is_due(self.due_at, now)

    def left_s(self, now: datetime) -> int:
        """Whole seconds that are left for it."""
        return max(0, int((self.due_at - now).total_seconds()))


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement as it was sent: see `review.decide`."""

    judgement: Judgement
    reason: str
    protection_reason: str = ""
    seen_state: HitState | None = None
    also: Collection[str] | None = None


def hold(session: Session, viewer: Viewer, hit_id: str, said: Said, *, within: timedelta, instead_of: str = "") -> str:
    """Judge a hit, and the others of its coincidence, as `review.decide`, to take effect when `within` is over.

    `instead_of`: the held judgement of somebody else that this one replaces, before it took effect. Returns the id of
    the judgement. Raises what `decide` does, and Conflict when a judgement of one of the hits is held already.
    """
    require_any_desk(viewer)
    one = Judging(viewer, said.judgement, Reason.stated(said.reason), said.protection_reason)
    if instead_of:
        _take_away(session, viewer, hit_id, instead_of, one.why)
    found = judged_by(session, one, hit_id, seen_state=said.seen_state, also=said.also)
    ids = [hit.id for hit, _ in found]
    session.execute(delete(HeldJudgement).where(among(HeldJudgement.hit_id, ids)))  # what came back is judged again
    batch, now = new_id(), tables.now()
    due = now + min(within, MAX_WITHIN)
    rows = [_row(one, hit, batch, now, due, lead=hit.id == hit_id) for hit, _ in found]
    try:
        session.connection().execute(insert(HeldJudgement), rows)
    except IntegrityError as error:
        raise Conflict(DECIDED_ALREADY) from error
    detail = {"held": said.judgement.value, "until": due.isoformat(), "with": [id for id in ids if id != hit_id]}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, reason=one.why.text, detail=detail)
    return batch


def _row(one: Judging, hit: Hit, batch: str, now: datetime, due: datetime, *, lead: bool) -> dict[str, object]:
    return {
        "id": new_id(),
        "batch_id": batch,
        "hit_id": hit.id,
        "lead": lead,
        "officer_id": one.viewer.officer_id,
        "judgement": one.judgement.value,
        "reason": one.why.text,
        "protection_reason": one.protection_reason,
        "from_state": hit.state,
        "facts_hash": hit.facts_hash,
        "made_at": now,
        "due_at": due,
        "returned_at": None,
    }


def undo(session: Session, viewer: Viewer, hit_id: str) -> str:
    """Take back the own judgement of this hit, and of all that it answers, before anybody was notified of it. Returns
    the id of the hit that was open when it was judged.

    Raises Conflict when it is in force already, or is somebody else's.
    """
    require_any_desk(viewer)
    hit_at_desk(session, viewer, hit_id)
    rows = _batch(session, hit_id)
    if not rows or is_due(rows[0].due_at, tables.now()):
        _refuse(session, viewer, hit_id, TOO_LATE)
    if not may_undo(viewer.officer_id, rows[0].officer_id, rows[0].due_at, tables.now()):
        _refuse(session, viewer, hit_id, NOT_YOURS)
    ids = [row.hit_id for row in rows]
    session.execute(delete(HeldJudgement).where(HeldJudgement.batch_id == rows[0].batch_id))
    detail = {"undone": rows[0].judgement, "with": [id for id in ids if id != hit_id]}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, detail=detail)
    return next((row.hit_id for row in rows if row.lead), hit_id)


def _take_away(session: Session, viewer: Viewer, hit_id: str, batch_id: str, why: Reason) -> None:
    """Somebody else's judgement, seen and replaced before it took effect. It is written down who replaced whose."""
    hit_at_desk(session, viewer, hit_id)
    rows = _batch(session, hit_id)
    if not rows or rows[0].batch_id != batch_id:
        _refuse(session, viewer, hit_id, DECIDED_ALREADY)
    session.execute(delete(HeldJudgement).where(HeldJudgement.batch_id == batch_id))
    detail = {"replaced": rows[0].judgement, "of": rows[0].officer_id}
    audit.write(session, viewer, audit.Action.DECISION, "hit", hit_id, reason=why.text, detail=detail)


def _batch(session: Session, hit_id: str) -> list[HeldJudgement]:
    """The rows of the judgement that is held of this hit, locked."""
    of = select(HeldJudgement.batch_id).where(HeldJudgement.hit_id == hit_id, HeldJudgement.returned_at.is_(None))
    rows = select(HeldJudgement).where(HeldJudgement.batch_id.in_(of)).order_by(HeldJudgement.id).with_for_update()
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def _refuse(session: Session, viewer: Viewer, hit_id: str, why: str) -> NoReturn:
    audit.refuse(session, viewer, Conflict(why), "hit", hit_id, {"move": "undo"})


def held_of(session: Session, viewer: Viewer, hit_id: str) -> Held | None:
    """What is held of this hit, or came back; for who may open it (`open_hit`)."""
    require_any_desk(viewer)
    found = _held(session, viewer, HeldJudgement.hit_id == hit_id)
    return found[0] if found else None


def undoable(session: Session, viewer: Viewer) -> list[Held]:
    """The own judgements that can still be undone, the newest first."""
    require_any_desk(viewer)
    now = tables.now()
    mine = _held(session, viewer, HeldJudgement.officer_id == viewer.officer_id)
    return [one for one in mine if one.undoable(now)]


def _held(session: Session, viewer: Viewer, which: ColumnElement[bool]) -> list[Held]:
    rows = session.execute(
        select(HeldJudgement, Officer.display_name, Officer.login)
        .join(Officer, Officer.id == HeldJudgement.officer_id)
        .where(which)
        .order_by(HeldJudgement.made_at.desc(), HeldJudgement.lead.desc(), HeldJudgement.id)
    ).all()
    many: dict[str, int] = {}
    first: dict[str, Held] = {}
    for row, name, login in rows:
        many[row.batch_id] = many.get(row.batch_id, 0) + 1
        first.setdefault(
            row.batch_id,
            Held(
                row.batch_id, row.hit_id, name or login, Judgement(row.judgement), row.reason, row.protection_reason,
                row.made_at, row.due_at, row.officer_id == viewer.officer_id, row.returned_at is not None,
            ),
        )  # fmt: skip
    return [replace(one, hits=many[batch]) for batch, one in first.items()]
