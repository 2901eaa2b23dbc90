"""Holds: by order of an authority a record is neither let expire nor destroyed, until a day at most 12 months ahead.

One officer of its unit asks, a second one confirms; lifting it takes two as well. At its end it ends by itself, and the
record comes up for review. What was asked and by whom stands in `record.hold` while it lasts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import CasefileError, Conflict, NotAllowed
from casefile.people.viewers import viewer_of
from casefile.policy import retention
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import RecordMove
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle
from casefile.retention.review import named
from casefile.storage import tables
from casefile.storage.tables import Record
from casefile.storage.versioned import RECORDS, Head
from casefile.vocabulary import RecordState


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold as its unit sees it. Asked for while `confirmed_by` is empty; `lift_by` asked to lift it."""

    authority: str
    reason: str
    until: datetime
    asked_by: str
    asked_at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    lift_by: str = ""
    lift_at: datetime | None = None
    lift_reason: str = ""

    @property
    def in_force(self) -> bool:
        return bool(self.confirmed_by)

    @property
    def waits_for(self) -> str:
        """Who asked what a second officer has to decide; empty when nothing waits."""
        return self.lift_by if self.in_force else self.asked_by

    def as_json(self) -> dict[str, object]:
        moments = {name: _text(value) for name in _MOMENTS if (value := getattr(self, name)) is not None}
        return {name: getattr(self, name) for name in _TEXTS} | moments


def _text(moment: datetime) -> str:
    """One form, in UTC and to the second, so that two of them compare as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


_TEXTS = ("authority", "reason", "asked_by", "confirmed_by", "lift_by", "lift_reason")
_MOMENTS = ("until", "asked_at", "confirmed_at", "lift_at")


def hold_from(stored: Mapping[str, object] | None) -> Hold | None:
    """The hold in a record's column."""
    if stored is None:
        return None
    moments = {name: datetime.fromisoformat(str(stored[name])) for name in _MOMENTS if name in stored}
    return Hold(**{name: str(stored.get(name, "")) for name in _TEXTS}, **moments)  # type: ignore[arg-type]


def ask_hold(session: Session, viewer: Viewer, record_id: str, *, authority: str, reason: str, until: datetime) -> None:
    """Ask that an own record be held. Nothing is in force before a second officer of the unit confirms."""
    require(viewer, Permission.ENTER_RECORD)
    named(viewer)
    why, order = Reason.stated(reason), Reason.stated(authority, "authority")
    limits.check_length(order.text, limits.LEGAL_BASIS, "authority")
    moment = tables.now()
    retention.check_hold(until, moment)
    head, hold = _own(session, viewer, record_id)
    lifecycle.next_state(session, viewer, head, RecordMove.HOLD)
    if hold is not None:
        _refuse(session, viewer, head, Conflict("A hold was asked for already. A second officer decides on it first."))
    _keep(session, head, Hold(order.text, why.text, until, viewer.officer_id, moment))
    _into_trail(session, viewer, head, "asked", why.text)


def ask_lifting(session: Session, viewer: Viewer, record_id: str, reason: str) -> None:
    """Ask that a hold in force be lifted before its day; a second officer confirms."""
    require(viewer, Permission.ENTER_RECORD)
    named(viewer)
    why = Reason.stated(reason)
    head, hold = _own(session, viewer, record_id)
    lifecycle.next_state(session, viewer, head, RecordMove.LIFT_HOLD)
    if hold is None or hold.waits_for:
        _refuse(session, viewer, head, Conflict("Its lifting was asked for already. A second officer decides first."))
    lifting = {"lift_by": viewer.officer_id, "lift_at": _text(tables.now()), "lift_reason": why.text}
    _keep(session, head, hold.as_json() | lifting)
    _into_trail(session, viewer, head, "asked_lifting", why.text)


def confirm(session: Session, viewer: Viewer, record_id: str) -> RecordState:
    """Bring into force what another officer of the unit asked for: the hold, or its lifting. Returns the new state."""
    require(viewer, Permission.ENTER_RECORD)
    head, hold = _own(session, viewer, record_id)
    if hold is None or not hold.waits_for:
        _refuse(session, viewer, head, Conflict("Nothing waits to be confirmed here."))
    if not retention.may_second(viewer.officer_id, hold.waits_for):
        _refuse(
            session,
            viewer,
            head,
            NotAllowed("A second officer of your unit has to confirm this: not who asked for it."),
        )
    first = viewer_of(session, hold.waits_for)
    if first is None or first.unit_id != viewer.unit_id or not first.may(Permission.ENTER_RECORD):
        _refuse(session, viewer, head, Conflict("Who asked for this no longer enters records here. Refuse it."))
    if hold.in_force:
        return _end(session, viewer, head, hold.lift_reason)
    moment = tables.now()
    if hold.until <= moment:
        _refuse(session, viewer, head, Conflict("The day until which it was to be held is over. Refuse it."))
    kept = hold.as_json() | {"confirmed_by": viewer.officer_id, "confirmed_at": _text(moment)}
    lifecycle.step(session, viewer, head, RecordMove.HOLD, hold.reason, on_head={"hold": kept})
    return RecordState.HOLD


def refuse_hold(session: Session, viewer: Viewer, record_id: str, reason: str) -> None:
    """End what waits, for the reason stated; who asked takes it back in the same way."""
    require(viewer, Permission.ENTER_RECORD)
    named(viewer)
    why = Reason.stated(reason)
    head, hold = _own(session, viewer, record_id)
    if hold is None or not hold.waits_for:
        _refuse(session, viewer, head, Conflict("Nothing waits to be decided here."))
    standing = {name: value for name, value in hold.as_json().items() if not name.startswith("lift")}
    _keep(session, head, standing if hold.in_force else None)
    _into_trail(session, viewer, head, "refused", why.text)


def held(moment: datetime) -> Select[str]:
    """Records with a hold, asked for or in force, whose day has come."""
    until = Record.hold["until"].as_string()
    return select(Record.id).where(Record.hold.is_not(None), until <= _text(moment))


def end_due(session: Session, moment: datetime, limit: int) -> int:
    """End the holds whose day has come, and requests that nobody confirmed until then. Returns how many."""
    statement = RECORDS.heads().add_columns(Record.hold).where(Record.id.in_(held(moment))).order_by(Record.id)
    rows = session.connection().execute(statement.limit(limit)).all()
    for *columns, stored in rows:
        head, hold = Head(*columns), hold_from(stored)
        if hold is not None and hold.in_force:
            _end(session, None, head, "")
        else:
            _keep(session, head, None)
    return len(rows)


def _end(session: Session, viewer: Viewer | None, head: Head, reason: str) -> RecordState:
    """The hold is over: the record comes up for review, with time for that where its date went by."""
    moment = tables.now()
    until = retention.kept_after_hold(RECORDS.retained_until(session, head), moment)
    dates = {"retain_until": until, "review_at": moment}
    lifecycle.step(session, viewer, head, RecordMove.LIFT_HOLD, reason, on_head={"hold": None}, dates=dates)
    return RecordState.REVIEW_DUE


def _own(session: Session, viewer: Viewer, record_id: str) -> tuple[Head, Hold | None]:
    head = RECORDS.own(session, viewer.unit_id, record_id)
    return head, hold_from(session.connection().execute(select(Record.hold).where(Record.id == head.id)).scalar_one())


def _keep(session: Session, head: Head, hold: Hold | Mapping[str, object] | None) -> None:
    stored = hold.as_json() if isinstance(hold, Hold) else hold
    session.connection().execute(update(Record).where(Record.id == head.id).values(hold=stored))


def _refuse(session: Session, viewer: Viewer, head: Head, error: CasefileError) -> NoReturn:
    audit.refuse(session, viewer, error, "record", head.id, {"state": head.state, "what": "hold"})


def _into_trail(session: Session, viewer: Viewer, head: Head, what: str, reason: str) -> None:
    audit.write(session, viewer, audit.Action.DECISION, "record", head.id, reason=reason, detail={"hold": what})
