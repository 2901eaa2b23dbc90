"""Where an officer sits in a joint case: the case, the own unit's seat, the own part in it, as they stand now."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, BadInput, CasefileError, Conflict, NotThere
from casefile.policy.states import JOINT, SEAT, JointMove, SeatMove
from casefile.policy.viewer import Viewer
from casefile.storage import fresh, tables
from casefile.storage.tables import JointCase, JointMember, JointSeat, Officer
from casefile.vocabulary import JointPart, JointState, SeatState

MEMBERS_ONLY = "Only members whom their unit has named may do this. Ask a member of your unit."
MOVED_ON = "This joint case has changed in the meantime. Open it again."


@dataclass(frozen=True, slots=True)
class Seated:
    """A joint case as an officer of one of its units stands in it."""

    case: JointCase
    seat: SeatState
    part: JointPart | None
    """What the officer is in it; None: the unit has a seat, the officer is not a member."""
    state: JointState
    """As of now: what is past its last day has ended, whether or not anybody has noted it yet."""


def state_now(case: JointCase) -> JointState:
    """The state, with the last day looked at."""
    state = JointState(case.state)
    over = case.ends_at <= tables.now() and (state, JointMove.END) in JOINT
    return JointState.ENDED if over else state


def seated(session: Session, viewer: Viewer, joint_id: str, *, lock: bool = True) -> Seated:
    """Locked for who acts. Raises NotThere unless the officer's unit has a seat in it: for others it is not there."""
    statement = (
        select(JointCase, JointSeat)
        .join(JointSeat, JointSeat.joint_id == JointCase.id)
        .where(JointCase.id == joint_id, JointSeat.unit_id == viewer.unit_id)
    )
    if lock:
        statement = statement.with_for_update(of=JointCase)
    for case, seat in fresh.rows(session, statement):
        state = SeatState(seat.state)
        part = _part(session, viewer, joint_id) if state is SeatState.TAKEN else None
        return Seated(case, state, part, state_now(case))
    raise NotThere(MISSING)


def _part(session: Session, viewer: Viewer, joint_id: str) -> JointPart | None:
    part = session.scalars(
        select(JointMember.part).where(
            JointMember.joint_id == joint_id,
            JointMember.officer_id == viewer.officer_id,
            JointMember.unit_id == viewer.unit_id,
            JointMember.removed_at.is_(None),
        )
    ).first()
    return JointPart(part) if part else None


def require_acting(session: Session, viewer: Viewer, at: Seated, step: JointMove | SeatMove) -> None:
    """Raises BadInput unless the officer is a member with full part: not a mentor, not a colleague."""
    if at.part is not JointPart.INVESTIGATOR:
        refuse(session, viewer, at, step, BadInput(MEMBERS_ONLY))


def refuse(session: Session, viewer: Viewer, at: Seated, step: JointMove | SeatMove, error: CasefileError) -> NoReturn:
    """Raises the error; who tried which step stands in the trail though nothing else is kept."""
    state = at.seat if isinstance(step, SeatMove) else at.state
    audit.refuse(session, viewer, error, "joint", at.case.id, {"state": state.value, "move": step.value})


def seat_after(session: Session, viewer: Viewer, at: Seated, step: SeatMove) -> SeatState:
    """What the step makes of the own unit's seat. Raises Conflict when the table lacks it."""
    return audit.next_state(session, viewer, SEAT, at.seat, step, ("joint", at.case.id))


def acting_members(session: Session, joint_id: str, unit_id: str) -> set[str]:
    """Officers of the unit who may act in the case and still serve in the unit."""
    return set(
        session.scalars(
            select(JointMember.officer_id)
            .join(Officer, Officer.id == JointMember.officer_id)
            .where(
                JointMember.joint_id == joint_id,
                JointMember.unit_id == unit_id,
                JointMember.part == JointPart.INVESTIGATOR.value,
                JointMember.removed_at.is_(None),
                Officer.active,
                Officer.unit_id == unit_id,
            )
        )
    )


def units_with(session: Session, joint_id: str, states: Collection[SeatState]) -> set[str]:
    """The units whose seat is in one of the states."""
    wanted = [state.value for state in states]
    return set(
        session.scalars(select(JointSeat.unit_id).where(JointSeat.joint_id == joint_id, JointSeat.state.in_(wanted)))
    )


def move(session: Session, viewer: Viewer, at: Seated, step: JointMove, **values: object) -> JointState:
    """Take the step from the state as it is now. Raises Conflict when the table lacks it or somebody was first."""
    to = audit.next_state(session, viewer, JOINT, at.state, step, ("joint", at.case.id))
    if to is not JointState(at.case.state) or values:
        done = session.connection().execute(
            update(JointCase)
            .where(JointCase.id == at.case.id, JointCase.state == at.case.state)
            .values(state=to.value, **values)
        )
        if not done.rowcount:
            raise Conflict(MOVED_ON)
    return to
