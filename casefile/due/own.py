"""What a unit's own watches, records, drafts, joint cases and imports want of it."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from casefile import drafts, exhibits, joint, quality, retention, watches
from casefile.due.lines import RECORD, WATCH, Found, Line, of_counts, of_lines
from casefile.exchange import runs
from casefile.planned import own as planned_own
from casefile.policy.oversight.due import ENDS_WITHIN, SOON, urgency
from casefile.policy.permissions import Permission
from casefile.policy.states import MAY_EXPIRE
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Record, Watch, WatchNotice
from casefile.vocabulary import Due, RecordState, WatchNoticeKind, WatchState

RETURNED_WITHIN = timedelta(days=7)
"""How long a refused watch stands on the desk: nothing but time takes it away."""
MOST_JOINT = 200
_ENDING = sorted(state.value for state in MAY_EXPIRE - {WatchState.EXPIRED, WatchState.BROKEN})


def of_watches(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Those that end within thirty days, that find nothing, and that were refused a week ago at the most."""
    require(viewer, Permission.WATCH_SUBJECT)
    now = tables.now()
    kind = case(
        (Watch.state == WatchState.BROKEN.value, Due.WATCH_BROKEN.value),
        (Watch.state == WatchState.ENDED.value, Due.WATCH_RETURNED.value),
        else_=Due.WATCH_ENDS.value,
    )
    mine = (Watch.owner_unit_id == viewer.unit_id, _wants_something(viewer))
    soon = func.sum(case((and_(Watch.state.in_(_ENDING), Watch.expires_at <= now + SOON), 1), else_=0))
    connection = session.connection()
    rows = connection.execute(select(kind.label("kind"), func.count(), soon).where(*mine).group_by(kind)).all()
    lines = []
    if limit and rows:
        first = select(Watch.id, kind.label("kind"), Watch.expires_at, Watch.state_reason).where(*mine)
        for row in connection.execute(first.order_by(Watch.expires_at, Watch.id).limit(limit)):
            what = Due(row.kind)
            ends = row.expires_at if what is Due.WATCH_ENDS else None
            why = row.state_reason if what is Due.WATCH_RETURNED else ""
            presses = urgency(what, ends, now)
            lines.append(Line(what, row.id, own_kind=WATCH, own_id=row.id, due_at=ends, urgency=presses, note=why))
    return of_counts({Due(word): many for word, many, _ in rows}, lines, sum(late for _, _, late in rows))


def _wants_something(viewer: Viewer) -> ColumnElement[bool]:
    now = tables.now()
    refused = (
        select(WatchNotice.id)
        .where(
            WatchNotice.watch_id == Watch.id, WatchNotice.unit_id == viewer.unit_id,
            WatchNotice.kind == WatchNoticeKind.REFUSED.value, WatchNotice.at > now - RETURNED_WITHIN,
        )
        .exists()
    )  # fmt: skip
    ends = and_(Watch.state.in_(_ENDING), Watch.expires_at <= now + ENDS_WITHIN)
    return ends | (Watch.state == WatchState.BROKEN.value) | and_(Watch.state == WatchState.ENDED.value, refused)


def of_records(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Records whose review is due, that are disputed, or on whose hold a second officer has to say yes."""
    require(viewer, Permission.ENTER_RECORD)
    now = tables.now()
    waiting = retention.waiting(session, viewer)
    disputed = (Record.owner_unit_id == viewer.unit_id, Record.state == RecordState.RESTRICTED.value)
    many = session.connection().execute(select(func.count()).select_from(Record).where(*disputed)).scalar_one()
    lines: list[Line] = []
    if limit and many:
        ids = session.connection().execute(select(Record.id).where(*disputed).order_by(Record.id).limit(limit))
        lines += [
            Line(Due.RECORD_DISPUTED, id, own_kind=RECORD, own_id=id, urgency=urgency(Due.RECORD_DISPUTED, None, now))
            for (id,) in ids
        ]
    if limit and waiting.reviews:
        for dated in retention.due(session, viewer, limit=limit):
            kind, id = Due.RECORD_REVIEW, dated.line.id
            presses = urgency(kind, None, now)
            lines.append(Line(kind, id, own_kind=RECORD, own_id=id, since=dated.review_at, urgency=presses))
    counts = {Due.RECORD_REVIEW: waiting.reviews, Due.RECORD_DISPUTED: many, Due.HOLD_SECOND: waiting.holds}
    return of_counts(counts, lines)


def of_faults(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Records that this officer entered lately with an impossible value or a number that nobody can read."""
    require(viewer, Permission.ENTER_RECORD)
    return of_counts({Due.RECORD_FAULTY: quality.how_many_new(session, viewer)})


def of_drafts(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Forms that this officer left without saving them."""
    require(viewer, Permission.ENTER_RECORD)
    return of_counts({Due.DRAFT: drafts.how_many_left(session, viewer)})


def of_imports(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Imports of the unit under way or interrupted, with how far they have come."""
    require(viewer, Permission.ENTER_RECORD)
    kind = Due.IMPORT_RUNNING
    return of_lines(
        (
            Line(kind, one.id, since=one.moved_at, done=one.done, total=one.total)
            for one in runs.running_of(session, viewer)
        ),
        limit,
    )


def of_exhibits(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Exhibits that a colleague wants to hand to this officer."""
    require(viewer, Permission.KEEP_EXHIBITS)
    return of_counts({Due.EXHIBIT_OFFERED: exhibits.how_many_wait(session, viewer)})


def of_joint_cases(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Joint cases that were proposed to the unit and wait for its answer."""
    require(viewer, Permission.WORK_JOINT)
    now = tables.now()
    lines = []
    for one in joint.joint_cases_of(session, viewer, limit=MOST_JOINT):
        if one.to_answer:
            kind, ends = Due.JOINT_ANSWER, one.ends_at
            presses = urgency(kind, ends, now)
            line = Line(kind, one.id, caption=one.title, reference=one.reference, due_at=ends, urgency=presses)
            lines.append(line)
    return of_lines(lines, limit)


def of_operations(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Planned operations about which the coordination office asks to be called."""
    require(viewer, Permission.PLAN_OPERATION)
    return of_counts({Due.OPERATION_CALL: planned_own.how_many_to_call(session, viewer)})


def of_approvals(session: Session, viewer: Viewer, limit: int = 0) -> Found:
    """Watches that wait for a person in this officer's seat."""
    require(viewer, Permission.APPROVE_WATCH)
    return of_counts({Due.WATCH_APPROVE: watches.how_many_wait(session, viewer)})
