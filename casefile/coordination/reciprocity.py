"""How units answer each other, by month and in both directions: counted, kept once, shown as far as the law lets it.

A pointer that was recalled counts for nobody. The coordination office reads every figure; a unit reads its own rows of
months that are over and were counted once (`policy.network.reciprocity`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.policy.network import reciprocity as law
from casefile.policy.network.reciprocity import Counts, SentPointer, Shown
from casefile.policy.permissions import Permission
from casefile.policy.strategic.suppression import PUBLISHED_AFTER
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.tables import ContactLine, Hit, Pointer, ReciprocityMonth, Unit
from casefile.vocabulary import ContactAct, HitState, Outcome, UnitKind

MONTHS = 12
"""As far back as pages look."""


DECEMBER = 12


class Direction(StrEnum):
    RECEIVED = "received"
    """What the unit was sent, and how it answered."""
    GIVEN = "given"
    """What others were sent about the unit, and how they answered."""


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, by UTC."""

    year: int
    number: int

    @staticmethod
    def of(moment: datetime) -> "Month":
        at = moment.astimezone(UTC)
        return Month(at.year, at.month)

    @staticmethod
    def read(text: str) -> "Month | None":
        """From *2026-11*; None when it is none."""
        year, _, number = text.partition("-")
        if not (year.isdecimal() and number.isdecimal() and len(text) == len("2026-11")):
            return None
        return Month(int(year), int(number)) if int(year) and 1 <= int(number) <= DECEMBER else None

    @property
    def start(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        return self.step(1).start

    def step(self, months: int) -> "Month":
        """The month so many later."""
        whole = self.year * DECEMBER + self.number - 1 + months
        return Month(whole // DECEMBER, whole % DECEMBER + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit's month, both directions, every figure: for the coordination office."""

    unit_name: str
    received: Counts
    given: Counts


@dataclass(frozen=True, slots=True)
class OwnRow:
    """The own unit's month in one direction, as it may see it."""

    month: str
    direction: Direction
    shown: Shown


def table(session: Session, viewer: Viewer, month: Month) -> list[UnitRow]:
    """All units' figures of a month, by name: those kept, else as they stand now. Never for a unit's own eyes."""
    require(viewer, Permission.COORDINATE)
    counts = _kept(session, month) or count(session, month)
    names = session.execute(
        select(Unit.id, Unit.name).where(Unit.kind == UnitKind.INVESTIGATION.value).order_by(Unit.name)
    )
    none = Counts(0, 0, 0)
    return [
        UnitRow(
            row.name,
            counts.get((row.id, Direction.RECEIVED), none),
            counts.get((row.id, Direction.GIVEN), none),
        )
        for row in names
    ]  # fmt: skip


def own(session: Session, viewer: Viewer) -> list[OwnRow]:
    """The own unit's rows of the last months whose figures are final, newest first.

    The months follow the calendar alone: that one is there tells of no pointer anywhere.
    """
    require(viewer, Permission.READ_RECIPROCITY)
    months = list(reversed(final_months(tables.now())))
    rows = fresh.rows(
        session,
        select(ReciprocityMonth).where(
            ReciprocityMonth.unit_id == viewer.unit_id, ReciprocityMonth.month.in_([str(month) for month in months])
        ),
    )
    known = {(row.month, row.direction): _counts(row) for (row,) in rows}
    none = Counts(0, 0, 0)
    return [
        OwnRow(str(month), way, law.shown(known.get((str(month), way.value), none)))
        for month in months
        for way in Direction
    ]


def final_months(moment: datetime) -> list[Month]:
    """The last months whose figures no longer change, oldest first."""
    past = [Month.of(moment).step(-back) for back in range(MONTHS + 3, 0, -1)]
    return [month for month in past if month.end + PUBLISHED_AFTER <= moment][-MONTHS:]


def last_months(moment: datetime) -> list[Month]:
    """The running month and those before it that pages offer."""
    return [Month.of(moment).step(-back) for back in range(MONTHS)]


Counted = dict[tuple[str, Direction], Counts]


def count(session: Session, month: Month) -> Counted:
    """By unit and direction, from the pointers sent in the month as they stand now."""
    rows = session.execute(
        select(
            Pointer.unit_id,
            Pointer.about_unit_id,
            Pointer.sent_at,
            Pointer.read_at,
            Pointer.asks,
            Pointer.answered_at,
            Hit.state,
            Hit.id,
        )
        .join(Hit, Hit.id == Pointer.hit_id)
        .where(
            Pointer.sent_at >= month.start, Pointer.sent_at < month.end, Pointer.withdrawn_at.is_(None)
        )
    ).all()  # fmt: skip
    found: dict[tuple[str, Direction], list[int]] = {}
    now = tables.now()
    outcomes, holders = _outcomes(session, month), _holders(session, {row.id for row in rows})
    for to, about, sent, read, asks, answered, state, hit_id in rows:
        if sent is None:
            continue  # never: the statement asks for those sent
        pointer = SentPointer(sent, read, asks, answered)
        given = (
            [(about, Direction.GIVEN)] if (hit_id, about) in holders else []
        )  # else it tells of one that was refused
        for key in ((to, Direction.RECEIVED), *given):
            sums = found.setdefault(key, [0, 0, 0, 0])
            sums[0] += 1
            sums[1] += law.in_time(pointer)
            sums[2] += law.useful(HitState(state), outcomes.get(hit_id, ()))
            sums[3] += law.waits(pointer, now)
    return {key: Counts(*sums) for key, sums in found.items()}


def _holders(session: Session, hit_ids: Collection[str]) -> set[tuple[str, str]]:
    """Which units hold a pointer of which hit."""
    statement = select(Pointer.hit_id, Pointer.unit_id).where(
        among(Pointer.hit_id, hit_ids), Pointer.sent_at.is_not(None), Pointer.withdrawn_at.is_(None)
    )
    return {(hit_id, unit_id) for hit_id, unit_id in session.execute(statement)}


def _outcomes(session: Session, month: Month) -> dict[str, list[Outcome]]:
    """What the sides stated, by hit, of the hits whose pointers were sent in the month."""
    rows = session.execute(
        select(ContactLine.hit_id, ContactLine.word)
        .join(Pointer, Pointer.hit_id == ContactLine.hit_id)
        .where(ContactLine.act == ContactAct.OUTCOME.value, Pointer.sent_at >= month.start, Pointer.sent_at < month.end)
        .distinct()
    )
    found: dict[str, list[Outcome]] = {}
    for hit_id, word in rows:
        found.setdefault(hit_id, []).append(Outcome(word))
    return found


def keep_due(session: Session, moment: datetime) -> int:
    """Count the months that are due and keep them; returns how many. For the schedule; twice is harmless."""
    first = session.scalars(select(func.min(Pointer.sent_at))).one()
    if first is None:
        return 0
    known = set(session.scalars(select(ReciprocityMonth.month).distinct()))
    due = [month for month in _until(Month.of(first), moment) if str(month) not in known]
    if not due:
        return 0
    units = session.scalars(select(Unit.id).where(Unit.kind == UnitKind.INVESTIGATION.value)).all()
    for month in due:
        counts, none = count(session, month), Counts(0, 0, 0)
        session.connection().execute(
            insert(ReciprocityMonth),
            [_row(month, unit, way, counts.get((unit, way), none), moment) for unit in units for way in Direction],
        )
        audit.write(session, None, audit.Action.PIPELINE, "month", str(month), detail={"units": len(units)})
    return len(due)


def _until(month: Month, moment: datetime) -> Iterable[Month]:
    while month.end + PUBLISHED_AFTER <= moment:
        yield month
        month = month.step(1)


def _row(month: Month, unit_id: str, way: Direction, counts: Counts, moment: datetime) -> dict[str, object]:
    return {
        "month": str(month),
        "unit_id": unit_id,
        "direction": way.value,
        "total": counts.total,
        "in_time": counts.in_time,
        "useful": counts.useful,
        "counted_at": moment,
    }


def _kept(session: Session, month: Month) -> Counted:
    rows = fresh.rows(session, select(ReciprocityMonth).where(ReciprocityMonth.month == str(month)))
    return {(row.unit_id, Direction(row.direction)): _counts(row) for (row,) in rows}


def _counts(row: ReciprocityMonth) -> Counts:
    return Counts(row.total, row.in_time, row.useful)
