"""What happens by itself as time goes by, done once: asked, expired, destroyed, swept. For the schedule and `griot
retention run`.

Looks first and writes only where something is due, in batches of one short transaction each: an installation on which
nothing is due is not kept from writing. It may run twice, or be killed anywhere: what is due stays due.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from casefile import audit, sealing, sightings, watches
from casefile.exhibits import destroy
from casefile.policy.retention import KEPT
from casefile.retention import belief, holds, review, sweep, tombstones
from casefile.storage.store import Store
from casefile.storage.tables import Case, Lookup, Record, RecordVersion, Watch, WatchVersion
from casefile.subjects import name_counts

BATCH = 200
"""Records in one transaction: about a quarter of a second on SQLite."""

Counts = Mapping[str, int]
"""What was done, by name, and how often; what did not happen is left out."""

_Step = tuple[str, Callable[[datetime], Select[str]], Callable[[Session, datetime, int], int]]
"""Its name, what finds the first that is due, and what does up to so many and says how many it did."""


def _records(due: ColumnElement[bool]) -> Select[str]:
    current = and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    return select(Record.id).join(RecordVersion, current).where(due)


def _watches(due: ColumnElement[bool]) -> Select[str]:
    current = and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version)
    return select(Watch.id).join(WatchVersion, current).where(due)


STEPS: tuple[_Step, ...] = (
    ("questions_kept_on", sightings.due, sightings.keep_on),
    ("holds_ended", holds.held, holds.end_due),
    ("asked", lambda now: _records(review.is_asked(now)), review.ask_due),
    ("settled", lambda now: _records(review.has_moved(now)), review.settle_moved),
    ("expired", lambda now: _records(review.is_expiring(now)), review.expire_due),
    ("watches_expired", lambda now: _watches(watches.outlives_its_date(now)), watches.expire_outliving),
    ("destroyed", lambda now: _records(tombstones.record_is_due(now)), tombstones.bury_records),
    ("watches_destroyed", lambda now: _watches(tombstones.watch_is_due(now)), tombstones.bury_watches),
    ("exhibits_destroyed", destroy.due, destroy.destroy_due),
    ("uploads", destroy.abandoned, destroy.forget_abandoned),
    ("source_ids", tombstones.source_ids_due, tombstones.forget_source_ids),
    ("cases", lambda now: select(Case.id).where(sweep.is_forgotten(now)), sweep.forget_cases),
    *((name, partial(sweep.due, name), partial(sweep.sweep, name)) for name in KEPT),
)
"""In this order: what a hold let go is asked about, and what nobody answers expires, in the same run."""


def run_now(store: Store, *, always_noted: bool = False) -> Counts:
    """`run` at the present moment. Raises Conflict, and does nothing, when the clock leapt (`retention.belief`)."""
    with store.writing() as session:
        moment = belief.moment(session)
    return run(store, moment, always_noted=always_noted)


def run(store: Store, moment: datetime, *, always_noted: bool = False) -> Counts:
    """Do all that is due at this moment; the trail keeps the counts, of a run that did nothing only if asked.

    Whoever names the moment answers for it: Griot itself asks `run_now`.
    """
    done: dict[str, int] = {}
    if anything_due(store, moment):
        done = {name: _repeat(store, first(moment), do, moment) for name, first, do in STEPS}
    done["counts"] = _count_again(store, moment)
    done["searches"] = _searches(store, moment)
    counts = {name: number for name, number in done.items() if number}
    if counts or always_noted:
        with store.writing() as session:
            audit.write(session, None, audit.Action.ERASURE, "retention", "run", detail=counts)
    return counts


def anything_due(store: Store, moment: datetime) -> bool:
    """Whether `run` would find anything to do: a look at an index for each of its steps."""
    with store.reading() as session:
        connection = session.connection()
        return any(connection.execute(first(moment).limit(1)).first() is not None for _, first, _ in STEPS)


def _repeat(store: Store, first: Select[str], do: Callable[[Session, datetime, int], int], moment: datetime) -> int:
    """Batch by batch, until nothing is due: a batch that does nothing ends it too."""
    total = 0
    while True:
        with store.reading() as session:
            if session.connection().execute(first.limit(1)).first() is None:
                return total
        with store.writing() as session:
            done = do(session, moment, BATCH)
        total += done
        if done == 0:
            return total


def _searches(store: Store, moment: datetime) -> int:
    """What units keep no longer of their searches is dropped; what was never sealed is sealed first."""
    with store.reading() as session:
        clear = session.connection().execute(select(Lookup.id).where(Lookup.form.is_not(None)).limit(1)).first()
        old = sealing.old_ones(session, moment)
    if not (clear or old):
        return 0
    with store.writing() as session:
        return (sealing.seal_older(session) if clear else 0) + sealing.drop_old(session, moment)


def _count_again(store: Store, moment: datetime) -> int:
    """Names are counted without those that were destroyed. Read apart from writing: a count takes its time."""
    with store.reading() as session:
        if not sweep.counts_are_stale(session, moment):
            return 0
    counted = name_counts.count_by(store.reading)
    with store.writing() as session:
        name_counts.store_counted(session, counted)
        return sweep.drop_old_counts(session)
