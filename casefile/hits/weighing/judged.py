"""What the weights are estimated from in an installation: its pairs that share a key, pairs by chance, judgements.

Nothing here shows anybody's content: what comes out is counts of levels.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.hits.candidate_pairs import Reader
from casefile.hits.parties import RecordParty, WatchParty, may_meet
from casefile.hits.weighing.again import order_weighing
from casefile.matching.judging import posterior
from casefile.matching.lab.estimate import Estimate, estimate
from casefile.matching.lab.levels import LEVELS, Observed, levels_of, observe
from casefile.matching.rules import Rule
from casefile.storage.tables import Hit, Record, Review, Watch
from casefile.subjects import name_counts
from casefile.subjects.name_counts import TermFrequencies
from casefile.vocabulary import Judgement

MOST_RECORDS, MOST_WATCHES = 20_000, 5_000
"""Drawn by chance where there are more: enough for every level that is no rarity."""
STRANGERS = 200_000
"""Pairs drawn by chance: a level of 1 in 14,000 still comes up a dozen times."""
BATCH = 1_000


@dataclass(frozen=True)
class Report:
    """Each level, and how much there was to learn from."""

    levels: list[Estimate]
    records: int
    watches: int
    pairs: int
    judged_same: int
    judged_not_same: int


def learn(session: Session, seed: int = 1) -> Report:
    """Estimate every level from what the installation holds. Changes nothing."""
    draw, reader = random.Random(seed), Reader()  # noqa: S311  (a sample)
    common = replace(name_counts.load_newest(session), fitted={})
    records = _records(session, reader, _some(draw, session.scalars(select(Record.id)).all(), MOST_RECORDS))
    watches = _watches(session, reader, _some(draw, session.scalars(select(Watch.id)).all(), MOST_WATCHES))
    observed = _observed(records, watches, common)
    strangers = [levels_of(a.prepared, b.prepared) for a, b in _by_chance(draw, records, watches)]
    same, different = _judged(session)
    prior = posterior.prior_bits(common, by_number=False)
    levels = estimate(observed, strangers, same, prior_bits=prior)
    return Report(levels, len(records), len(watches), len(observed), len(same), different)


def in_force(session: Session) -> TermFrequencies:
    """The table that weighs the evidence today."""
    return name_counts.load_newest(session)


def put_to_use(session: Session, taught: dict[str, float], counted: TermFrequencies) -> None:
    """Keep these as the weights of a new version of the table, with names as just counted, and order that watches are
    searched again (`hits.weigh_again`)."""
    before = in_force(session)
    name_counts.store(session, replace(counted, fitted=taught, model=before.model))
    order_weighing(session, before, in_force(session))


def _some(draw: random.Random, ids: Sequence[str], most: int) -> list[str]:
    return sorted(ids) if len(ids) <= most else sorted(draw.sample(sorted(ids), most))


def _records(session: Session, reader: Reader, ids: Sequence[str]) -> list[RecordParty]:
    found: list[RecordParty] = []
    for start in range(0, len(ids), BATCH):
        found += reader.records(session, ids[start : start + BATCH]).parties.values()
    return [party for party in found if party.current.is_matchable]


def _watches(session: Session, reader: Reader, ids: Sequence[str]) -> list[WatchParty]:
    found: list[WatchParty] = []
    for start in range(0, len(ids), BATCH):
        found += reader.watches(session, ids[start : start + BATCH]).parties.values()
    return found


def _observed(records: Sequence[RecordParty], watches: Sequence[WatchParty], common: TermFrequencies) -> list[Observed]:
    """Pairs of two units that share a key and whose names may be one, each with what has no levels."""
    by_key: dict[str, list[WatchParty]] = defaultdict(list)
    for watch in watches:
        for key in watch.keys:
            by_key[key].append(watch)
    found = []
    for record in records:
        met = {watch.current.id: watch for key in record.keys for watch in by_key.get(key, ())}
        for watch in met.values():
            if not may_meet(record.current, watch.current):
                continue
            pair = observe(record.prepared, watch.prepared, common)
            if pair is not None:
                found.append(pair)
    return found


def _by_chance(
    draw: random.Random, records: Sequence[RecordParty], watches: Sequence[WatchParty]
) -> list[tuple[RecordParty, WatchParty]]:
    if not records or not watches:
        return []
    many = min(STRANGERS, 20 * len(records) * len(watches))
    return [(draw.choice(records), draw.choice(watches)) for _ in range(many)]


def _judged(session: Session) -> tuple[list[tuple[Rule, ...]], int]:
    """The levels of each hit that was last judged *the same*, and how many were judged *not the same*."""
    rows = session.execute(
        select(Hit.id, Hit.evidence, Review.judgement)
        .join(Review, Review.hit_id == Hit.id)
        .order_by(Hit.id, Review.number)
    )
    last = {hit: (evidence, judgement) for hit, evidence, judgement in rows}
    known = {rule.value: rule for rule in LEVELS}
    same = [
        tuple(known[str(term["rule"])] for term in evidence if term.get("rule") in known)
        for evidence, judgement in last.values()
        if judgement == Judgement.SAME.value
    ]
    return same, sum(judgement == Judgement.NOT_SAME.value for _, judgement in last.values())
