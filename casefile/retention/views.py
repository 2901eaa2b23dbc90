"""What a unit sees of its records' dates: what is due, what is held, and what will happen by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from casefile.errors import MISSING, NotThere
from casefile.policy import retention
from casefile.policy.permissions import Permission
from casefile.policy.retention import Outlook
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordLine, lines
from casefile.retention.holds import Hold, hold_from
from casefile.storage import tables
from casefile.storage.tables import Record, RecordVersion
from casefile.vocabulary import RecordState

DUE = (RecordState.REVIEW_DUE.value, RecordState.RESTRICTED.value)
"""States in which a unit is asked; a disputed record can only be extended once the dispute is settled."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An own record with its dates. `may_second`: what waits on its hold is this viewer's to confirm."""

    line: RecordLine
    review_at: datetime
    retain_until: datetime
    hold: Hold | None
    outlook: Outlook
    may_second: bool

    def may(self, move: str) -> bool:
        """Whether its state allows the move: what a page offers."""
        return allows(RECORD, self.line.state, RecordMove(move))


def due(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[Dated]:
    """The own unit's records whose review is due, the first to expire first."""
    require(viewer, Permission.READ_RECORD)
    wanted = _dates(viewer).where(_asked(tables.now())).order_by(RecordVersion.retain_until, Record.id)
    return _dated(session, viewer, session.connection().execute(wanted.limit(limit).offset(offset)).all())


def held(session: Session, viewer: Viewer, *, limit: int = 200) -> list[Dated]:
    """The own unit's records that are held, or of which somebody asked it; what waits for a decision first."""
    require(viewer, Permission.READ_RECORD)
    wanted = _dates(viewer).where(Record.hold.is_not(None)).order_by(Record.id).limit(limit)
    found = _dated(session, viewer, session.connection().execute(wanted).all())
    return sorted(found, key=lambda one: (not (one.hold and one.hold.waits_for), one.hold and one.hold.until))


def leaving(session: Session, viewer: Viewer, *, limit: int = 50) -> list[Dated]:
    """The own unit's records that expired and are about to be destroyed, the next one first."""
    require(viewer, Permission.READ_RECORD)
    wanted = _dates(viewer).where(Record.state == RecordState.EXPIRED.value)
    rows = session.connection().execute(wanted.order_by(RecordVersion.entered_at, Record.id).limit(limit)).all()
    return _dated(session, viewer, rows)


def dated(session: Session, viewer: Viewer, record_id: str) -> Dated:
    """One own record with its dates. Raises NotThere, another unit's alike."""
    require(viewer, Permission.READ_RECORD)
    rows = session.connection().execute(_dates(viewer).where(Record.id == record_id)).all()
    for one in _dated(session, viewer, rows):
        return one
    raise NotThere(MISSING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the unit, in numbers: reviews that are due, holds that this officer may confirm."""

    reviews: int
    holds: int


def waiting(session: Session, viewer: Viewer) -> Waiting:
    """For the home page: two short looks along an index."""
    require(viewer, Permission.READ_RECORD)
    reviews = _dates(viewer).with_only_columns(func.count()).where(_asked(tables.now()))
    holds = select(Record.hold).where(Record.owner_unit_id == viewer.unit_id, Record.hold.is_not(None))
    stored = map(hold_from, session.connection().execute(holds).scalars())
    mine = [hold for hold in stored if hold is not None and _may_second(viewer, hold)]
    return Waiting(session.connection().execute(reviews).scalar_one(), len(mine))


def _asked(moment: datetime) -> ColumnElement[bool]:
    return and_(Record.state.in_(DUE), or_(RecordVersion.review_at <= moment, RecordVersion.retain_until <= moment))


def _may_second(viewer: Viewer, hold: Hold) -> bool:
    waits = viewer.may(Permission.ENTER_RECORD) and bool(hold.waits_for)
    return waits and retention.may_second(viewer.officer_id, hold.waits_for)


def _dates(viewer: Viewer) -> Select[str, str, datetime, datetime, datetime, dict[str, object] | None]:
    version = RecordVersion
    return (
        select(Record.id, Record.state, version.review_at, version.retain_until, version.entered_at, Record.hold)
        .join(version, and_(version.record_id == Record.id, version.version == Record.version))
        .where(Record.owner_unit_id == viewer.unit_id)
    )


def _dated(
    session: Session,
    viewer: Viewer,
    rows: Sequence[Row[str, str, datetime, datetime, datetime, dict[str, object] | None]],
) -> list[Dated]:
    known = lines(session, viewer, _ids(rows))
    found = []
    for row in rows:
        if (line := known.get(row.id)) is None:
            continue
        hold = hold_from(row.hold)
        until = hold.until if hold is not None and hold.in_force else None
        outlook = retention.outlook(line.state, row.review_at, row.retain_until, row.entered_at, until)
        second = hold is not None and _may_second(viewer, hold)
        found.append(Dated(line, row.review_at, row.retain_until, hold, outlook, second))
    return found


def _ids(rows: Iterable[Row[str, str, datetime, datetime, datetime, dict[str, object] | None]]) -> list[str]:
    return [row.id for row in rows]
