"""The coordination office's desk: what nobody answers, who never answers, what was decided in two ways, what waits.

Hits of the protection desk are in none of these numbers and lists. A number may hold for a moment what a list, which
asks the law for each line, already leaves out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from casefile.coordination import agreements
from casefile.hits.facts import facts_of_hits
from casefile.hits.items.lists import listed
from casefile.policy.disclosure import desk_for
from casefile.policy.network import reciprocity as law
from casefile.policy.oversight.due import ENDS_WITHIN
from casefile.policy.permissions import Permission
from casefile.policy.states import JUDGED_SAME, NOTIFIED
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import Hit, Pointer, Record, Unit
from casefile.vocabulary import Desk, DeskList, HitState

LOOKED_BACK = timedelta(days=90)
"""How far back a unit's answers are looked at, and its silence is looked for: a quarter, as chiefs report."""
SILENT_AFTER = 3
"""Pointers whose time is over, none of them answered: such a unit is called, not reminded."""
CONFLICTS_WITHIN = timedelta(days=365)


class Age(StrEnum):
    """How long a hit has waited for a judgement."""

    DAY = "day"  # under a day
    THREE_DAYS = "three_days"
    WEEK = "week"
    LONGER = "longer"


_FROM_TO: dict[Age, tuple[timedelta | None, timedelta | None]] = {
    Age.DAY: (None, timedelta(days=1)),
    Age.THREE_DAYS: (timedelta(days=1), timedelta(days=3)),
    Age.WEEK: (timedelta(days=3), timedelta(days=7)),
    Age.LONGER: (timedelta(days=7), None),
}


def between(age: Age, moment: datetime) -> tuple[datetime | None, datetime | None]:
    """Found after which moment, and at the latest when, a hit is of that age."""
    least, most = _FROM_TO[age]
    return (moment - most if most else None), (moment - least if least else None)


def age_of(found: datetime, moment: datetime) -> Age:
    """How long a hit found then has waited."""
    return next(age for age in Age if (since := between(age, moment)[0]) is None or found > since)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the desk says at its head."""

    late: int
    open: int
    owner_silent: int
    """Owners who were asked first and did not answer: the coordinator decides."""
    conflicts: int
    waiting: dict[Age, int]
    agreements_ending: int


@dataclass(frozen=True, slots=True)
class PointerLine:
    """A pointer that its unit has not answered."""

    hit_id: str
    reference: str
    unit_name: str
    """Who has to answer."""
    about_unit: str
    asks: bool
    sent_at: datetime
    due_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class SilentUnit:
    """A unit that answered none of its pointers."""

    unit_id: str
    name: str
    desk: str
    unanswered: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Two decisions that do not go together: on one pair, or on one record."""

    same_pair: bool
    same_hit: str
    different_hit: str
    kind: str
    record_unit: str
    detected_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A hit that waits, masked."""

    hit_id: str
    state: HitState
    kind: str
    record_unit: str
    watch_unit: str
    detected_at: datetime


def counts(session: Session, viewer: Viewer) -> Counts:
    """The numbers of the desk, in five statements."""
    require(viewer, Permission.COORDINATE)
    moment = tables.now()
    due = _due(moment)
    late, open_ones = session.execute(
        select(func.coalesce(func.sum(case((due, 1), else_=0)), 0), func.count())
        .select_from(Pointer)
        .join(Hit, Hit.id == Pointer.hit_id)
        .where(*_unanswered())
    ).one()
    waits = _waiting()
    columns = [func.coalesce(func.sum(case((_aged(age, moment), 1), else_=0)), 0) for age in Age]
    ages = session.execute(select(*columns).select_from(Hit).where(*waits)).one()
    silent = session.scalars(
        select(func.count()).select_from(Hit).where(*waits, Hit.state == HitState.ANSWER_DUE.value)
    ).one()
    pairs = session.scalars(select(func.count()).select_from(_conflicts(moment).subquery())).one()
    return Counts(
        late,
        open_ones,
        silent,
        pairs,
        dict(zip(Age, ages, strict=True)),
        agreements.ending_soon(session, viewer, moment + ENDS_WITHIN),
    )


def unanswered(
    session: Session, viewer: Viewer, *, late: bool | None = None, limit: int = 50, offset: int = 0
) -> list[PointerLine]:
    """Pointers nobody has answered yet, the longest first; only the late ones, or only those in time, when asked."""
    require(viewer, Permission.COORDINATE)
    moment, about = tables.now(), aliased(Unit)
    statement = (
        select(Pointer, Unit.name, about.name)
        .join(Hit, Hit.id == Pointer.hit_id)
        .join(Unit, Unit.id == Pointer.unit_id)
        .join(about, about.id == Pointer.about_unit_id)
        .where(*_unanswered())
        .order_by(Pointer.sent_at, Pointer.id)
        .limit(limit)
        .offset(offset)
    )
    if late is not None:
        statement = statement.where(_due(moment) if late else ~_due(moment))
    rows = fresh.rows(session, statement)
    facts = facts_of_hits(session, [pointer.hit_id for pointer, *_ in rows])
    found = []
    for pointer, unit_name, about_name in rows:
        if desk_for(facts[pointer.hit_id]) is not Desk.COORDINATION or pointer.sent_at is None:
            continue
        sent = law.SentPointer(pointer.sent_at, pointer.read_at, pointer.asks, pointer.answered_at)
        found.append(
            PointerLine(
                pointer.hit_id, pointer.reference, unit_name, about_name, pointer.asks, pointer.sent_at,
                law.due_at(sent), law.is_late(sent, moment),
            )
        )  # fmt: skip
    return found


def silent_units(session: Session, viewer: Viewer) -> list[SilentUnit]:
    """Units that let the time of every pointer pass, for as long as the desk looks back."""
    require(viewer, Permission.COORDINATE)
    moment = tables.now()
    open_one = case((_no_answer(), 1), else_=0)
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.desk, func.count(), func.min(Pointer.sent_at))
        .select_from(Pointer)
        .join(Hit, Hit.id == Pointer.hit_id)
        .join(Unit, Unit.id == Pointer.unit_id)
        .where(
            Pointer.sent_at > moment - LOOKED_BACK,
            Pointer.withdrawn_at.is_(None),
            Hit.desk == Desk.COORDINATION.value,
            Unit.closed_at.is_(None),
            _due(moment),
        )
        .group_by(Unit.id, Unit.name, Unit.desk)
        .having(func.count() >= SILENT_AFTER, func.sum(open_one) == func.count())
        .order_by(func.count().desc(), Unit.name)
    )
    return [SilentUnit(*row) for row in rows]


def conflicts(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[ConflictLine]:
    """Decisions that contradict each other, one pair judged twice first."""
    require(viewer, Permission.COORDINATE)
    pairs = _conflicts(tables.now()).subquery()
    rows = session.execute(
        select(pairs.c.same_pair, pairs.c.same, pairs.c.different, Record.kind, Unit.name, pairs.c.detected_at)
        .join(Record, Record.id == pairs.c.record_id)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .order_by(pairs.c.same_pair.desc(), pairs.c.detected_at.desc(), pairs.c.same, pairs.c.different)
        .limit(limit)
        .offset(offset)
    ).all()
    facts = facts_of_hits(session, {hit for row in rows for hit in (row.same, row.different)})
    here = {hit for hit, one in facts.items() if desk_for(one) is Desk.COORDINATION}
    return [
        ConflictLine(bool(same_pair), same, different, kind, unit, at)
        for same_pair, same, different, kind, unit, at in rows
        if {same, different} <= here
    ]


def waiting_by_age(
    session: Session, viewer: Viewer, age: Age, *, limit: int = 50, offset: int = 0
) -> list[WaitingLine]:
    """The hits that have waited so long, oldest first."""
    require(viewer, Permission.COORDINATE)
    return _hits(session, _aged(age, tables.now()), limit, offset)


def owner_silent(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[WaitingLine]:
    """The hits whose owner was asked first and did not answer in time, oldest first."""
    require(viewer, Permission.COORDINATE)
    return _hits(session, Hit.state == HitState.ANSWER_DUE.value, limit, offset)


def _hits(session: Session, wanted: ColumnElement[bool], limit: int, offset: int) -> list[WaitingLine]:
    record_unit, watch_unit = aliased(Unit), aliased(Unit)
    rows = session.execute(
        select(Hit.id, Hit.state, Record.kind, record_unit.name, watch_unit.name, Hit.detected_at)
        .join(Record, Record.id == Hit.record_id)
        .join(record_unit, record_unit.id == Hit.record_unit_id)
        .join(watch_unit, watch_unit.id == Hit.watch_unit_id)
        .where(*_waiting(), wanted)
        .order_by(Hit.detected_at, Hit.id)
        .limit(limit)
        .offset(offset)
    ).all()
    facts = facts_of_hits(session, [row[0] for row in rows])
    return [
        WaitingLine(hit_id, HitState(state), kind, one, other, at)
        for hit_id, state, kind, one, other, at in rows
        if desk_for(facts[hit_id]) is Desk.COORDINATION
    ]


def _no_answer() -> ColumnElement[bool]:
    """`law.answered` is None, as a condition of SQL."""
    return or_(
        and_(Pointer.asks, Pointer.answered_at.is_(None)), and_(~Pointer.asks, Pointer.read_at.is_(None))
    )  # fmt: skip


def _due(moment: datetime) -> ColumnElement[bool]:
    """`law.due_at` is past, as a condition of SQL."""
    return or_(*(and_(Pointer.asks.is_(asks), Pointer.sent_at < moment - time) for asks, time in law.WITHIN.items()))


def _unanswered() -> tuple[ColumnElement[bool], ...]:
    return (
        Pointer.sent_at.is_not(None),
        Pointer.withdrawn_at.is_(None),
        _no_answer(),
        Hit.desk == Desk.COORDINATION.value,
        Hit.state.in_(sorted(state.value for state in NOTIFIED)),
    )


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return Hit.desk == Desk.COORDINATION.value, listed(DeskList.QUEUE)


def _aged(age: Age, moment: datetime) -> ColumnElement[bool]:
    since, before = between(age, moment)
    older = [Hit.detected_at <= before] if before else []
    younger = [Hit.detected_at > since] if since else []
    return and_(*older, *younger)


def _conflicts(moment: datetime) -> Select[bool, str, str, str, datetime]:
    """Hits of one record, one judged the same and one not."""
    same, different = aliased(Hit), aliased(Hit)
    since = moment - CONFLICTS_WITHIN
    return (
        select(
            (same.watch_id == different.watch_id).label("same_pair"),
            same.id.label("same"),
            different.id.label("different"),
            same.record_id.label("record_id"),
            different.detected_at.label("detected_at"),
        )
        .join(different, different.record_id == same.record_id)
        .where(
            different.state == HitState.FALSE_MATCH.value,
            different.desk == Desk.COORDINATION.value,
            different.detected_at > since,
            same.state.in_(sorted(state.value for state in JUDGED_SAME)),
            same.desk == Desk.COORDINATION.value,
            same.detected_at > since,
        )
    )
