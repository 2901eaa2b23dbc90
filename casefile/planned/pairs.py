"""What meets an operation, as it is written down: one row for each pair, found again whoever is looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from casefile.policy.network.operations import MEETING, MeetingMove
from casefile.policy.states import allows
from casefile.storage import fresh, tables
from casefile.storage.tables import Operation, OperationMeeting, new_id
from casefile.vocabulary import MeetingKind, MeetingState


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that meet, each as it stands now: an operation, and another unit's operation, watch or
    record of an event."""

    one_id: str
    other_id: str
    one_version: int
    other_version: int
    over_at: datetime
    kind: MeetingKind

    @property
    def ids(self) -> tuple[str, str]:
        return self.one_id, self.other_id


def of_operations(row: Operation, other: Operation) -> Pair:
    """Two operations, the smaller id first."""
    one, two = sorted((row, other), key=lambda each: each.id)
    over = max(row.over_at, other.over_at)
    return Pair(one.id, two.id, one.version, two.version, over, MeetingKind.OPERATION)


def keep(session: Session, subject_id: str, found: Iterable[Pair]) -> int:
    """Write down what this operation, watch or record meets, and what it no longer does; how many it meets."""
    pairs = {pair.ids: pair for pair in found}
    known = {(one.one_id, one.other_id): one for one in _known(session, subject_id)}
    for ids, meeting in known.items():
        pair = pairs.get(ids)
        if pair is None:
            _step(session, meeting, MeetingMove.END)
        elif _otherwise(meeting, pair):
            _step(session, meeting, MeetingMove.AGAIN, _as_they_are(pair))
    for ids, pair in pairs.items():
        if ids not in known:
            _write(session, pair)
    return len(pairs)


def _known(session: Session, subject_id: str) -> list[OperationMeeting]:
    """In one order, so that two workers that look from both sides do not wait for each other."""
    either = or_(OperationMeeting.one_id == subject_id, OperationMeeting.other_id == subject_id)
    wanted = select(OperationMeeting).where(either).order_by(OperationMeeting.id).with_for_update()
    return [one for (one,) in fresh.rows(session, wanted)]


def _otherwise(meeting: OperationMeeting, pair: Pair) -> bool:
    """Whether either says another place or other days than when they last met, or they meet again."""
    as_then = (meeting.one_version, meeting.other_version) == (pair.one_version, pair.other_version)
    return not as_then or meeting.state == MeetingState.OVER.value


def _as_they_are(pair: Pair) -> dict[str, Any]:
    return {
        "one_version": pair.one_version,
        "other_version": pair.other_version,
        "over_at": pair.over_at,
        "found_at": tables.now(),
    }


def _step(session: Session, meeting: OperationMeeting, step: MeetingMove, values: Mapping[str, Any] = {}) -> None:
    """Where the table has no such step nothing changes: what was told stays told, what waits goes on waiting."""
    state = MeetingState(meeting.state)
    new = {"state": MEETING[(state, step)].value} if allows(MEETING, state, step) else {}
    if new or values:
        session.connection().execute(
            update(OperationMeeting).where(OperationMeeting.id == meeting.id).values({**values, **new})
        )


def _write(session: Session, pair: Pair) -> None:
    values = {
        "id": new_id(),
        "one_id": pair.one_id,
        "other_id": pair.other_id,
        **_as_they_are(pair),
        "state": MeetingState.OPEN.value,
        "reason": "",
        "kind": pair.kind.value,
    }
    again = tables.insert_for(session)(OperationMeeting.__table__).on_conflict_do_nothing(
        index_elements=["one_id", "other_id"]
    )
    session.connection().execute(again, [values])
