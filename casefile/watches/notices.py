"""Notices to a unit about its own watches: one ends soon, ran out, was suspended with its case, is broken, was decided.

A notice holds ids and a day. It is never said twice, and it is shown as long as it is true, at most thirty days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, literal, or_, select
from sqlalchemy.orm import Session

from casefile.policy.oversight.due import ENDS_WITHIN
from casefile.policy.permissions import Permission
from casefile.policy.states import MAY_EXPIRE
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Unit, Watch, WatchNotice, new_ids
from casefile.subjects import identity_rows
from casefile.vocabulary import WatchNoticeKind, WatchState

SHOWN = timedelta(days=30)
REMINDERS = (
    (timedelta(days=7), WatchNoticeKind.ENDS_IN_7),
    (ENDS_WITHIN, WatchNoticeKind.ENDS_IN_30),
)
"""The nearer first: who is reminded for the first time with five days left is reminded once."""
TRUE_WHILE = {
    WatchNoticeKind.ENDS_IN_7: MAY_EXPIRE,
    WatchNoticeKind.ENDS_IN_30: MAY_EXPIRE,
    WatchNoticeKind.RAN_OUT: frozenset({WatchState.EXPIRED}),
    WatchNoticeKind.CASE_CLOSED: frozenset({WatchState.SUSPENDED}),
    WatchNoticeKind.BROKEN: frozenset({WatchState.BROKEN}),
    WatchNoticeKind.APPROVED: frozenset(WatchState) - {WatchState.ENDED},
    WatchNoticeKind.REFUSED: frozenset({WatchState.ENDED}),
}
"""The states in which a notice still says what is so."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as the unit reads it."""

    watch_id: str
    caption: str
    kind: WatchNoticeKind
    at: datetime
    expires_at: datetime
    reason: str


def write(session: Session, watch_ids: Sequence[str], kind: WatchNoticeKind) -> None:
    """Notify the units of these watches of what has just become of them."""
    moment = tables.now()
    rows = session.connection().execute(select(Watch.id, Watch.owner_unit_id).where(among(Watch.id, watch_ids)))
    _insert(session, [(row.id, row.owner_unit_id, moment) for row in rows], kind)


def remind_due(session: Session, now: datetime, limit: int = 500) -> int:
    """Remind the units of watches that end within 30 days, and within 7; returns how many. For the schedule.

    The rows stay past the longest reminder (`policy.retention.KEPT`), so that none is written again.
    """
    states, written = [state.value for state in MAY_EXPIRE], 0
    nearer = now
    for window, kind in REMINDERS:
        said = select(literal(1)).where(
            WatchNotice.watch_id == Watch.id, WatchNotice.kind == kind.value, WatchNotice.about == Watch.expires_at
        )
        due = session.connection().execute(
            select(Watch.id, Watch.owner_unit_id, Watch.expires_at)
            .where(Watch.state.in_(states), Watch.expires_at > nearer, Watch.expires_at <= now + window)
            .where(~said.exists(), Watch.owner_unit_id.not_in(select(Unit.id).where(Unit.asks_for.is_not(None))))
            .order_by(Watch.expires_at, Watch.id)
            .limit(limit)
        )
        rows = [(row.id, row.owner_unit_id, row.expires_at) for row in due]
        _insert(session, rows, kind)
        written += len(rows)
        nearer = now + window
    return written


def notices_of(session: Session, viewer: Viewer, limit: int = 50) -> list[NoticeLine]:
    """The own unit's notices that are still true, what ends first in front, then the newest."""
    require(viewer, Permission.READ_WATCH)
    true = [
        and_(WatchNotice.kind == kind.value, Watch.state.in_(sorted(state.value for state in states)))
        for kind, states in TRUE_WHILE.items()
    ]
    reminds = WatchNotice.kind.in_([kind.value for _, kind in REMINDERS])
    rows = session.connection().execute(
        select(
            Watch.id, Watch.version, WatchNotice.kind, WatchNotice.at, Watch.expires_at, Watch.state_reason
        )
        .join(Watch, Watch.id == WatchNotice.watch_id)
        .where(WatchNotice.unit_id == viewer.unit_id, WatchNotice.at > tables.now() - SHOWN, or_(*true))
        .where(or_(~reminds, WatchNotice.about == Watch.expires_at))
        .order_by(reminds.desc(), Watch.expires_at, WatchNotice.at.desc(), Watch.id)
        .limit(limit)
    ).all()  # fmt: skip
    keys = {row.id: identity_rows.identity_id(row.id, row.version) for row in rows}
    known = identity_rows.load_identities(session, keys.values())
    seen: dict[str, NoticeLine] = {}  # the latest word on each watch
    for row in sorted(rows, key=lambda r: r.at):
        kind = WatchNoticeKind(row.kind)
        caption = known[keys[row.id]].title if keys[row.id] in known else ""
        seen[row.id] = NoticeLine(row.id, caption, kind, row.at, row.expires_at, row.state_reason)
    return [seen.pop(row.id) for row in rows if row.id in seen]


def _insert(session: Session, rows: Sequence[tuple[str, str, datetime]], kind: WatchNoticeKind) -> None:
    if not rows:
        return
    insert_or_not = tables.insert_for(session)(WatchNotice.__table__).on_conflict_do_nothing()
    moment = tables.now()
    session.connection().execute(
        insert_or_not,
        [
            {"id": id, "watch_id": watch_id, "unit_id": unit_id, "kind": kind.value, "about": about, "at": moment}
            for id, (watch_id, unit_id, about) in zip(new_ids(len(rows)), rows, strict=True)
        ],
    )
