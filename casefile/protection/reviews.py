"""Reviews that a rule raised: the coordination office's protection officers look, and say whether somebody stays
protected. Until then nobody lowers what protects a victim."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, Conflict, NotThere
from casefile.policy.disclosure import is_networks
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.protection import lowering
from casefile.storage import tables
from casefile.storage.tables import ProtectionReview, Record, Unit
from casefile.vocabulary import Protection, RecordState, ReviewGround, ReviewOutcome

DECIDED = N_("Somebody else has decided this review meanwhile.")


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review as the desk sees it; `outcome` is None while it waits."""

    id: str
    record_id: str
    unit: str
    ground: ReviewGround
    raised_at: datetime
    outcome: ReviewOutcome | None = None
    decided_at: datetime | None = None
    reason: str = ""


def waiting_reviews(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[ReviewLine]:
    """Those that wait, the oldest first. None for who does not belong to the coordination office."""
    require(viewer, Permission.LOWER_PROTECTION)
    if not is_networks(viewer):
        return []
    return _lines(session, None, limit=limit, offset=offset)


def reviews_of(session: Session, viewer: Viewer, record_id: str) -> list[ReviewLine]:
    """Those of one record before the desk, decided ones too. Raises NotThere where it is not before the desk."""
    require(viewer, Permission.LOWER_PROTECTION)
    lowering.check_before_the_desk(session, viewer, "record", record_id)
    return _lines(session, record_id, limit=1000, offset=0)


def decide(
    session: Session, viewer: Viewer, record_id: str, review_id: str, outcome: ReviewOutcome, reason: str
) -> None:
    """Say whether the person stays protected, with a reason. Raises Conflict when it was decided meanwhile.

    *Not needed* lowers the protection as a victim, once no other review of the record waits; BadInput while the record
    itself says victim.
    """
    require(viewer, Permission.LOWER_PROTECTION)
    why = Reason.stated(reason)
    mine = (ProtectionReview.id == review_id, ProtectionReview.record_id == record_id)
    there = session.scalar(
        select(ProtectionReview.id).join(Record, Record.id == ProtectionReview.record_id).where(*mine, _stands())
    )
    if there is None or not is_networks(viewer):
        raise NotThere(MISSING)
    values = {
        "outcome": outcome.value, "reason": why.text, "decided_by": viewer.officer_id or None,
        "decided_at": tables.now(),
    }  # fmt: skip
    waits = ProtectionReview.decided_at.is_(None)
    done = session.connection().execute(update(ProtectionReview).where(*mine, waits).values(**values))
    if not done.rowcount:
        raise Conflict(DECIDED)
    detail = {"review": outcome.value}
    audit.write(session, viewer, audit.Action.DECISION, "record", record_id, reason=why.text, detail=detail)
    if outcome is ReviewOutcome.NOT_NEEDED and not lowering.review_waits(session, record_id):
        lowering.lower(session, viewer, "record", record_id, Protection.VICTIM, reason)


def _stands() -> ColumnElement[bool]:
    return Record.state != RecordState.TOMBSTONED.value


def _lines(session: Session, record_id: str | None, *, limit: int, offset: int) -> list[ReviewLine]:
    statement = (
        select(ProtectionReview, Unit.name)
        .join(Record, Record.id == ProtectionReview.record_id)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(_stands())
        .order_by(ProtectionReview.raised_at, ProtectionReview.id)
        .limit(limit)
        .offset(offset)
    )
    of = ProtectionReview.decided_at.is_(None) if record_id is None else ProtectionReview.record_id == record_id
    return [
        ReviewLine(
            one.id,
            one.record_id,
            unit,
            ReviewGround(one.ground),
            one.raised_at,
            ReviewOutcome(one.outcome) if one.outcome else None,
            one.decided_at,
            one.reason,
        )
        for one, unit in session.execute(statement.where(of))
    ]
