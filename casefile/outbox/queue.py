"""What must still reach the index or a reader, in order. A row is deleted when nothing is owed any more.

A worker takes rows on lease, does the work, and settles what it still holds. A lease that ran out may be taken by
another worker; the first one's `settle` then touches nothing. Doing the work twice is harmless: the index keeps
the newest version, hits are unique.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Viewer, require
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Outbox
from casefile.vocabulary import Stage, Topic

MAX_ATTEMPTS = 5  # refusals of a poisoned row before it is parked
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
CLAIM_LOCK = 0x6772696F7402

_TOPICS, _STAGES = {one.value: one for one in Topic}, {one.value: one for one in Stage}
FIRST_STAGE = {Topic.RECORD: Stage.INDEX, Topic.WATCH: Stage.INDEX, Topic.NOTICE: Stage.SEND}


@dataclass(frozen=True, slots=True)
class OwedItem:
    """One row on lease."""

    id: int
    topic: Topic
    subject_id: str
    version: int
    stage: Stage
    created_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Debt:
    """How much is owed. `oldest` is when the oldest row that is not parked was written."""

    to_index: int
    to_look: int
    to_send: int
    parked: int
    oldest: datetime | None

    @property
    def total(self) -> int:
        """All that will still be done by itself; parked rows wait for a person."""
        return self.to_index + self.to_look + self.to_send


@dataclass(frozen=True, slots=True)
class Parked:
    id: int
    topic: Topic
    subject_id: str
    version: int
    reason: str
    parked_at: datetime


def owe(session: Session, topic: Topic, subject_id: str, version: int) -> None:
    owe_many(session, [(topic, subject_id, version)])


def owe_many(session: Session, owed: Sequence[tuple[Topic, str, int]]) -> None:
    """Write what is owed, in the transaction that made it owed."""
    if not owed:
        return
    moment = tables.now()
    insert_rows(session, Outbox, [
        {"topic": topic.value, "subject_id": subject_id, "version": version, "stage": FIRST_STAGE[topic].value,
         "created_at": moment, "available_at": moment, "attempts": 0, "refusals": 0, "reason": ""}
        for topic, subject_id, version in owed
    ])


def claim(session: Session, worker: str, limit: int, now: datetime, lease_s: float, *,
          topics: frozenset[Topic] = frozenset(Topic)) -> list[OwedItem]:
    """Take the oldest `limit` rows of these topics that are due, and every other due row of the same subjects.

    A subject of which another worker holds a row is left to that worker. Claims run one after another (SQLite by
    its write lock, PostgreSQL by an advisory lock of a few milliseconds), which makes that exact; SKIP LOCKED only
    keeps a claim from waiting for rows that are being settled.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CLAIM_LOCK})
    due = and_(Outbox.parked_at.is_(None), Outbox.available_at <= now,
               or_(Outbox.lease_until.is_(None), Outbox.lease_until <= now))
    if len(topics) < len(Topic):
        due = and_(due, Outbox.topic.in_(sorted(topic.value for topic in topics)))
    other = aliased(Outbox)
    held = (select(other.id).where(other.subject_id == Outbox.subject_id, other.topic == Outbox.topic,
                                   other.lease_until > now, other.lease_by != worker).exists())
    columns = (Outbox.id, Outbox.topic, Outbox.subject_id, Outbox.version, Outbox.stage, Outbox.created_at,
               Outbox.attempts)
    rows = list(connection.execute(
        select(*columns).where(due, ~held).order_by(Outbox.id).limit(limit).with_for_update(skip_locked=True)))
    if not rows:
        return []
    found = {row.id: row for row in rows}
    subjects = sorted({row.subject_id for row in rows})
    siblings = select(*columns).where(among(Outbox.subject_id, subjects), due, Outbox.id > rows[-1].id)
    found.update((row.id, row) for row in connection.execute(siblings.with_for_update(skip_locked=True)))
    until = now + timedelta(seconds=lease_s)
    connection.execute(update(Outbox).where(among(Outbox.id, found)).values(lease_by=worker, lease_until=until))
    return [OwedItem(id, _TOPICS[topic], subject_id, version, _STAGES[stage], created_at, attempts)
            for id, topic, subject_id, version, stage, created_at, attempts in sorted(found.values())]


def advance(session: Session, ids: Iterable[int], stage: Stage, *, worker: str) -> int:
    """Note that these rows have come to `stage`; the lease stays. Returns how many the worker still held."""
    return _count(session, update(Outbox).where(_mine(ids, worker)).values(stage=stage.value))


def settle(session: Session, ids: Iterable[int], *, worker: str) -> int:
    """Nothing is owed any more for these rows. Returns how many the worker still held; the others stay owed."""
    return _count(session, delete(Outbox).where(_mine(ids, worker)))


def fail(session: Session, ids: Iterable[int], reason: str, *, worker: str, poison: bool = False,
         now: datetime | None = None) -> int:
    """Give rows back to be tried again after a growing wait. Returns how many are parked by it.

    `poison` says that the row itself is at fault (its text breaks the analyser): after MAX_ATTEMPTS of those it is
    parked for a person. Trouble around it (engine away, disk full) never parks.
    """
    moment = now or tables.now()
    parked = 0
    held = select(Outbox.id, Outbox.attempts, Outbox.refusals).where(_mine(ids, worker))
    for row in session.connection().execute(held).all():
        refusals = row.refusals + poison
        park = poison and refusals >= MAX_ATTEMPTS
        parked += park
        session.connection().execute(update(Outbox).where(Outbox.id == row.id).values(
            attempts=row.attempts + 1, refusals=refusals, lease_by=None, lease_until=None,
            reason=reason[:500], available_at=moment + _wait(row.attempts),
            parked_at=moment if park else None))
    return parked


def release(session: Session, ids: Iterable[int], *, worker: str) -> int:
    """Give rows back untouched, as when the worker is asked to stop."""
    return _count(session, update(Outbox).where(_mine(ids, worker)).values(lease_by=None, lease_until=None))


def _wait(attempts: int) -> timedelta:
    longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(attempts, 10))
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311  (spread, not secrecy)


def debt(session: Session) -> Debt:
    """What is owed right now, in one query."""
    def waiting(stage: Stage) -> Any:
        return func.coalesce(func.sum(case((and_(Outbox.stage == stage.value, Outbox.parked_at.is_(None)), 1),
                                           else_=0)), 0)

    row = session.connection().execute(select(
        waiting(Stage.INDEX), waiting(Stage.LOOK), waiting(Stage.SEND), func.count(Outbox.parked_at),
        func.min(case((Outbox.parked_at.is_(None), Outbox.created_at)), type_=tables.Moment()))).one()
    return Debt(int(row[0]), int(row[1]), int(row[2]), int(row[3]), row[4])


def owed_subjects(session: Session, subject_ids: Iterable[str]) -> dict[str, Stage]:
    """Which of these subjects are still owed something, and how far the furthest-behind row has come."""
    order = list(Stage)
    found: dict[str, Stage] = {}
    for subject_id, stage in session.connection().execute(
        select(Outbox.subject_id, Outbox.stage).where(among(Outbox.subject_id, subject_ids))
    ):
        found[subject_id] = min(found.get(subject_id, Stage(stage)), Stage(stage), key=order.index)
    return found


def parked(session: Session, viewer: Viewer) -> list[Parked]:
    """The rows that wait for a person, oldest first."""
    require(viewer, Permission.SEE_DEBT)
    rows = session.connection().execute(
        select(Outbox.id, Outbox.topic, Outbox.subject_id, Outbox.version, Outbox.reason, Outbox.parked_at)
        .where(Outbox.parked_at.is_not(None)).order_by(Outbox.id))
    return [Parked(r.id, Topic(r.topic), r.subject_id, r.version, r.reason, r.parked_at) for r in rows]


def unpark(session: Session, viewer: Viewer, ids: Iterable[int] | None = None) -> int:
    """Try parked rows again (all of them when `ids` is None)."""
    require(viewer, Permission.UNPARK)
    wanted = update(Outbox).where(Outbox.parked_at.is_not(None))
    if ids is not None:
        wanted = wanted.where(Outbox.id.in_(list(ids)))
    freed = _count(session, wanted.values(parked_at=None, refusals=0, attempts=0, available_at=tables.now()))
    audit.write(session, viewer, audit.Action.PIPELINE, "outbox", "", detail={"unparked": freed})
    return freed


def _mine(ids: Iterable[int], worker: str) -> Any:
    return and_(among(Outbox.id, ids), Outbox.lease_by == worker)


def _count(session: Session, statement: Any) -> int:
    return int(session.connection().execute(statement).rowcount)
