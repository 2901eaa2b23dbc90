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
MARK, EVERY, THEN = "weigh_again", "every", "+"


def order_weighing(session: Session, before: TermFrequencies, now: TermFrequencies) -> bool:
    """In the transaction that keeps the newer table: note what is to be weighed again, for `weigh_again` to carry out.

    What an earlier order has left is not forgotten: where that one was for every watch, so is this.
    """
    if before.version == now.version:
        return False
    every = before.version == 0 or before.fitted != now.fitted or not _alike(before.total, now.total)
    left = _order(session)
    if every or (left is not None and left.every):
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
        left = _order(session) is not None
    enqueued = 0
    while left:
        with store.writing(bulk=bulk) as session:
            many, left = _weigh_part(session, part)
        enqueued += many
    return enqueued


def _weigh_part(session: Session, part: int) -> tuple[int, bool]:
    """Enqueue the next watches of what is ordered. Returns how many, and whether more is ordered."""
    order = _order(session, locked=True)
    if order is None:
        return 0, False
    wanted = select(Watch.id, Watch.version).where(Watch.state == WatchState.ACTIVE.value, Watch.id > order.after)
    if order.high is not None:
        wanted = wanted.where(Watch.id.in_(_watches_near(order.high)))
    rows = session.execute(wanted.order_by(Watch.id).limit(part)).all()
    outbox.enqueue_many(session, [(Topic.WATCH, id, version) for id, version in rows])
    left = replace(order, after=rows[-1].id) if len(rows) == part else order.next
    _keep(session, left)
    return len(rows), left is not None


@dataclass(frozen=True, slots=True)
class _Order:
    """What is left to weigh again: the watches after this id, with a hit up to so many bits; every watch for None.

    `then_every`: those with a hit first, then every watch, the first ones too, since what their hits were when the
    second turn comes says nothing of their other pairs.
    """

    high: float | None
    after: str = ""
    then_every: bool = False

    @property
    def every(self) -> bool:
        return self.high is None or self.then_every

    @property
    def next(self) -> "_Order | None":
        return _Order(None) if self.then_every else None


def _order(session: Session, *, locked: bool = False) -> _Order | None:
    row = select(UpkeepMark.cursor).where(UpkeepMark.name == MARK)
    cursor = session.scalar(row.with_for_update() if locked else row)
    if not cursor:
        return None
    which, _, after = cursor.partition(":")
    high, _, then = which.partition(THEN)
    return _Order(None if high == EVERY else float(high), after, then == EVERY)


def _keep(session: Session, order: _Order | None) -> None:
    cursor = ""
    if order is not None:
        which = EVERY if order.high is None else f"{order.high:.4f}{THEN + EVERY if order.then_every else ''}"
        cursor = f"{which}:{order.after}"
    marks.keep(session, MARK, tables.now(), cursor)


def order_under_new_rules(session: Session) -> bool:
    """At a worker's start: when the rules are not those under which everything was weighed, order that every watch is
    asked again, those of pairs near a threshold first, for `weigh_again` to carry out. Returns whether it was ordered.

    The mark stands in a version of the table of its own, so that it is kept with the order or not at all, and each
    worker takes up today's table. An installation that holds no watch has nothing to weigh.
    """
    before = name_counts.load_newest(session)
    if before.model == weights.MODEL_VERSION:
        return False
    if session.scalar(select(Watch.id).where(Watch.state == WatchState.ACTIVE.value).limit(1)) is None:
        return False
    # Nothing is counted for it: of the first few records a count would tell other weights than the built-in table.
    name_counts.store(session, replace(before, model=weights.MODEL_VERSION))
    _keep(session, _Order(_high(before), then_every=True))
    return True


def _alike(one: int, other: int) -> bool:
    return max(one, other) <= GROWN * max(1, min(one, other))


def _high(now: TermFrequencies) -> float:
    return weights.HIT_BITS_NAME_IN_TEXT + max(0.0, shift(now)) + NEAR_BITS


def _watches_near(high: float) -> Select[str]:
    open_ones = Hit.state.in_([state.value for state in OPEN])
    return select(Hit.watch_id).where(open_ones, Hit.score.between(weights.HIT_BITS - NEAR_BITS, high)).distinct()
