"""How long it takes to build the index again from the database, and whether it is whole afterwards."""

from collections.abc import Callable

from sqlalchemy import delete

from casefile.settings import Settings
from casefile.storage.tables import Outbox
from indexer.bench.common import timed
from indexer.bench.installation import (
    all_hits,
    bench_installation,
    drain_all,
    enqueue_everything,
    enter_all,
    people,
    watch_all,
)
from indexer.engine import indices
from indexer.engine.wire import Object
from indexer.upkeep import rebuild, reconcile

GOAL_S = 900.0


def run(
    settings: Settings,
    *,
    records_wanted: int = 100_000,
    watches_wanted: int = 10_000,
    hits: bool = False,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """Fill a database, lose the index, build it again; say how long each took and what reconcile finds after it.

    With `hits` everything is matched before, and looked at again after: the hits must be the very same.
    """
    watched, recorded = people(seed, watches_wanted, records_wanted)
    with bench_installation(settings) as place:
        tell(f"entering {watches_wanted} watches and {records_wanted} records")
        watch_all(place.store, watched)
        entering = timed(lambda: enter_all(place.store, recorded))
        if hits:
            tell("matching")
            drain_all(place)
        before = all_hits(place.store)
        with place.store.writing() as session:  # what is pending is no difference: here nothing may hide behind it
            session.execute(delete(Outbox))
        tell("rebuilding")
        for kind in indices.Kind:
            for index in indices.indices(place.engine, kind):
                place.engine.delete_index(index)
        done = rebuild.rebuild(place.store, place.engine, place.settings)
        tell("comparing")
        drift = {kind: reconcile.index_drift(place.store, place.engine, kind) for kind in indices.Kind}
        report: Object = {
            "records": done.records,
            "watches": done.watches,
            "seconds": done.seconds,
            "documents_per_s": round((done.records + done.watches) / done.seconds, 1),
            "seconds_over_goal": round(done.seconds / GOAL_S, 3),
            "entered_per_s": round(records_wanted / entering, 1),
            "missing": sum(len(d.missing) for d in drift.values()),
            "extra": sum(len(d.extra) for d in drift.values()),
        }
        if hits:
            tell("matching again")
            enqueue_everything(place.store)
            drain_all(place)
            report |= {"hits": len(before), "hits_that_differ": len(before ^ all_hits(place.store))}
    return report
