"""The coordination office's desk: which two units plan an operation at one place and time, and whether both are told.

It is the blue-on-blue warning of deconfliction systems. No unit sees any of it, its own part neither: what a unit is
told is that the coordination office asks to be called about its operation, and only once a coordinator decided so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, Conflict, NotThere
from casefile.matching.departures.together import Planned, Together, meet
from casefile.planned.keys import planned_of
from casefile.policy.network.operations import MEETING, MeetingMove
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import Officer, Operation, OperationMeeting, Unit
from casefile.vocabulary import MeetingState, OperationState

CHANGED = "This has changed in the meantime. Open it again."
_Columns = tuple[Operation, Unit, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One unit's operation, as the coordination office reads it."""

    unit: str
    desk: str
    telephone: str
    contact: str
    place: str
    radius_km: int
    first: date
    last: date
    means: str
    targets: str
    state: OperationState
    called_at: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """Two operations that meet, or met."""

    id: str
    sides: tuple[Side, Side]
    together: Together | None
    """How near they are; None once they no longer meet."""
    state: MeetingState
    found_at: datetime
    reason: str
    may_tell: bool
    may_set_aside: bool


def meetings(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[MeetingView]:
    """All that are kept: those that wait first, then the latest."""
    require(viewer, Permission.COORDINATE)
    waits = case((OperationMeeting.state == MeetingState.OPEN.value, 0), else_=1)
    order = (waits, OperationMeeting.found_at.desc(), OperationMeeting.id)
    rows = fresh.rows(session, select(OperationMeeting).order_by(*order).limit(limit).offset(offset))
    return _views(session, [one for (one,) in rows])


def open_meeting(session: Session, viewer: Viewer, meeting_id: str) -> MeetingView:
    """One of them; the look is kept."""
    require(viewer, Permission.COORDINATE)
    rows = fresh.rows(session, select(OperationMeeting).where(OperationMeeting.id == meeting_id))
    for view in _views(session, [one for (one,) in rows]):
        audit.write(session, viewer, audit.Action.CONSULTATION, "operation_meeting", meeting_id)
        return view
    raise NotThere(MISSING)


def decide(session: Session, viewer: Viewer, meeting_id: str, reason: str, *, tell: bool) -> None:
    """Ask both units to call the coordination office, or set it aside; with the reason, which no unit reads."""
    require(viewer, Permission.COORDINATE)
    why = Reason.stated(reason)
    wanted = select(OperationMeeting).where(OperationMeeting.id == meeting_id).with_for_update()
    row = fresh.first(session, wanted)
    if row is None:
        raise NotThere(MISSING)
    step = MeetingMove.TELL if tell else MeetingMove.SET_ASIDE
    state = MeetingState(row.state)
    to = audit.next_state(session, viewer, MEETING, state, step, ("operation_meeting", row.id))
    done = session.connection().execute(
        update(OperationMeeting)
        .where(OperationMeeting.id == row.id, OperationMeeting.state == row.state)
        .values(state=to.value, decided_at=tables.now(), decided_by=viewer.officer_id, reason=why.text)
    )
    if not done.rowcount:
        raise Conflict(CHANGED)
    action = audit.Action.DISCLOSURE if tell else audit.Action.DECISION
    audit.write(session, viewer, action, "operation_meeting", row.id, reason=why.text, detail={"to": to.value})


def how_many_meet(session: Session, viewer: Viewer) -> int:
    """How many wait for a coordinator's decision."""
    require(viewer, Permission.COORDINATE)
    waiting = OperationMeeting.state == MeetingState.OPEN.value
    return session.scalars(select(func.count()).select_from(OperationMeeting).where(waiting)).one()


# ---- the rest --------------------------------------------------------------------------------------------------------


def _views(session: Session, rows: list[OperationMeeting]) -> list[MeetingView]:
    """As many as have both their operations still; what was destroyed on its date is shown no more."""
    wanted = {operation_id for row in rows for operation_id in (row.one_id, row.other_id)}
    contact = aliased(Officer)
    found: Mapping[str, _Columns] = {
        operation.id: (operation, unit, name)
        for operation, unit, name in fresh.rows(
            session,
            select(Operation, Unit, contact.display_name)
            .join(Unit, Unit.id == Operation.unit_id)
            .join(contact, contact.id == Operation.contact_id)
            .where(Operation.id.in_(wanted)),
        )
    }
    return [
        _view(row, found[row.one_id], found[row.other_id])
        for row in rows
        if row.one_id in found and row.other_id in found
    ]  # fmt: skip


def _view(row: OperationMeeting, one: _Columns, other: _Columns) -> MeetingView:
    state = MeetingState(row.state)
    left, right = _compared(one[0]), _compared(other[0])
    stands = state is not MeetingState.OVER and left is not None and right is not None
    return MeetingView(
        row.id,
        (_side(one, row.one_called_at), _side(other, row.other_called_at)),
        meet(left, right) if stands and left and right else None,
        state,
        row.found_at,
        row.reason,
        may_tell=allows(MEETING, state, MeetingMove.TELL),
        may_set_aside=allows(MEETING, state, MeetingMove.SET_ASIDE),
    )


def _compared(row: Operation) -> Planned | None:
    return planned_of(row.place, row.radius_km, row.starts_at.date(), row.ends_at.date())


def _side(columns: _Columns, called_at: datetime | None) -> Side:
    row, unit, contact = columns
    return Side(
        unit.name, unit.desk, unit.telephone, contact, row.place, row.radius_km, row.starts_at.date(),
        row.ends_at.date(), row.means, row.targets, OperationState(row.state), called_at,
    )  # fmt: skip
