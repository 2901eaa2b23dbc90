"""A new count of names is a new version of the rules: what stands near a threshold is weighed again by itself.

The watches of such pairs are put in the outbox, where their pairs are decided as after any change. So a grade depends
on what is recorded and on the rules in force, not on the day when the pair was met.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import outbox
from casefile.matching import weights
from casefile.matching.judging.posterior import shift
from casefile.policy.states import OPEN
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Watch
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


def _alike(one: int, other: int) -> bool:
    return max(one, other) <= GROWN * max(1, min(one, other))


def _near(session: Session, now: TermFrequencies) -> set[str]:
    """Watches with an open hit whose bits lie about either threshold, as it was or as it is."""
    moved = max(0.0, shift(now))
    low, high = weights.HIT_BITS - NEAR_BITS, weights.HIT_BITS_NAME_ALONE + moved + NEAR_BITS
    open_ones = Hit.state.in_([state.value for state in OPEN])
    return set(session.scalars(select(Hit.watch_id).where(open_ones, Hit.score.between(low, high)).distinct()))
