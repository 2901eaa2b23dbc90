"""How fast records are taken in: SQL commit, outbox, index, percolation, matching, hits.

One process enters (the web's part), this one drains (the worker's), next to the engine: as in an installation. The
bound is a raw bulk of the very same documents into the same mapping, by the same client, and nothing else.

Seconds by the clock are those of a machine and of what else it does; the processor time of each process stands next to
them, for the bound as well, and their ratio can be read on a machine that is busy.
"""

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from sqlalchemy import func, select

from casefile.hits import candidate_pairs
from casefile.hits.expected import expected_hits
from casefile.settings import Settings
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record
from casefile.subjects.identity import Identity
from casefile.subjects.name_counts import load_newest
from casefile.vocabulary import HitState
from indexer.bench.common import Processors, bench_engine, megabytes, parts, timed
from indexer.bench.installation import (
    Installation,
    bench_installation,
    drain_all,
    enter_in_child,
    pending,
    people,
    watch_all,
)
from indexer.engine import indices
from indexer.engine.client import Put
from indexer.engine.indices import Kind
from indexer.engine.wire import Object
from indexer.node.processes import calm_collector
from indexer.pipeline import documents
from indexer.worker.loop import Loop

RAW_RUNS = 3
"""Of which the middle one is the bound: alone it varies by a third from run to run."""

CHECKED = 500
"""Records whose hits are worked out again by the oracle after the run."""

TOLD_WITHIN_S = 5.0
"""The helper reports what it has completed after its commit: nothing may be pending, and some not yet be counted."""

LOOKED_S = 0.1
"""Looking on costs: fifty times a second it took a tenth of the worker's processor time."""

FORKSERVER = multiprocessing.get_context("forkserver")


def run(
    settings: Settings,
    *,
    records_wanted: int = 20_000,
    watches_wanted: int = 10_000,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """Watch, then take in; report rates, the ratio to the raw bulk, and whether cost and memory stay flat."""
    watched, recorded = people(seed, watches_wanted, records_wanted)
    with bench_installation(settings) as place:
        tell(f"{watches_wanted} watches")
        watching = timed(lambda: watch_all(place.store, watched))
        looking = timed(lambda: drain_all(place))
        tell(f"{records_wanted} records")
        seconds, curve, entering_mb, spent = _take_in(place, recorded)
        tell("raw bulk of the same documents")
        raw, raw_spent = _raw_bulk(place, settings)
        report = {
            "records": records_wanted,
            "watches": watches_wanted,
            "watches_per_s": round(watches_wanted / (watching + looking), 1),
            "records_per_s": round(records_wanted / seconds, 1),
            "raw_bulk_per_s": round(records_wanted / raw, 1),
            "rate_over_raw_bulk": round(raw / seconds, 3),
            "processor_ms_per_record": _shares(spent, records_wanted),
            "raw_bulk_processor_ms": _shares(raw_spent, records_wanted),
            "processor_over_raw_bulk": round(sum(spent.values()) / (sum(raw_spent.values()) or 1), 2),
            **_flatness(curve),
            "entering_mb_first_last": entering_mb,
            **_hits(place),
        }
    return report


Point = tuple[float, int, float]
"""Seconds since the start, records taken in, resident memory of the worker and its helper in MB."""


def _take_in(
    place: Installation, recorded: Sequence[Identity]
) -> tuple[float, list[Point], list[float], dict[str, float]]:
    """By the worker's own loop, helper and all; this thread only looks on.

    Returns the seconds, the curve, the memory of the entering process (the web's part) at its start and its end, and
    the processor seconds of each process.
    """
    calm_collector()
    loop = Loop(place.store, place.engine, place.settings)
    loop.start()
    while loop.doubtful:
        time.sleep(LOOKED_S)
    writer = FORKSERVER.Process(target=enter_in_child, args=(place.settings.database_url, recorded), daemon=True)
    writer.start()
    while not pending(place.store):
        time.sleep(0.001)
    started, curve, done, silent, entering = time.perf_counter(), list[Point](), 0, 0.0, list[float]()
    spent = Processors(place.engine)
    while done < len(recorded):
        time.sleep(LOOKED_S)
        spent.look(worker=os.getpid(), second_relay=loop.helper.pid, entering=writer.pid)
        if writes := megabytes(writer.pid):
            entering.append(writes)
        if loop.completed > done:
            done = loop.completed
            curve.append((time.perf_counter() - started, done, megabytes(os.getpid(), loop.helper.pid)))
        elif (silent := silent + LOOKED_S) > TOLD_WITHIN_S:  # only then ask: to count what is pending takes 6 ms
            if not writer.is_alive() and not pending(place.store):
                break
            silent = 0.0
    used = spent.ended()
    writer.join()
    loop.stop()
    if done != len(recorded) or pending(place.store):  # other rows would be counted as records
        raise AssertionError(f"{done} of {len(recorded)} records were taken in, {pending(place.store)} are pending")
    return curve[-1][0], curve, [round(mb, 1) for mb in entering[:1] + entering[-1:]], used


def _raw_bulk(place: Installation, settings: Settings) -> tuple[float, dict[str, float]]:
    """Seconds for the same documents into a fresh index of the same mapping, bulk and one refresh, no more; and the
    processor seconds of one run."""
    with place.store.reading() as session:
        ids = session.scalars(select(Record.id)).all()
        parties = candidate_pairs.Reader().records(session, ids).parties
    sources = [(id, documents.record_document(party)) for id, party in parties.items()]

    def once() -> float:
        with bench_engine(settings) as engine:
            indices.ensure(engine)
            target = indices.write_indices(engine, Kind.RECORDS)[0]

            def load() -> None:
                for part in parts(sources):
                    engine.bulk([Put(target, id, 1, source) for id, source in part])
                engine.refresh([target])

            return timed(load)

    spent = Processors(place.engine)
    middle = median(once() for _ in range(RAW_RUNS))
    spent.look(client=os.getpid())
    return middle, {who: seconds / RAW_RUNS for who, seconds in spent.ended().items()}


def _shares(spent: Mapping[str, float], records: int) -> Object:
    """Processor milliseconds a record, by process."""
    return {who: round(1000 * seconds / records, 3) for who, seconds in sorted(spent.items())}


def _flatness(curve: Sequence[Point]) -> Object:
    """Cost per record and memory over the run, in quarters of the records."""
    total = curve[-1][1]
    at = [next(p for p in curve if p[1] >= total * quarter / 4) for quarter in (1, 2, 3, 4)]
    marks = [(0.0, 0, curve[0][2]), *at]
    costs = [(b[0] - a[0]) / max(1, b[1] - a[1]) * 1000 for a, b in zip(marks, marks[1:], strict=False)]
    return {
        "ms_per_record_by_quarter": [round(cost, 3) for cost in costs],
        "last_over_first_quarter": round(costs[-1] / (costs[0] or 1), 3),
        "worker_mb_by_quarter": [round(point[2], 1) for point in at],
    }


def _hits(place: Installation) -> Object:
    """How many hits there are, and whether they are those the oracle expects, for a sample of the records."""
    with place.store.reading() as session:
        total = session.scalar(select(func.count()).select_from(Hit)) or 0
        ids = list(session.scalars(select(Record.id).order_by(Record.id)))
        sample = sorted(random.Random(1).sample(ids, min(CHECKED, len(ids))))
        wanted = {hit.key for hit in expected_hits(session, load_newest(session), sample)}
        there = {
            tuple(row)
            for row in session.execute(
                select(Hit.record_id, Hit.watch_id, Hit.facts_hash).where(
                    among(Hit.record_id, sample), Hit.state != HitState.WITHDRAWN.value
                )
            )
        }
    return {
        "hits": total,
        "hits_per_record": round(total / len(ids), 2),
        "checked": len(sample),
        "missing": len(wanted - there),
        "extra": len(there - wanted),
    }
