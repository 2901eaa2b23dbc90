"""How a joint case ends: a unit leaves, it is closed, or its last day is past. Every record stays with its unit."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.joint.seats import Seated, move, refuse, require_acting, seat_after, seated, units_with
from casefile.policy.network import together
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import JOINT, JointMove, SeatMove, after
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import JointCase, JointRecord, JointSeat
from casefile.vocabulary import JointState, SeatState

NEEDED = 2
"""Units without which nothing is held together."""


def leave(session: Session, viewer: Viewer, joint_id: str, reason: str) -> JointState:
    """Give the own unit's seat back and take out all it put in. What one unit alone is left with, is closed."""
    require(viewer, Permission.WORK_JOINT)
    why = Reason.stated(reason)
    at = seated(session, viewer, joint_id)
    require_acting(session, viewer, at, SeatMove.LEAVE)
    if at.state is not JointState.OPEN:
        move(session, viewer, at, JointMove.NAME)  # refused, in the words of the table
    moment = tables.now()
    mine = (JointSeat.joint_id == joint_id, JointSeat.unit_id == viewer.unit_id)
    session.connection().execute(
        update(JointSeat)
        .where(*mine)
        .values(
            state=seat_after(session, viewer, at, SeatMove.LEAVE).value,
            decided_at=moment,
            decided_by=viewer.officer_id,
            reason=why.text,
        )
    )
    session.connection().execute(
        update(JointRecord)
        .where(
            JointRecord.joint_id == joint_id, JointRecord.unit_id == viewer.unit_id, JointRecord.taken_at.is_(None)
        )
        .values(taken_at=moment)
    )  # fmt: skip
    audit.write(session, viewer, audit.Action.WITHDRAWAL, "joint", joint_id, reason=why.text, detail={"left": True})
    if len(units_with(session, joint_id, {SeatState.TAKEN, SeatState.ASKED})) < NEEDED:
        return _close(session, viewer, at, "")
    return at.state


def close(session: Session, viewer: Viewer, joint_id: str, reason: str) -> JointState:
    """End the case for all its units; a proposal is taken back in the same way."""
    require(viewer, Permission.WORK_JOINT)
    why = Reason.stated(reason)
    at = seated(session, viewer, joint_id)
    require_acting(session, viewer, at, JointMove.CLOSE)
    if not may_close(session, viewer, at):
        error = BadInput("The unit that proposed it closes it for all. Yours can leave it.")
        refuse(session, viewer, at, JointMove.CLOSE, error)
    audit.write(session, viewer, audit.Action.DECISION, "joint", joint_id, reason=why.text, detail={"closed": True})
    return _close(session, viewer, at, why.text)


def may_close(session: Session, viewer: Viewer, at: Seated) -> bool:
    """Whether the viewer's unit may end the case for all."""
    require(viewer, Permission.READ_JOINT)
    units = units_with(session, at.case.id, {SeatState.TAKEN})
    return together.may_close_joint(viewer.unit_id, at.case.lead_unit_id, units)


def end_due(session: Session, moment: datetime, limit: int = 500) -> int:
    """Note which joint cases are past their last day; returns how many. For the schedule: readers see it at once."""
    may_end = [state.value for state, move in JOINT if move is JointMove.END]
    statement = (
        select(JointCase)
        .where(JointCase.state.in_(may_end), JointCase.ends_at <= moment)
        .order_by(JointCase.ends_at, JointCase.id)
        .limit(limit)
        .with_for_update()
    )
    due = [case for (case,) in fresh.rows(session, statement)]
    for case in due:
        to = after(JOINT, JointState(case.state), JointMove.END)
        session.connection().execute(
            update(JointCase).where(JointCase.id == case.id).values(state=to.value, closed_at=case.ends_at)
        )
        audit.write(session, None, audit.Action.WITHDRAWAL, "joint", case.id, detail={"ended": True})
    return len(due)


def _close(session: Session, viewer: Viewer, at: Seated, reason: str) -> JointState:
    return move(
        session, viewer, at, JointMove.CLOSE, closed_at=tables.now(), closed_by=viewer.officer_id, close_reason=reason
    )  # fmt: skip
