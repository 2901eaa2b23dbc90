"""A new count of names is a new version of the rules: what stands near a threshold is weighed again by itself.

The watches of such pairs are put in the outbox, where their pairs are decided as after any change. So a grade depends
on what is recorded and on the rules in force, not on the day when the pair was met.
"""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.matching import weights
from casefile.matching.judging.posterior import shift
from casefile.policy.states import OPEN
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Watch
from casefile.subjects import name_counts
from casefile.subjects.name_counts import TermFrequencies
from casefile.vocabulary import Topic, WatchState

NEAR_BITS = 2.0
"""How far from the threshold of a hit a pair is weighed again: a count that grew by a twentieth moves none so far."""
GROWN = 1.5
"""A count that has changed by this factor may move any pair, also one that is not kept: every watch is asked again."""


def weigh_again(session: Session, before: TermFrequencies, now: TermFrequencies) -> int:
    """Enqueue the watches whose pairs the newer table may grade otherwise; returns how many."""
    if before.version == now.version:
        return 0
    every = before.version == 0 or before.fitted != now.fitted or not _alike(before.total, now.total)
    wanted = select(Watch.id, Watch.version).where(Watch.state == WatchState.ACTIVE.value)
    if not every:
        wanted = wanted.where(among(Watch.id, _near(session, now)))
    rows = session.execute(wanted.order_by(Watch.id)).all()
    outbox.enqueue_many(session, [(Topic.WATCH, id, version) for id, version in rows])
    return len(rows)


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
    moved = max(0.0, shift(now))
    low, high = weights.HIT_BITS - NEAR_BITS, weights.HIT_BITS_NAME_ALONE + moved + NEAR_BITS
    open_ones = Hit.state.in_([state.value for state in OPEN])
    return set(session.scalars(select(Hit.watch_id).where(open_ones, Hit.score.between(low, high)).distinct()))
