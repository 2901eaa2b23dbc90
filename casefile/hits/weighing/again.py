"""A new count of names is a new version of the rules: what stands near a threshold is weighed again by itself.

The watches of such pairs are put in the outbox, where their pairs are decided as after any change. So a grade depends
on what is recorded and on the rules in force, not on the day when the pair was met.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.matching import weights
from casefile.matching.judging.posterior import shift
from casefile.policy.states import OPEN
from casefile.storage import marks, tables
from casefile.storage.store import Store
from casefile.storage.tables import Hit, UpkeepMark, Watch
from casefile.subjects import name_counts
from casefile.subjects.name_counts import TermFrequencies
from casefile.vocabulary import Topic, WatchState

NEAR_BITS = 2.0
"""How far from the threshold of a hit a pair is weighed again: a count that grew by a twentieth moves none so far."""
GROWN = 1.5
"""A count that has changed by this factor may move any pair, also one that is not kept: every watch is asked again."""
PART = 1_000
"""Watches enqueued in one transaction."""
MARK, EVERY = "weigh_again", "every"


def order_weighing(session: Session, before: TermFrequencies, now: TermFrequencies) -> bool:
    """In the transaction that keeps the newer table: note what is to be weighed again, for `weigh_again` to carry out.

    What an earlier order has left is not forgotten: where that one was for every watch, so is this.
    """
    if before.version == now.version:
        return False
    every = before.version == 0 or before.fitted != now.fitted or not _alike(before.total, now.total)
    left = _order(session)
    if every or (left is not None and left.high is None):
        _keep(session, _Order(None))
    else:
        _keep(session, _Order(max(_high(now), left.high if left and left.high else 0.0)))
    return True


def weigh_again(store: Store, part: int = PART, bulk: str = "frequencies") -> int:
    """Enqueue the watches whose pairs the newer table may grade otherwise, as ordered; returns how many.

    A part in each transaction, so that nobody waits to write for longer than one. Killed in between, the next turn goes
    on after the last part; with nothing ordered, one read.
    """
    with store.reading() as session:
        if _order(session) is None:
            return 0
    enqueued, many = 0, part
    while many == part:
        with store.writing(bulk=bulk) as session:
            many = _weigh_part(session, part)
        enqueued += many
    return enqueued


def _weigh_part(session: Session, part: int) -> int:
    """Enqueue the next watches of what is ordered; fewer than a part where these were the last."""
    order = _order(session, locked=True)
    if order is None:
        return 0
    wanted = select(Watch.id, Watch.version).where(Watch.state == WatchState.ACTIVE.value, Watch.id > order.after)
    if order.high is not None:
        wanted = wanted.where(Watch.id.in_(_watches_near(order.high)))
    rows = session.execute(wanted.order_by(Watch.id).limit(part)).all()
    outbox.enqueue_many(session, [(Topic.WATCH, id, version) for id, version in rows])
    _keep(session, replace(order, after=rows[-1].id) if len(rows) == part else None)
    return len(rows)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is left to weigh again: the watches after this id, with a hit up to so many bits; every watch for None."""

    high: float | None
    after: str = ""


def _order(session: Session, *, locked: bool = False) -> _Order | None:
    row = select(UpkeepMark.cursor).where(UpkeepMark.name == MARK)
    cursor = session.scalar(row.with_for_update() if locked else row)
    if not cursor:
        return None
    high, _, after = cursor.partition(":")
    return _Order(None if high == EVERY else float(high), after)


def _keep(session: Session, order: _Order | None) -> None:
    high = EVERY if order is None or order.high is None else f"{order.high:.4f}"
    marks.keep(session, MARK, tables.now(), f"{high}:{order.after}" if order else "")


def weigh_under_new_rules(session: Session) -> int:
    """At a worker's start: when the rules are not those under which everything was weighed, every watch is asked again,
    those of pairs near a threshold first. Returns how many are; 0 when the rules are the same.

    The mark stands in a version of the table of its own, so that it is kept with the watches in the outbox or not at
    all, and each worker takes up today's table. An installation that holds no watch has nothing to weigh.
    """
    before = name_counts.load_newest(session)
    if before.model == weights.MODEL_VERSION:
        return 0
    rows = session.execute(
        select(Watch.id, Watch.version).where(Watch.state == WatchState.ACTIVE.value).order_by(Watch.id)
    ).all()
    if not rows:
        return 0
    # Nothing is counted for it: of the first few records a count would tell other weights than the built-in table.
    name_counts.store(session, replace(before, model=weights.MODEL_VERSION))
    first = _near(session, before)
    ordered = sorted(rows, key=lambda row: row.id not in first)
    outbox.enqueue_many(session, [(Topic.WATCH, id, version) for id, version in ordered])
    return len(rows)


def _alike(one: int, other: int) -> bool:
    return max(one, other) <= GROWN * max(1, min(one, other))


def _near(session: Session, now: TermFrequencies) -> set[str]:
    """Watches with an open hit whose bits lie about either threshold, as it was or as it is."""
    return set(session.scalars(_watches_near(_high(now))))


def _high(now: TermFrequencies) -> float:
    return weights.HIT_BITS_NAME_IN_TEXT + max(0.0, shift(now)) + NEAR_BITS


def _watches_near(high: float) -> Select[str]:
    open_ones = Hit.state.in_([state.value for state in OPEN])
    return select(Hit.watch_id).where(open_ones, Hit.score.between(weights.HIT_BITS - NEAR_BITS, high)).distinct()
