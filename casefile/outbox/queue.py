"""What must still reach the index or a reader, in order. A row is deleted when its work is done.

A worker takes rows on lease, does the work, and completes what it still holds. A lease that ran out may be taken by
another worker; the first one's `complete` then touches nothing. Doing the work twice is harmless: the index keeps
the newest version, hits are unique.

The order is that of the rows' numbers, and no moment that a wrong clock wrote makes a row wait: one that nobody has
tried is due whatever its date, and a wait or a lease longer than any that is given here is over.

What a person entered goes before what comes in by the thousand: a row is in the lane of people, or in that of the bulk
it came with (`Store.writing(bulk=...)`: the importing unit, an upkeep). Bulks share what is left, each the same.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, aliased

from casefile.logs import request_id
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.store import LANE
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

_TOPICS = {one.value: one for one in Topic}
FIRST_STAGE = {
    Topic.RECORD: Stage.INDEX,
    Topic.WATCH: Stage.INDEX,
    Topic.NOTICE: Stage.SEND,
    Topic.OPERATION: Stage.MATCH,
}
ENGINELESS = frozenset({Topic.NOTICE, Topic.OPERATION})
"""What is done whatever state the search engine is in."""
PEOPLE = ""
"""The lane of what people enter one by one; every other lane is a bulk's."""
Other = aliased(Outbox)
_COLUMNS = (Outbox.id, Outbox.topic, Outbox.subject_id, Outbox.version)


@dataclass(frozen=True, slots=True)
class PendingItem:
    """One row on lease."""

    id: int
    topic: Topic
    subject_id: str
    version: int


def enqueue(session: Session, topic: Topic, subject_id: str, version: int) -> None:
    enqueue_many(session, [(topic, subject_id, version)])


def enqueue_many(session: Session, rows: Sequence[tuple[Topic, str, int]], *, stage: Stage | None = None) -> None:
    """Write what must be done, in the transaction that made it necessary.

    `stage`: where it begins; MATCH for what stands in the index as it is. Readers see what is on its way to the
    index, and what makes a record match again may be something that they must not know of.
    """
    if not rows:
        return
    moment, lane = tables.now(), session.info.get(LANE, PEOPLE)
    insert_rows(
        session,
        Outbox,
        [
            {
                "topic": topic.value,
                "subject_id": subject_id,
                "version": version,
                "stage": (stage or FIRST_STAGE[topic]).value,
                "created_at": moment,
                "available_at": moment,
                "attempts": 0,
                "refusals": 0,
                "reason": "",
                "lane": lane,
                "request_id": request_id(),
            }
            for topic, subject_id, version in rows
        ],
    )


@dataclass(frozen=True, slots=True)
class Due:
    """How many rows may be claimed now: in all, of those that people entered, of those that need no engine."""

    rows: int = 0
    people: int = 0
    engineless: int = 0


def count_due(session: Session, now: datetime) -> Due:
    """What may be claimed now, in one query."""
    rows, people, engineless = session.execute(_due(), {"now": now, **_longest(now)}).one()
    return Due(rows, people or 0, engineless or 0)


@cache
def _due() -> Select[int, int, int]:
    return select(
        func.count(),
        func.sum(case((Outbox.lane == PEOPLE, 1), else_=0)),
        func.sum(case((Outbox.topic.in_(sorted(ENGINELESS)), 1), else_=0)),
    ).where(_is_due(_Moments.bound()))


@dataclass(frozen=True, slots=True)
class _Moments:
    """Now, and beyond which moments a wait or a lease was written by a clock that was wrong."""

    now: datetime | BindParameter[datetime]
    longest_wait: datetime | BindParameter[datetime]
    longest_lease: datetime | BindParameter[datetime]

    @staticmethod
    def at(now: datetime) -> "_Moments":
        return _Moments(now, **_longest(now))

    @staticmethod
    def bound() -> "_Moments":
        return _Moments(bindparam("now"), **{name: bindparam(name) for name in _LONGEST})


_LONGEST = {"longest_wait": MAX_WAIT_S + SLACK_S, "longest_lease": LEASE_S + SLACK_S}


def _longest(now: datetime) -> dict[str, datetime]:
    return {name: now + timedelta(seconds=longest) for name, longest in _LONGEST.items()}


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
    people_only: bool = False,
) -> list[PendingItem]:
    """Take `limit` due rows of these topics, and every other due row of the same subjects.

    The oldest that people entered come first. What is left is shared by the bulks, the oldest of each: one country's
    hundred thousand do not hold up another's hundred. `people_only` leaves the bulks for later.

    A subject of which another worker holds a row is left to that worker. Claims run one after another (SQLite by
    its write lock, PostgreSQL by an advisory lock of a few milliseconds), which makes that exact; SKIP LOCKED only
    keeps a claim from waiting for rows that are being settled. `lease_s` is `LEASE_S` at most.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CLAIM_LOCK})
        # A plan made while the queue was empty reads all of it for each row: 30,000 took minutes.
        connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    at = _Moments.at(now)
    due = _is_due(at)
    if len(topics) < len(Topic):
        due = and_(due, Outbox.topic.in_(sorted(topic.value for topic in topics)))
    held = select(Other.subject_id).where(
        Other.lease_until > now, Other.lease_until <= at.longest_lease, Other.lease_by != worker
    )
    free = and_(due, Outbox.subject_id.not_in(held))
    lease = {"lease_by": worker, "lease_until": now + timedelta(seconds=lease_s)}
    rows = _taken(connection, PEOPLE, free, limit, lease)
    if not people_only and len(rows) < limit:
        rows += _shared(connection, free, limit - len(rows), lease)
    if not rows:
        return []
    subjects = sorted({row.subject_id for row in rows})
    siblings = select(*_COLUMNS).where(among(Outbox.subject_id, subjects), due).with_for_update(skip_locked=True)
    if more := connection.execute(siblings).all():
        connection.execute(update(Outbox).where(among(Outbox.id, [row.id for row in more])).values(lease))
    return [
        PendingItem(id, _TOPICS[topic], subject_id, version)
        for id, topic, subject_id, version in sorted([*rows, *more])
    ]


_Rows = list[Row[int, str, str, int]]
_Lease = Mapping[str, object]


def _taken(
    connection: Connection, lane: str, free: ColumnElement[bool], limit: int, lease: _Lease, after: int = 0
) -> _Rows:
    """The oldest rows of a lane that may be taken, after this id, put on lease in the same statement.

    The lane is asked for as a range: with *equal*, a planner that last saw one lane alone takes the primary key for as
    good an order, and looks for what people entered through every row of a bulk. For the same reason an id is asked
    for only after a first part.
    """
    asked = select(Outbox.id).where(Outbox.lane.between(lane, lane), free)
    asked = asked.where(Outbox.id > after) if after else asked
    wanted = asked.order_by(Outbox.lane, Outbox.id).limit(limit)
    found = wanted.with_for_update(skip_locked=True).cte("found")
    leased = update(Outbox).where(Outbox.id == found.c.id).values(lease).returning(*_COLUMNS)
    return sorted(connection.execute(leased))


def _shared(connection: Connection, free: ColumnElement[bool], limit: int, lease: _Lease) -> _Rows:
    """Rows of the bulks: each as many, and what one does not need goes to the others."""
    rows: _Rows = []
    last = dict.fromkeys(_bulks(connection), 0)
    while last and len(rows) < limit:
        share = -(-(limit - len(rows)) // len(last))
        for lane, after in list(last.items()):
            wanted = min(share, limit - len(rows))
            taken = _taken(connection, lane, free, wanted, lease, after) if wanted else []
            rows += taken
            if len(taken) < wanted or not wanted:
                del last[lane]
            else:
                last[lane] = taken[-1].id
    return rows


def _bulks(connection: Connection) -> list[str]:
    """The lanes of bulks that have rows, in an order by chance; a look at the index for each, not at each row."""
    found: list[str] = []
    lane: str | None = PEOPLE
    while lane is not None:
        more = select(func.min(Outbox.lane)).where(Outbox.dead_lettered_at.is_(None), Outbox.lane > lane)
        lane = connection.execute(more).scalar()
        if lane is not None:
            found.append(lane)
    random.shuffle(found)
    return found


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
