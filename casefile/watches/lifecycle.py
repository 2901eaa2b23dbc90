"""The states of a watch: suspended, resumed, renewed, ended, expired; broken when the engine refuses it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import Conflict
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import MAY_EXPIRE, WATCH, WatchMove, after
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Watch
from casefile.storage.versioned import WATCHES, Head
from casefile.subjects import identity_rows
from casefile.vocabulary import Topic, WatchState
from casefile.watches.drafts import KEPT_AFTER_END, expiry


def suspend(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """Suspend a watch: it no longer fires until `resume`."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    return _move(session, viewer, WATCHES.own(session, viewer.unit_id, watch_id), WatchMove.SUSPEND, why)


def resume(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """Resume a suspended or repaired watch; it also looks backward again. An expired one needs `renew`."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    head = WATCHES.own(session, viewer.unit_id, watch_id)
    if head.expires_at is not None and head.expires_at <= tables.now():
        raise Conflict("This watch has expired. Renew it, with a new date and the reason.")
    return _move(session, viewer, head, WatchMove.RESUME, why)


def end(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """End a watch for good; its hits that nobody has decided are withdrawn."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    return _move(session, viewer, WATCHES.own(session, viewer.unit_id, watch_id), WatchMove.END, why)


def end_for_unit(session: Session, viewer: Viewer, head: Head, why: Reason) -> int:
    """End a watch of a unit that leaves the network; part of `closing.close_unit`."""
    require(viewer, Permission.ADMINISTER)
    return _move(session, viewer, head, WatchMove.END, why)


def renew(session: Session, viewer: Viewer, watch_id: str, until: datetime, reason: str) -> int:
    """Give a watch a new end, at most 12 months from now; one that ran out becomes active again."""
    require(viewer, Permission.WATCH_SUBJECT)
    why = Reason.stated(reason)
    head = WATCHES.own(session, viewer.unit_id, watch_id)
    after(WATCH, WatchState(head.state), WatchMove.RENEW)
    return _move(session, viewer, head, WatchMove.RENEW, why, expires_at=expiry(until, tables.now()))


def mark_broken(session: Session, watch_id: str, reason: str) -> None:
    """The engine refuses the standing query: the watch stays, says so, and its owner sees why. For the relay."""
    fires = [state.value for state, move in WATCH if move is WatchMove.BREAK]
    done = session.connection().execute(
        update(Watch)
        .where(Watch.id == watch_id, Watch.state.in_(fires))
        .values(state=WatchState.BROKEN.value, state_reason=reason)
    )
    if done.rowcount:
        audit.write(session, None, audit.Action.PIPELINE, "watch", watch_id, detail={"broken": True})


def expire_due(session: Session, now: datetime, limit: int = 500) -> int:
    """Let the watches run out whose time has come; returns how many. Silence is expiry. For the schedule."""
    states = [state.value for state in MAY_EXPIRE]
    statement = WATCHES.heads().where(Watch.state.in_(states), Watch.expires_at <= now)
    due = session.connection().execute(statement.order_by(Watch.expires_at).limit(limit)).all()
    for row in due:
        _move(session, None, Head(*row), WatchMove.EXPIRE, None)
    return len(due)


def _move(
    session: Session,
    viewer: Viewer | None,
    head: Head,
    move: WatchMove,
    why: Reason | None,
    expires_at: datetime | None = None,
) -> int:
    """A new version equal to the last: the index learns of the new state or end by its number."""
    state = after(WATCH, WatchState(head.state), move)
    values: dict[str, object] = {"state": state.value, "state_reason": why.text if why else ""}
    content: dict[str, object] = {
        "entered_at": tables.now(),
        "entered_by": (viewer.officer_id or None) if viewer else None,
    }
    if expires_at is not None:
        values["expires_at"] = expires_at
        content["retain_until"] = max(WATCHES.retained_until(session, head), expires_at + KEPT_AFTER_END)
    version = WATCHES.move(session, head, values)
    WATCHES.copy_version(session, head, content)
    identity_rows.copy_identity(session, head.id, head.version, version)
    outbox.enqueue(session, Topic.WATCH, head.id, version)
    if state in (WatchState.ENDED, WatchState.EXPIRED):
        hits.withdraw_open(session, watch_id=head.id)
    detail = {"version": version, "state": state.value}
    reason = why.text if why else ""
    audit.write(session, viewer, audit.Action.ALTERATION, "watch", head.id, reason=reason, detail=detail)
    return version
