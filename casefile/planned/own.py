"""A unit's own planned operations: entered, postponed, cancelled, done; listed and opened. No other unit's is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits, outbox
from casefile.budgets.spend import spend
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.people.viewers import viewer_of
from casefile.planned.keys import planned_of, write_keys
from casefile.policy.network import operations as law
from casefile.policy.network.operations import OPERATION, OperationMove
from casefile.policy.permissions import Permission, permissions_of
from casefile.policy.reasons import Reason
from casefile.policy.states import allows
from casefile.policy.viewer import Viewer, require
from casefile.records.cases import open_cases
from casefile.storage import fresh, tables
from casefile.storage.tables import Case, Officer, OfficerRole, Operation, OperationMeeting, new_id
from casefile.vocabulary import Act, MeetingState, OperationState, Role, Topic

CHANGED = "This operation has changed in the meantime. Open it again."
UNKNOWN_PLACE = "Griot does not know this place. Enter the nearest town, beach, island or border post."
OVER = "over_at"


@dataclass(frozen=True, slots=True)
class OperationDraft:
    """What is planned: for which case, where, on which days, with what, against what, and whom to call."""

    case_id: str
    place: str
    radius_km: int
    first: date
    last: date
    means: str
    targets: str
    contact_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Colleague:
    id: str
    name: str
    login: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation of the own unit."""

    id: str
    case_ref: str
    place: str
    radius_km: int
    first: date
    last: date
    means: str
    targets: str
    contact: str
    state: OperationState
    step_reason: str
    entered_at: datetime
    over_at: datetime
    call: bool
    """The coordination office asks the unit to call it about this operation, and the unit has not said that it did."""
    called: bool
    may_change: bool


def plan_operation(session: Session, viewer: Viewer, draft: OperationDraft) -> str:
    """Enter one and return its id. It counts as a subject that is watched for."""
    require(viewer, Permission.PLAN_OPERATION)
    why = Reason.stated(draft.reason)
    if draft.case_id not in open_cases(session, viewer, [draft.case_id]):
        raise BadInput("Choose one of your unit's open cases.", field="case")
    _check(draft)
    contact = viewer_of(session, draft.contact_id)
    if contact is None or contact.unit_id != viewer.unit_id or not contact.may(Permission.PLAN_OPERATION):
        raise BadInput("Choose an officer of your unit who plans operations.", field="contact")
    operation_id = new_id()
    spend(session, viewer, Act.WATCH, [operation_id])
    moment = tables.now()
    row = {
        "id": operation_id,
        "unit_id": viewer.unit_id,
        "case_id": draft.case_id,
        "place": draft.place.strip(),
        "radius_km": draft.radius_km,
        **_span(draft.first, draft.last),
        "means": draft.means.strip(),
        "targets": draft.targets.strip(),
        "contact_id": draft.contact_id,
        "state": OperationState.PLANNED.value,
        "version": 1,
        "entered_at": moment,
        "entered_by": viewer.officer_id,
        "step_reason": "",
    }
    session.connection().execute(insert(Operation), row)
    _compare(session, operation_id, 1)
    audit.write(session, viewer, audit.Action.COLLECTION, "operation", operation_id, reason=why.text)
    return operation_id


def postpone(session: Session, viewer: Viewer, operation_id: str, first: date, last: date, reason: str) -> None:
    """To other days: it is compared again, as one just entered."""
    require(viewer, Permission.PLAN_OPERATION)
    why = Reason.stated(reason)
    row = _own(session, viewer, operation_id)
    law.check_days(first, last, tables.now().date())
    spend(session, viewer, Act.WATCH, [operation_id])
    _move(session, viewer, row, OperationMove.POSTPONE, why, _span(first, last))


def end(session: Session, viewer: Viewer, operation_id: str, reason: str, *, done: bool = False) -> None:
    """It was cancelled, or is done: from now on it is compared with nothing, and is destroyed in its time."""
    require(viewer, Permission.PLAN_OPERATION)
    why = Reason.stated(reason)
    row = _own(session, viewer, operation_id)
    over = min(row.over_at, tables.now())
    _move(session, viewer, row, OperationMove.FINISH if done else OperationMove.CANCEL, why, {OVER: over})


def say_called(session: Session, viewer: Viewer, operation_id: str) -> None:
    """The unit has called the coordination office, which asked for it."""
    require(viewer, Permission.PLAN_OPERATION)
    row = _own(session, viewer, operation_id)
    moment = tables.now()
    for side, called in _SIDES:
        session.connection().execute(
            update(OperationMeeting).where(side == row.id, _notified(), called.is_(None)).values({called.key: moment})
        )
    audit.write(session, viewer, audit.Action.ALTERATION, "operation", row.id, detail={"called": True})


def operations_of(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[OperationView]:
    """The own unit's, the latest first."""
    require(viewer, Permission.PLAN_OPERATION)
    return _views(session, viewer, limit=limit, offset=offset)


def open_operation(session: Session, viewer: Viewer, operation_id: str) -> OperationView:
    """One of the own unit; the look is kept. Another unit's is not there."""
    require(viewer, Permission.PLAN_OPERATION)
    for view in _views(session, viewer, Operation.id == operation_id):
        audit.write(
            session, viewer, audit.Action.CONSULTATION, "operation", operation_id, case_ref=view.case_ref
        )  # fmt: skip
        return view
    raise NotThere(MISSING)


def planners(session: Session, viewer: Viewer) -> list[Colleague]:
    """Who of the own unit plans operations, and may be called about one."""
    require(viewer, Permission.PLAN_OPERATION)
    roles = [role.value for role in Role if Permission.PLAN_OPERATION in permissions_of(frozenset({role}))]
    rows = session.execute(
        select(Officer.id, Officer.display_name, Officer.login)
        .join(OfficerRole, OfficerRole.officer_id == Officer.id)
        .where(Officer.unit_id == viewer.unit_id, Officer.active, OfficerRole.role.in_(roles))
        .distinct()
        .order_by(Officer.display_name, Officer.id)
    )
    return [Colleague(*row) for row in rows]


def how_many_to_call(session: Session, viewer: Viewer) -> int:
    """Operations about which the coordination office waits for the unit's call."""
    require(viewer, Permission.PLAN_OPERATION)
    to_call = or_(*(and_(side == Operation.id, called.is_(None)) for side, called in _SIDES))
    statement = select(func.count(Operation.id.distinct())).join(OperationMeeting, and_(_notified(), to_call))
    return session.scalars(statement.where(Operation.unit_id == viewer.unit_id)).one()


# ---- the rest --------------------------------------------------------------------------------------------------------


def _check(draft: OperationDraft) -> None:
    law.check_days(draft.first, draft.last, tables.now().date())
    law.check_radius(draft.radius_km)
    for field, text, most in (
        ("place", draft.place, limits.OPERATION_PLACE),
        ("means", draft.means, limits.OPERATION_WORDS),
        ("targets", draft.targets, limits.OPERATION_WORDS),
    ):
        limits.check_length(text.strip(), most, field)
    if not draft.place.strip():
        raise BadInput("Enter where it takes place.", field="place")
    if planned_of(draft.place, draft.radius_km, draft.first, draft.last) is None:
        raise BadInput(UNKNOWN_PLACE, field="place")


def _span(first: date, last: date) -> dict[str, datetime]:
    """From the first moment of the first day to the last of the last one."""
    ends = datetime.combine(last, time(23, 59), UTC)
    return {"starts_at": datetime.combine(first, time(), UTC), "ends_at": ends, OVER: ends}


def _own(session: Session, viewer: Viewer, operation_id: str) -> Operation:
    mine = (Operation.id == operation_id, Operation.unit_id == viewer.unit_id)
    row = fresh.first(session, select(Operation).where(*mine).with_for_update())
    if row is None:
        raise NotThere(MISSING)
    return row


def _move(
    session: Session, viewer: Viewer, row: Operation, step: OperationMove, why: Reason, values: Mapping[str, Any]
) -> None:
    to = audit.next_state(session, viewer, OPERATION, OperationState(row.state), step, ("operation", row.id))
    version = row.version + 1
    done = session.connection().execute(
        update(Operation)
        .where(Operation.id == row.id, Operation.version == row.version)
        .values(state=to.value, version=version, step_reason=why.text, **values)
    )
    if not done.rowcount:
        raise Conflict(CHANGED)
    _compare(session, row.id, version)
    audit.write(
        session, viewer, audit.Action.ALTERATION, "operation", row.id, reason=why.text, detail={"to": to.value}
    )  # fmt: skip


def _compare(session: Session, operation_id: str, version: int) -> None:
    """Its keys, and what the worker does with them once this is saved."""
    write_keys(session, operation_id)
    outbox.enqueue(session, Topic.OPERATION, operation_id, version)


_SIDES = (
    (OperationMeeting.one_id, OperationMeeting.one_called_at),
    (OperationMeeting.other_id, OperationMeeting.other_called_at),
)
"""Of a meeting, each operation and when its unit said that it called."""


def _notified() -> ColumnElement[bool]:
    return OperationMeeting.state == MeetingState.NOTIFIED.value


def _to_call(session: Session, ids: list[str]) -> tuple[set[str], set[str]]:
    """Which of these the unit is to call about, and about which it has said that it did."""
    statements = [select(side, called).where(_notified(), side.in_(ids)) for side, called in _SIDES]
    found = [row for statement in statements for row in session.execute(statement)]
    waiting = {operation_id for operation_id, called in found if called is None}
    return waiting, {operation_id for operation_id, _ in found} - waiting


def _views(session: Session, viewer: Viewer, *wanted: Any, limit: int = 1, offset: int = 0) -> list[OperationView]:
    rows = fresh.rows(
        session,
        select(Operation, Case.reference, Officer.display_name)
        .join(Case, Case.id == Operation.case_id)
        .join(Officer, Officer.id == Operation.contact_id)
        .where(Operation.unit_id == viewer.unit_id, *wanted)
        .order_by(Operation.starts_at.desc(), Operation.id)
        .limit(limit)
        .offset(offset),
    )
    waiting, called = _to_call(session, [row.id for row, *_ in rows])
    return [
        OperationView(
            row.id, reference, row.place, row.radius_km, row.starts_at.date(), row.ends_at.date(), row.means,
            row.targets, name, OperationState(row.state), row.step_reason, row.entered_at, row.over_at,
            call=row.id in waiting, called=row.id in called,
            may_change=allows(OPERATION, OperationState(row.state), OperationMove.CANCEL),
        )
        for row, reference, name in rows
    ]  # fmt: skip
