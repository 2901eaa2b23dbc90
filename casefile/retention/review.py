"""The dates of records: their unit is asked ahead, a named officer extends with a reason, and silence is expiry."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from casefile.errors import NotAllowed
from casefile.policy import retention
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import DUE_TO_EXPIRE, RECORD, RecordMove
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle
from casefile.storage import tables
from casefile.storage.tables import Record, RecordVersion
from casefile.storage.versioned import RECORDS, Head
from casefile.vocabulary import RecordState

ASKED = tuple(state.value for state, move in RECORD if move is RecordMove.ASK_REVIEW)
EXPIRING = tuple(sorted(state.value for state in DUE_TO_EXPIRE))


def extend(
    session: Session,
    viewer: Viewer,
    record_id: str,
    until: datetime,
    reason: str,
    expected_version: int | None = None,
) -> int:
    """Keep an own record whose review is due, until a later day, for the reason stated. Returns its new version.

    By a named officer only, never by a command. Raises Conflict where no review is due, which the trail keeps.
    """
    require(viewer, Permission.ENTER_RECORD)
    named(viewer)
    why = Reason.stated(reason)
    head = RECORDS.own(session, viewer.unit_id, record_id, expected_version)
    lifecycle.next_state(session, viewer, head, RecordMove.EXTEND)
    moment = tables.now()
    retention.check_extension(until, moment, RECORDS.retained_until(session, head))
    dates = {"retain_until": until, "review_at": retention.review_of(until, moment)}
    return lifecycle.step(session, viewer, head, RecordMove.EXTEND, why.text, dates=dates)


def named(viewer: Viewer) -> None:
    """Raises NotAllowed for the command line: what keeps something longer is decided by somebody with a name."""
    require(viewer, Permission.ENTER_RECORD)
    if not viewer.officer_id:
        raise NotAllowed("Only an officer who signed in may decide this.")


def is_asked(moment: datetime) -> ColumnElement[bool]:
    """A record in force whose unit is to be asked now."""
    state = Record.state.concat("")  # so that dates' index is asked: by the state's, all records in force are read
    return and_(state.in_(ASKED), RecordVersion.review_at <= moment)


def is_expiring(moment: datetime) -> ColumnElement[bool]:
    """A record that nobody kept, on its date."""
    return and_(Record.state.in_(EXPIRING), RecordVersion.retain_until <= moment)


def has_moved(moment: datetime) -> ColumnElement[bool]:
    """A record under review whose dates a newer version moved ahead: what its source says now, for one."""
    return and_(Record.state == RecordState.REVIEW_DUE.value, RecordVersion.review_at > moment)


def ask_due(session: Session, moment: datetime, limit: int) -> int:
    """Ask for the review of records in force; returns how many."""
    return _each(session, is_asked(moment), RecordMove.ASK_REVIEW, limit)


def settle_moved(session: Session, moment: datetime, limit: int) -> int:
    """A review that a newer version has answered is no longer asked for; returns how many."""
    return _each(session, has_moved(moment), RecordMove.EXTEND, limit)


def expire_due(session: Session, moment: datetime, limit: int) -> int:
    """Let records expire that nobody extended: out of search and matching, their hits withdrawn. Returns how many."""
    return _each(session, is_expiring(moment), RecordMove.EXPIRE, limit)


def _each(session: Session, due: ColumnElement[bool], move: RecordMove, limit: int) -> int:
    statement = RECORDS.heads().where(due).order_by(RecordVersion.review_at, Record.id).limit(limit)
    rows = session.connection().execute(statement).all()
    for row in rows:
        lifecycle.step(session, None, Head(*row), move, "")
    return len(rows)
