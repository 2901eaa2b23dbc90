"""Alarms: what coordinator and auditor are shown without having asked. One for each cause and day, with a count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, CasefileError, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.store import keep_if_refused
from casefile.storage.tables import Alarm, Officer, Unit, new_id
from casefile.vocabulary import Act, AlarmKind, Json


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm as the page shows it; `login` is empty where no officer acted."""

    id: str
    kind: AlarmKind
    last_at: datetime
    times: int
    unit_code: str
    unit_name: str
    login: str
    act: Act | None
    many: int | None
    most: int | None
    by_unit: bool
    by_command: bool
    seen_at: datetime | None
    seen_by: str


def raise_alarm(
    session: Session,
    kind: AlarmKind,
    unit_id: str | None,
    officer_id: str | None,
    detail: Mapping[str, Json],
    *,
    cause: str = "",
) -> str:
    """Raise an alarm in this transaction and return its id. The same `cause` on the same day is the same alarm again.

    `detail` holds ids and counts, never a name or a searched text. What comes again is unseen again. Without a cause
    every call is an alarm of its own.
    """
    moment, made = tables.now(), new_id()
    insert = tables.insert_for(session)(Alarm.__table__).values(
        id=made,
        day=moment.date().isoformat(),
        kind=kind.value,
        cause=cause or made,
        at=moment,
        last_at=moment,
        times=1,
        unit_id=unit_id or None,
        officer_id=officer_id or None,
        detail=dict(detail),
    )
    again = {
        "last_at": moment,
        "times": Alarm.times + 1,
        "officer_id": insert.excluded.officer_id,
        "detail": insert.excluded.detail,
        "seen_at": None,
        "seen_by": None,
    }
    statement = insert.on_conflict_do_update(index_elements=["day", "kind", "cause"], set_=again)
    return str(session.connection().execute(statement.returning(Alarm.id)).scalar_one())


def refuse(session: Session, viewer: Viewer, error: CasefileError, raised: Callable[[Session], str]) -> None:
    """Refuse an act with `error`, and write alarm and trail in a transaction of their own once the act is undone.

    `raised(session)` raises the alarm and returns its id.
    """

    def write(session: Session) -> None:
        counts = {key: value for key, value in error.values.items() if isinstance(value, int)}
        detail: dict[str, Json] = {"refused": type(error).__name__, **counts}
        audit.write(session, viewer, audit.Action.REFUSED, "alarm", raised(session), detail=detail)

    keep_if_refused(session, write)
    raise error


def listing(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[AlarmLine]:
    """The alarms of every unit, those nobody has seen first, then the newest."""
    require(viewer, Permission.READ_ALARMS)
    who, saw = aliased(Officer), aliased(Officer)
    statement = (
        select(Alarm.__table__, Unit.code, Unit.name, who.login.label("login"), saw.login.label("seen_login"))
        .outerjoin(Unit, Unit.id == Alarm.unit_id)
        .outerjoin(who, who.id == Alarm.officer_id)
        .outerjoin(saw, saw.id == Alarm.seen_by)
        .order_by(case((Alarm.seen_at.is_(None), 0), else_=1), Alarm.last_at.desc(), Alarm.id)
    )
    rows = session.connection().execute(statement.limit(limit).offset(offset))
    return [_line(row) for row in rows]


def how_many_unseen(session: Session, viewer: Viewer) -> int:
    """Alarms of any unit that nobody has seen."""
    require(viewer, Permission.READ_ALARMS)
    return session.scalars(select(func.count()).select_from(Alarm).where(Alarm.seen_at.is_(None))).one()


def mark_seen(session: Session, viewer: Viewer, alarm_id: str) -> None:
    """Note who has seen the alarm; who did so first stays. Raises NotThere where there is none."""
    require(viewer, Permission.READ_ALARMS)
    connection = session.connection()
    if connection.execute(select(Alarm.id).where(Alarm.id == alarm_id)).first() is None:
        raise NotThere(MISSING)
    done = connection.execute(
        update(Alarm)
        .where(Alarm.id == alarm_id, Alarm.seen_at.is_(None))
        .values(seen_at=tables.now(), seen_by=viewer.officer_id)
    )
    if done.rowcount:
        audit.write(session, viewer, audit.Action.CONSULTATION, "alarm", alarm_id, detail={"seen": True})


def _line(row: object) -> AlarmLine:
    alarm: Alarm = row  # type: ignore[assignment]
    said = alarm.detail
    act, many, most = said.get("act"), said.get("many"), said.get("most")
    return AlarmLine(
        id=alarm.id,
        kind=AlarmKind(alarm.kind),
        last_at=alarm.last_at,
        times=alarm.times,
        unit_code=row.code or "",  # type: ignore[attr-defined]
        unit_name=row.name or "",  # type: ignore[attr-defined]
        login=row.login or "",  # type: ignore[attr-defined]
        act=Act(act) if isinstance(act, str) and act in set(Act) else None,
        many=many if isinstance(many, int) else None,
        most=most if isinstance(most, int) else None,
        by_unit=bool(said.get("by_unit")),
        by_command=bool(said.get("by_command")),
        seen_at=alarm.seen_at,
        seen_by=row.seen_login or "",  # type: ignore[attr-defined]
    )
