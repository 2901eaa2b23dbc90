"""Which operations meet: worked out by the worker, once what a unit entered or changed is saved.

Of two that are saved at the same moment, each by its own worker, the one that is looked at later sees the other: a row
of the outbox is taken after its transaction, so both are there. Looking twice changes nothing.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from casefile.matching.departures.together import Planned, meet
from casefile.planned.keys import compared
from casefile.policy.network.operations import MEETING, MeetingMove
from casefile.policy.states import allows
from casefile.storage import fresh, tables
from casefile.storage.tables import Operation, OperationKey, OperationMeeting, new_id
from casefile.vocabulary import MeetingState


def look(session: Session, operation_id: str) -> int:
    """Write down with which other units' operations this one meets, and which it no longer does; how many it meets."""
    row = fresh.first(session, select(Operation).where(Operation.id == operation_id))
    if row is None:
        return 0  # destroyed on its date meanwhile
    planned = compared(row)
    found = {one.id: one for one in _others(session, row, planned)} if planned else {}
    known = {_other(one, row.id): one for one in _known(session, row.id)}
    for other_id, meeting in known.items():
        if other_id not in found:
            _step(session, meeting, MeetingMove.END)
        elif (meeting.one_version, meeting.other_version) != (_versions(row, found[other_id])):
            _step(session, meeting, MeetingMove.AGAIN, _as_they_are(row, found[other_id]))
    for other_id, other in found.items():
        if other_id not in known:
            _write(session, row, other)
    return len(found)


def _others(session: Session, row: Operation, planned: Planned) -> list[Operation]:
    """Other units' standing operations that share a key with this one, and by the rule meet it."""
    mine = select(OperationKey.key).where(OperationKey.operation_id == row.id)
    shared = select(OperationKey.operation_id).where(OperationKey.key.in_(mine), OperationKey.operation_id != row.id)
    near = select(Operation).where(Operation.id.in_(shared), Operation.unit_id != row.unit_id).order_by(Operation.id)
    found = []
    for (other,) in fresh.rows(session, near):
        theirs = compared(other)
        if theirs is not None and meet(planned, theirs) is not None:
            found.append(other)
    return found


def _known(session: Session, operation_id: str) -> list[OperationMeeting]:
    either = or_(OperationMeeting.one_id == operation_id, OperationMeeting.other_id == operation_id)
    return [one for (one,) in fresh.rows(session, select(OperationMeeting).where(either).with_for_update())]


def _other(meeting: OperationMeeting, operation_id: str) -> str:
    return meeting.other_id if meeting.one_id == operation_id else meeting.one_id


def _versions(row: Operation, other: Operation) -> tuple[int, int]:
    one, two = sorted((row, other), key=lambda each: each.id)
    return one.version, two.version


def _as_they_are(row: Operation, other: Operation) -> dict[str, Any]:
    one, two = _versions(row, other)
    return {
        "one_version": one,
        "other_version": two,
        "over_at": max(row.over_at, other.over_at),
        "found_at": tables.now(),
    }  # fmt: skip


def _step(session: Session, meeting: OperationMeeting, step: MeetingMove, values: Mapping[str, Any] = {}) -> None:
    """Where the table has no such step nothing changes: what was told stays told, what waits goes on waiting."""
    state = MeetingState(meeting.state)
    new = {"state": MEETING[(state, step)].value} if allows(MEETING, state, step) else {}
    if new or values:
        session.connection().execute(
            update(OperationMeeting).where(OperationMeeting.id == meeting.id).values({**values, **new})
        )


def _write(session: Session, row: Operation, other: Operation) -> None:
    one, two = sorted((row.id, other.id))
    values = {
        "id": new_id(),
        "one_id": one,
        "other_id": two,
        **_as_they_are(row, other),
        "state": MeetingState.OPEN.value,
        "reason": "",
    }
    again = tables.insert_for(session)(OperationMeeting.__table__).on_conflict_do_nothing(
        index_elements=["one_id", "other_id"]
    )
    session.connection().execute(again, [values])
