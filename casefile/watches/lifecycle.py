"""The states of a watch: suspended, resumed, renewed, ended, expired; broken when the engine refuses it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import N_, Conflict
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import MAY_EXPIRE, WATCH, WatchMove
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Case, Watch, WatchVersion
from casefile.storage.versioned import WATCHES, Head
from casefile.vocabulary import WatchNoticeKind, WatchState
from casefile.watches import moves, notices, standing
from casefile.watches.drafts import expiry

CASE_CLOSED = N_("Its case was closed.")
"""The reason of a suspension that nobody typed; pages translate it."""


def suspend(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """Suspend a watch: it no longer fires until `resume`."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    return moves.make(session, viewer, WATCHES.own(session, viewer.unit_id, watch_id), [WatchMove.SUSPEND], why)


def resume(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """Resume a suspended or repaired watch; it also looks backward again. An expired one needs `renew`."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    head = WATCHES.own(session, viewer.unit_id, watch_id)
    if head.expires_at is not None and head.expires_at <= tables.now():
        error = Conflict("This watch has expired. Renew it, with a new date and the reason.")
        moves.refuse(session, viewer, error, head, WatchMove.RESUME)
    return moves.make(session, viewer, head, [WatchMove.RESUME], why)


def end(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """End a watch for good; its hits that nobody has decided are withdrawn."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    return moves.make(session, viewer, WATCHES.own(session, viewer.unit_id, watch_id), [WatchMove.END], why)


def end_for_unit(session: Session, viewer: Viewer, head: Head, why: Reason) -> int:
    """End a watch of a unit that leaves the network; part of `closing.close_unit`."""
    require(viewer, Permission.ADMINISTER)
    return moves.make(session, viewer, head, [WatchMove.END], why)


def renew(session: Session, viewer: Viewer, watch_id: str, until: datetime, reason: str) -> int:
    """Give a watch a new end, at most 12 months from now; one that ran out becomes active again."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    head = WATCHES.own(session, viewer.unit_id, watch_id)
    moves.next_state(session, viewer, head, [WatchMove.RENEW])
    end, again = expiry(until, tables.now()), standing.renewed(session, viewer, head)
    move = WatchMove.PROPOSE if again else WatchMove.RENEW
    return moves.make(session, viewer, head, [move], why, further={"expires_at": end, **again})


def mark_broken(session: Session, watch_id: str, reason: str) -> None:
    """The engine refuses the standing query: the watch stays, says so, and its owner sees why. For the relay."""
    fires = [state.value for state, move in WATCH if move is WatchMove.BREAK]
    done = session.connection().execute(
        update(Watch)
        .where(Watch.id == watch_id, Watch.state.in_(fires))
        .values(state=WatchState.BROKEN.value, state_reason=reason)
    )
    if done.rowcount:
        notices.write(session, [watch_id], WatchNoticeKind.BROKEN)
        audit.write(session, None, audit.Action.PIPELINE, "watch", watch_id, detail={"broken": True})


def expire_due(session: Session, now: datetime, limit: int = 500) -> int:
    """Let the watches run out whose time has come; returns how many. Silence is expiry. For the schedule."""
    states = [state.value for state in MAY_EXPIRE]
    statement = WATCHES.heads().where(Watch.state.in_(states), Watch.expires_at <= now)
    due = session.connection().execute(statement.order_by(Watch.expires_at).limit(limit)).all()
    return _step_all(session, [Head(*row) for row in due], WatchMove.EXPIRE, None, WatchNoticeKind.RAN_OUT)


def suspend_of_closed_cases(session: Session, limit: int = 500) -> int:
    """Suspend the watches whose case was closed since they were last written: the ground they were given is gone.

    Returns how many. Whoever still needs one resumes it, with the reason; it then stays. For the schedule.
    """
    states = [state.value for state, move in WATCH if move is WatchMove.SUSPEND]
    statement = (
        WATCHES.heads()
        .join(Case, Case.id == Watch.case_id)
        .where(Watch.state.in_(states), Case.closed_at.is_not(None), Case.closed_at > WatchVersion.entered_at)
    )
    due = session.connection().execute(statement.order_by(Watch.id).limit(limit)).all()
    return _step_all(
        session, [Head(*row) for row in due], WatchMove.SUSPEND, Reason(CASE_CLOSED), WatchNoticeKind.CASE_CLOSED
    )


def outlives_its_date(now: datetime) -> ColumnElement[bool]:
    """A watch that runs on although what it holds is kept no longer: an import may state an early date."""
    return and_(Watch.state.in_([state.value for state in MAY_EXPIRE]), WatchVersion.retain_until <= now)


def expire_outliving(session: Session, now: datetime, limit: int) -> int:
    """Let such watches run out; returns how many. For the schedule."""
    due = session.connection().execute(WATCHES.heads().where(outlives_its_date(now)).limit(limit)).all()
    return _step_all(session, [Head(*row) for row in due], WatchMove.EXPIRE, None, WatchNoticeKind.RAN_OUT)


def _step_all(session: Session, due: Sequence[Head], move: WatchMove, why: Reason | None, kind: WatchNoticeKind) -> int:
    """Take the schedule's step with each watch, and notify its unit; returns how many there were."""
    for head in due:
        moves.make(session, None, head, [move], why)
    notices.write(session, [head.id for head in due], kind)
    return len(due)
