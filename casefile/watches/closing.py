"""A unit leaves the network: its watches end, its hits are withdrawn, its records are matched no more."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casefile import hits, outbox
from casefile.budgets import alarms
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import LASTING, WATCH, WatchMove
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle
from casefile.storage.tables import Hit, Officer, Record, Watch
from casefile.storage.versioned import WATCHES, Head
from casefile.vocabulary import AlarmKind, HitState, RecordKind, RecordState, Topic
from casefile.watches.lifecycle import end_for_unit

_ENDING = sorted(state.value for state, move in WATCH if move is WatchMove.END)
_GONE = sorted(state.value for state in (RecordState.WITHDRAWN, RecordState.TOMBSTONED))


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a unit ends, in numbers."""

    officers: int
    watches: int
    hits: int
    records: int


def closing(session: Session, viewer: Viewer, unit_id: str) -> Closing:
    """What closing the unit would end: asked before it is done."""
    require(viewer, Permission.ADMINISTER)
    return _count(session, unit_id)


def close_unit(session: Session, viewer: Viewer, unit_id: str, reason: str) -> Closing:
    """End a unit's part in the network, and everything of it that could still lead anybody there."""
    require(viewer, Permission.ADMINISTER)
    why = Reason.stated(reason)
    ended = _count(session, unit_id)
    units.mark_closed(session, viewer, unit_id, why.text)
    held = units.close_at_posts(session, unit_id)
    heads = WATCHES.heads().where(Watch.owner_unit_id.in_([unit_id, *held]), Watch.state.in_(_ENDING))
    for row in session.connection().execute(heads.order_by(Watch.id)).all():
        end_for_unit(session, viewer, Head(*row), why)
    hits.withdraw_of_unit(session, unit_id)
    for one in (unit_id, *held):
        _leave_index(session, one)
    counts = {"watches": ended.watches, "hits": ended.hits, "records": ended.records}
    alarms.raise_alarm(session, AlarmKind.UNIT_CLOSED, unit_id, viewer.officer_id, counts)
    return ended


def _leave_index(session: Session, unit_id: str) -> None:
    """The index holds a copy of which records are matched, and their events meet what units plan."""
    statement = select(Record.id, Record.version, Record.kind).where(
        Record.owner_unit_id == unit_id, Record.state.not_in(_GONE)
    )
    rows = session.connection().execute(statement).all()
    outbox.enqueue_many(session, [(Topic.RECORD, id, version) for id, version, _ in rows])
    lifecycle.compare_events(session, [(id, version) for id, version, kind in rows if kind == RecordKind.EVENT.value])


def _count(session: Session, unit_id: str) -> Closing:
    count = select(func.count())
    involved = or_(Hit.record_unit_id == unit_id, Hit.watch_unit_id == unit_id)
    over = sorted(state.value for state in LASTING | {HitState.WITHDRAWN})
    return Closing(
        officers=session.scalars(count.where(Officer.unit_id == unit_id, Officer.active)).one(),
        watches=session.scalars(count.where(Watch.owner_unit_id == unit_id, Watch.state.in_(_ENDING))).one(),
        hits=session.scalars(count.where(involved, Hit.state.not_in(over))).one(),
        records=session.scalars(count.where(Record.owner_unit_id == unit_id, Record.state.not_in(_GONE))).one(),
    )
