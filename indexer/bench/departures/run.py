"""How fast an event finds the watches it concerns, against a plain `terms` search of the same keys in the same run.

Each planted crossing is watched by one unit and told by another, from whichever end; all of them have to be found, in
both orders: the event that meets the watches, and the watch that looks back over the events. What else is called a hit
is counted, for a rule that finds everything is none.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from casefile.matching import Prepared, decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.settings import Settings
from casefile.subjects.identity import Identity
from casefile.subjects.name_counts import default
from indexer.bench import percolate as bench
from indexer.bench.common import UNITS, bench_engine, parts, quantile, written
from indexer.bench.departures.world import Coast
from indexer.engine import fields, indices
from indexer.engine.client import Engine, Put
from indexer.engine.indices import Kind
from indexer.engine.wire import Object
from indexer.pipeline import percolate

JUDGED = 1_000
"""Events whose candidates are all judged, to count what else is found; the rest is asked."""
NOBODY = "f" * 32
"""A unit that has nothing else, which looks back over all events."""


def run(
    settings: Settings,
    *,
    watches: int = 100_000,
    events: int = 20_000,
    planted: int = 500,
    batches: int = 8,
    batch: int = 100,
    singles: int = 60,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """Load the watches, ask with the events, and report."""
    coast = Coast(seed)
    crossings = [coast.crossing() for _ in range(watches)]
    watched = [coast.watch(one) for one in crossings]
    seen = crossings[:planted] + [coast.crossing() for _ in range(planted, events)]
    with bench_engine(settings) as engine:
        indices.ensure(engine)
        tell(f"loading {watches} watches on departures and landings")
        held = bench.load([engine], watched)
        asked = [_asking(at, batch, prepare(coast.told_again(one), "ES")) for at, one in enumerate(seen)]
        tell(f"asking with {events} events")
        found = {pair for part in parts(asked) for pair in bench.ours(engine, held, list(part))}
        timed = [asked[at * batch : (at + 1) * batch] for at in range(batches)]
        report: Object = {"watches": watches, "events": events, "batch": batch, "batches": batches}
        report |= bench.figures({1: engine}, held, timed)
        [times] = bench.by_shards({1: engine}, held, timed, [[one] for one in asked[-singles:]], batch)
        report |= {what: value for what, value in times.items() if what != "shards"}
        report["keys_per_record"] = _sizes([len(keys) for _, _, keys, _ in asked])
        report |= _judged(found, watched, {id: event for id, _, _, event in asked}, planted)
        report["planted"] = planted
        report["planted_found"] = _share((_id(at), _id(at)) in found for at in range(planted))
        report["planted_found_looking_back"] = _looking_back(engine, asked, watched[:planted])
        report["unextracted"] = percolate.unextracted_count(engine)
    return report


def _id(at: int) -> str:
    return f"{at:032x}"


def _asking(at: int, batch: int, event: Prepared) -> tuple[str, str, frozenset[str], Prepared]:
    """One batch is of one unit, as the relay's mostly is."""
    return _id(at), UNITS[at // batch % len(UNITS)], record_keys(event), event


def _share(found: Iterable[bool]) -> float:
    told = list(found)
    return round(sum(told) / max(1, len(told)), 4)


def _sizes(counts: Sequence[int]) -> Object:
    return {"median": quantile(counts, 0.5), "p95": quantile(counts, 0.95), "max": max(counts)}


def _judged(
    found: set[tuple[str, str]], watched: Sequence[Identity], events: Mapping[str, Prepared], planted: int
) -> Object:
    """How the planted pairs are graded, and how many strangers' watches an event is called a hit or possible with."""
    prepared: dict[str, Prepared] = {}
    true, strangers = Counter[str](), Counter[str]()
    judged = set(list(events)[:JUDGED])
    for event, watch in found:
        own = event == watch and int(event, 16) < planted
        if event in judged or own:
            if watch not in prepared:
                prepared[watch] = prepare(watched[int(watch, 16)], "SN")
            decision = decide(events[event], prepared[watch], common=default())
            (true if own else strangers)[decision.grade if decision else "nothing"] += 1
    return {
        "planted_graded": dict(true),
        "strangers_per_event": {grade: round(n / len(judged), 3) for grade, n in sorted(strangers.items())},
    }


def _looking_back(engine: Engine, asked: bench.Asked, watched: Sequence[Identity]) -> float:
    """The share of planted crossings that a watch registered after the events finds."""
    [target] = indices.write_indices(engine, Kind.RECORDS)[:1]
    for part in parts(asked):
        documents: list[tuple[str, Object]] = [
            (id, {fields.RECORD_ID: id, fields.UNIT: unit, fields.IS_MATCHABLE: True, fields.KEYS: sorted(keys)})
            for id, unit, keys, _ in part
        ]
        written(engine, [Put(target, id, 1, document) for id, document in documents])
    engine.refresh([target])
    asking = [(_id(at), NOBODY, query_keys(prepare(one, "SN"))) for at, one in enumerate(watched)]
    found = percolate.records_for(engine, asking)
    return _share(id in found[id] for id, _, _ in asking)
