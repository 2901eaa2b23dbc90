"""What must still reach the index or a reader, in order. A row is deleted when its work is done.

A worker takes rows on lease, does the work, and completes what it still holds. A lease that ran out may be taken by
another worker; the first one's `complete` then touches nothing. Doing the work twice is harmless: the index keeps
the newest version, hits are unique.

The order is that of the rows' numbers, and no moment that a wrong clock wrote makes a row wait: one that nobody has
tried is due whatever its date, and a wait or a lease longer than any that is given here is over.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased

from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Outbox
from casefile.vocabulary import Stage, Topic

MAX_ATTEMPTS = 5  # refusals of a poisoned row before it is dead-lettered
FIRST_WAIT_S, MAX_WAIT_S = 0.5, 30.0
LEASE_S = 60.0
"""The longest lease. Ten times the 4 to 6 s a full batch takes; what a worker killed on *another* machine held waits so
long."""
SLACK_S = 30.0
"""By so much two readings of one clock may differ, a step between them included, before a moment is disbelieved."""
CLAIM_LOCK = 0x6772696F7402

_TOPICS, _STAGES = {one.value: one for one in Topic}, {one.value: one for one in Stage}
FIRST_STAGE = {Topic.RECORD: Stage.INDEX, Topic.WATCH: Stage.INDEX, Topic.NOTICE: Stage.SEND}
Other = aliased(Outbox)


@dataclass(frozen=True, slots=True)
class PendingItem:
    """One row on lease."""

    id: int
    topic: Topic
    subject_id: str
    version: int
    stage: Stage
    created_at: datetime
    attempts: int


def enqueue(session: Session, topic: Topic, subject_id: str, version: int) -> None:
    enqueue_many(session, [(topic, subject_id, version)])


def enqueue_many(session: Session, rows: Sequence[tuple[Topic, str, int]]) -> None:
    """Write what must be done, in the transaction that made it necessary."""
    if not rows:
        return
    moment = tables.now()
    insert_rows(
        session,
        Outbox,
        [
            {
                "topic": topic.value,
                "subject_id": subject_id,
                "version": version,
                "stage": FIRST_STAGE[topic].value,
                "created_at": moment,
                "available_at": moment,
                "attempts": 0,
                "refusals": 0,
                "reason": "",
            }
            for topic, subject_id, version in rows
        ],
    )


def due_by_topic(session: Session, now: datetime) -> dict[Topic, int]:
    """How many rows may be claimed now, of the topics of which there are any."""
    longest = {name: now + timedelta(seconds=seconds) for name, seconds in _LONGEST.items()}
    return {_TOPICS[topic]: number for topic, number in session.execute(_due(), {"now": now, **longest})}


@cache
def _due() -> Select[str, int]:
    return select(Outbox.topic, func.count()).where(_is_due(_Moments.bound())).group_by(Outbox.topic)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Now, and beyond which moments a wait or a lease was written by a clock that was wrong."""

    now: datetime | BindParameter[datetime]
    longest_wait: datetime | BindParameter[datetime]
    longest_lease: datetime | BindParameter[datetime]

    @staticmethod
    def at(now: datetime) -> "_Moments":
        return _Moments(now, **{name: now + timedelta(seconds=longest) for name, longest in _LONGEST.items()})

    @staticmethod
    def bound() -> "_Moments":
        return _Moments(bindparam("now"), **{name: bindparam(name) for name in _LONGEST})


_LONGEST = {"longest_wait": MAX_WAIT_S + SLACK_S, "longest_lease": LEASE_S + SLACK_S}


def _is_due(at: _Moments) -> ColumnElement[bool]:
    """A row that may be worked on: no dead letter, not tried yet or its wait over, and nobody holds it."""
    return and_(
        Outbox.dead_lettered_at.is_(None),
        or_(Outbox.attempts == 0, Outbox.available_at <= at.now, Outbox.available_at > at.longest_wait),
        or_(Outbox.lease_until.is_(None), Outbox.lease_until <= at.now, Outbox.lease_until > at.longest_lease),
    )


def claim(
    session: Session,
    worker: str,
    limit: int,
    now: datetime,
    lease_s: float,
    *,
    topics: frozenset[Topic] = frozenset(Topic),
) -> list[PendingItem]:
    """Take the oldest `limit` rows of these topics that are due, and every other due row of the same subjects.

    A subject of which another worker holds a row is left to that worker. Claims run one after another (SQLite by
    its write lock, PostgreSQL by an advisory lock of a few milliseconds), which makes that exact; SKIP LOCKED only
    keeps a claim from waiting for rows that are being settled. `lease_s` is `LEASE_S` at most.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CLAIM_LOCK})
    at = _Moments.at(now)
    due = _is_due(at)
    if len(topics) < len(Topic):
        due = and_(due, Outbox.topic.in_(sorted(topic.value for topic in topics)))
    held = (
        select(Other.id)
        .where(
            Other.subject_id == Outbox.subject_id,
            Other.topic == Outbox.topic,
            Other.lease_until > now,
            Other.lease_until <= at.longest_lease,
            Other.lease_by != worker,
        )
        .exists()
    )
    columns = (
        Outbox.id,
        Outbox.topic,
        Outbox.subject_id,
        Outbox.version,
        Outbox.stage,
        Outbox.created_at,
        Outbox.attempts,
    )
    rows = list(
        connection.execute(
            select(*columns).where(due, ~held).order_by(Outbox.id).limit(limit).with_for_update(skip_locked=True)
        )
    )
    if not rows:
        return []
    found = {row.id: row for row in rows}
    subjects = sorted({row.subject_id for row in rows})
    siblings = select(*columns).where(among(Outbox.subject_id, subjects), due, Outbox.id > rows[-1].id)
    found.update((row.id, row) for row in connection.execute(siblings.with_for_update(skip_locked=True)))
    until = now + timedelta(seconds=lease_s)
    connection.execute(update(Outbox).where(among(Outbox.id, found)).values(lease_by=worker, lease_until=until))
    return [
        PendingItem(id, _TOPICS[topic], subject_id, version, _STAGES[stage], created_at, attempts)
        for id, topic, subject_id, version, stage, created_at, attempts in sorted(found.values())
    ]


def advance(session: Session, ids: Iterable[int], stage: Stage, *, worker: str) -> int:
    """Note that these rows have come to `stage`; the lease stays. Returns how many the worker still held."""
    return changed(session, update(Outbox).where(_mine(ids, worker)).values(stage=stage.value))


def complete(session: Session, ids: Iterable[int], *, worker: str) -> int:
    """The work of these rows is done. Returns how many the worker still held; the others stay pending."""
    return changed(session, delete(Outbox).where(_mine(ids, worker)))


def fail(
    session: Session, ids: Iterable[int], reason: str, *, worker: str, poison: bool = False, now: datetime | None = None
) -> int:
    """Requeue rows to be tried again after a growing wait. Returns how many are dead-lettered by it.

    `poison` says that the row itself is at fault (its text breaks the analyser): after MAX_ATTEMPTS of those it is
    dead-lettered for a person. Trouble around it (engine unavailable, disk full) never is.
    """
    moment = now or tables.now()
    dead_lettered = 0
    held = select(Outbox.id, Outbox.attempts, Outbox.refusals).where(_mine(ids, worker))
    for row in session.connection().execute(held).all():
        refusals = row.refusals + poison
        dead = poison and refusals >= MAX_ATTEMPTS
        dead_lettered += dead
        session.connection().execute(
            update(Outbox)
            .where(Outbox.id == row.id)
            .values(
                attempts=row.attempts + 1,
                refusals=refusals,
                lease_by=None,
                lease_until=None,
                reason=reason[:500],
                available_at=moment + _wait(row.attempts),
                dead_lettered_at=moment if dead else None,
            )
        )
    return dead_lettered


def release(session: Session, ids: Iterable[int], *, worker: str) -> int:
    """Give rows back untouched, as when the worker is asked to stop."""
    return changed(session, update(Outbox).where(_mine(ids, worker)).values(lease_by=None, lease_until=None))


def _wait(attempts: int) -> timedelta:
    longest = min(MAX_WAIT_S, FIRST_WAIT_S * 2 ** min(attempts, 10))
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311  (spread, not secrecy)


def _mine(ids: Iterable[int], worker: str) -> ColumnElement[bool]:
    return and_(among(Outbox.id, ids), Outbox.lease_by == worker)


def changed(session: Session, statement: Update | Delete) -> int:
    """Run it; how many rows it met."""
    return int(session.connection().execute(statement).rowcount)
