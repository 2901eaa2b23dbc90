"""The coordination office's desk: which two units plan an operation at one place and time, and whether both are told;
which plans one within what another's watch on a departure covers, and which where another's record says that something
happened then.

It is the blue-on-blue warning of deconfliction systems. No unit sees any of it, its own part neither: what a unit is
told is that the coordination office asks to be called about its operation, and only once a coordinator decided so. The
unit that watches or recorded is told nothing here: it is reached by telephone. With a protected watch or record it is
the protection desk's of the coordination office, as that stands at each look.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Text, and_, case, cast, exists, false, func, not_, or_, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, N_, BadInput, Conflict, NotThere
from casefile.matching.departures.covering import first_covered, last_covered
from casefile.matching.departures.keys import radius_of
from casefile.matching.departures.reading import Event
from casefile.matching.departures.together import Planned, Together, meet
from casefile.planned import events
from casefile.planned.events import FAMILIES, OnEvent
from casefile.planned.keys import planned_of
from casefile.policy.network import operations as law
from casefile.policy.network.operations import MEETING, MeetingMove
from casefile.policy.permissions import Permission
from casefile.policy.protection import PROTECTED_CATEGORIES
from casefile.policy.reasons import Reason
from casefile.policy.states import allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import (
    Officer,
    Operation,
    OperationMeeting,
    Record,
    RecordVersion,
    Unit,
    Watch,
    WatchVersion,
)
from casefile.vocabulary import MeetingKind, MeetingState, OperationState, RecordState, WatchState

CHANGED = "This has changed in the meantime. Open it again."
KEPT_BACK = {
    MeetingKind.WATCH: N_("This watch is kept back from other units. Speak with the unit that watches, by telephone."),
    MeetingKind.RECORD: N_(
        "This record is kept back from other units. Speak with the unit that holds it, by telephone."
    ),
}
_Columns = tuple[Operation, Unit, str]


@dataclass(frozen=True, slots=True)
class Side:
    """One unit's operation, its watch on a departure or record of an event, as the coordination office reads it."""

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
    state: OperationState | WatchState | RecordState
    called_at: datetime | None
    kind: MeetingKind = MeetingKind.OPERATION
    people: str = ""
    """How many a watch expects, or a record counts."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """Two operations that meet, or met; or an operation and a watch or record, which is the second side."""

    id: str
    sides: tuple[Side, Side]
    together: Together | None
    """How near they are; None once they no longer meet."""
    state: MeetingState
    found_at: datetime
    reason: str
    may_tell: bool
    may_set_aside: bool
    kind: MeetingKind = MeetingKind.OPERATION
    """What the second side is."""
    ask_first: bool = False
    """The unit of the watch or record is to be spoken to before the other is asked to call."""


def meetings(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[MeetingView]:
    """All that are kept and the viewer may see: those that wait first, then the latest."""
    require(viewer, law.asks_as(viewer))
    waits = case((OperationMeeting.state == MeetingState.OPEN.value, 0), else_=1)
    order = (waits, OperationMeeting.found_at.desc(), OperationMeeting.id)
    wanted = select(OperationMeeting).where(_seen_by(viewer)).order_by(*order)
    rows = fresh.rows(session, wanted.limit(limit).offset(offset))
    return _views(session, [one for (one,) in rows])


def open_meeting(session: Session, viewer: Viewer, meeting_id: str) -> MeetingView:
    """One of them; the look is kept."""
    require(viewer, law.asks_as(viewer))
    rows = fresh.rows(session, select(OperationMeeting).where(OperationMeeting.id == meeting_id, _seen_by(viewer)))
    for view in _views(session, [one for (one,) in rows]):
        audit.write(session, viewer, audit.Action.CONSULTATION, "operation_meeting", meeting_id)
        return view
    raise NotThere(MISSING)


def decide(session: Session, viewer: Viewer, meeting_id: str, reason: str, *, tell: bool) -> MeetingKind:
    """Ask both units, with a watch or record the one that plans, to call the coordination office, or set it aside; with
    the reason, which no unit reads. Returns what it was that met. Raises BadInput where that is kept back."""
    require(viewer, law.asks_as(viewer))
    why = Reason.stated(reason)
    wanted = select(OperationMeeting).where(OperationMeeting.id == meeting_id, _seen_by(viewer))
    row = fresh.first(session, wanted.with_for_update(of=OperationMeeting))
    if row is None:
        raise NotThere(MISSING)
    if tell and not _may_tell(session, row):
        raise BadInput(KEPT_BACK[MeetingKind(row.kind)], field="what")
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
    return MeetingKind(row.kind)


def how_many_meet(session: Session, viewer: Viewer) -> int:
    """How many wait for a coordinator's decision."""
    require(viewer, Permission.COORDINATE)
    return _how_many(session, not_(_protected_now()))


def how_many_protected(session: Session, viewer: Viewer) -> int:
    """How many wait at the protection desk of the coordination office; for a unit's own, none."""
    require(viewer, Permission.REVIEW_PROTECTED_HIT)
    return _how_many(session, _protected_now()) if law.sees_meeting(viewer, protected=True) else 0


# ---- the rest --------------------------------------------------------------------------------------------------------


def _protected_now() -> ColumnElement[bool]:
    """Whether its watch or record is a protected one as it stands, or a record's text names somebody protected; one
    that nobody has looked at is taken for such."""
    of_watch = and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version)
    of_record = and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    other = OperationMeeting.other_id
    return or_(
        exists(select(Watch.id).join(WatchVersion, of_watch).where(Watch.id == other, _signs(Watch, WatchVersion))),
        exists(
            select(Record.id)
            .join(RecordVersion, of_record)
            .where(Record.id == other, or_(Record.names_protected, _signs(Record, RecordVersion)))
        ),
    )


def _signs(head: type[Watch] | type[Record], version: type[WatchVersion] | type[RecordVersion]) -> ColumnElement[bool]:
    signs = func.coalesce(cast(head.protection, Text), "") != "[]"
    return or_(signs, version.subject_category.in_(sorted(PROTECTED_CATEGORIES)))


def _seen_by(viewer: Viewer) -> ColumnElement[bool]:
    protected = _protected_now()
    seen = [is_so for is_so in (False, True) if law.sees_meeting(viewer, protected=is_so)]
    return or_(*(protected if is_so else not_(protected) for is_so in seen)) if seen else false()


def _how_many(session: Session, which: ColumnElement[bool]) -> int:
    waiting = OperationMeeting.state == MeetingState.OPEN.value
    return session.scalars(select(func.count()).select_from(OperationMeeting).where(waiting, which)).one()


def _may_tell(session: Session, row: OperationMeeting) -> bool:
    if row.kind == MeetingKind.OPERATION.value:
        return True
    other = events.read(session, MeetingKind(row.kind), [row.other_id]).get(row.other_id)
    planner = session.scalar(select(Operation.unit_id).where(Operation.id == row.one_id))
    return other is not None and planner is not None and law.may_ask_to_call(other.facts, planner)


def _views(session: Session, rows: list[OperationMeeting]) -> list[MeetingView]:
    """As many as have both their sides still; what was destroyed on its date is shown no more."""
    operations = _operations(session, {id for row in rows for id in (row.one_id, row.other_id)})
    on_events: dict[str, OnEvent] = {}
    for kind in FAMILIES:
        on_events |= events.read(session, kind, [row.other_id for row in rows if row.kind == kind.value])
    found = []
    for row in rows:
        one = operations.get(row.one_id)
        if one is not None and (other := operations.get(row.other_id)) is not None:
            found.append(_view(row, one, other))
        elif one is not None and (seen := on_events.get(row.other_id)) is not None and seen.event is not None:
            found.append(_view_on_event(row, one, seen, seen.event))
    return found


def _operations(session: Session, ids: set[str]) -> Mapping[str, _Columns]:
    contact = aliased(Officer)
    return {
        operation.id: (operation, unit, name)
        for operation, unit, name in fresh.rows(
            session,
            select(Operation, Unit, contact.display_name)
            .join(Unit, Unit.id == Operation.unit_id)
            .join(contact, contact.id == Operation.contact_id)
            .where(Operation.id.in_(ids)),
        )
    }


def _view(row: OperationMeeting, one: _Columns, other: _Columns) -> MeetingView:
    left, right = _compared(one[0]), _compared(other[0])
    together = meet(left, right) if left and right else None
    return _shown(row, (_side(one, row.one_called_at), _side(other, row.other_called_at)), together)


def _view_on_event(row: OperationMeeting, one: _Columns, other: OnEvent, event: Event) -> MeetingView:
    planned = _compared(one[0])
    together = FAMILIES[other.kind].near(event, planned) if planned else None
    view = _shown(row, (_side(one, row.one_called_at), _event_side(other, event)), together)
    return replace(
        view,
        may_tell=view.may_tell and law.may_ask_to_call(other.facts, one[0].unit_id),
        kind=other.kind,
        ask_first=law.first_asked(other.facts),
    )


def _shown(row: OperationMeeting, sides: tuple[Side, Side], together: Together | None) -> MeetingView:
    state = MeetingState(row.state)
    return MeetingView(
        row.id,
        sides,
        None if state is MeetingState.OVER else together,
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


def _event_side(other: OnEvent, event: Event) -> Side:
    """Where and when it looks or says it was, what means and how many people: no name, ground, case or officer."""
    return Side(
        other.unit.name, other.unit.desk, other.unit.telephone, "", other.places, round(radius_of(event)),
        first_covered(event), last_covered(event), event.means_text, "", other.state, None,
        kind=other.kind, people=event.people_text,
    )  # fmt: skip
