"""How fast a record finds the watches it concerns: against the naive stored query, and against the engine's bound.

Three ways are asked in turn, over the same subjects and the same records:
*ours*, what the relay asks (one record percolated, the keys of a large batch looked up together, of very many watches
one record after the other); *naive*, one `bool`
per subject of (given AND family AND years) OR identifiers, percolated; *bound*, a plain `terms` search per record of
the same keys over the subjects, all in one call, which is the least the engine can do to answer this for one record.
*merged* answers less: one `terms` search for the whole batch, whose hits are fetched. The percolator's own answer must
be the same as ours.

Given several numbers of shards, the same subjects are stored once for each and all are asked in turns, so that a slow
moment of the machine meets all of them. What is found must not depend on the number.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial

from casefile.hits.parties import CurrentWatch, WatchParty
from casefile.matching import Prepared, prepare
from casefile.matching.blocking_keys import record_keys
from casefile.settings import Settings
from casefile.subjects.identity import Identity
from casefile.vocabulary import WatchState
from indexer.bench import naive_query
from indexer.bench.common import UNITS, bench_engine, median_times, parts, quantile, written
from indexer.bench.population import Population
from indexer.engine import fields, indices
from indexer.engine.client import Engine, Put, is_all, listing
from indexer.engine.indices import Kind
from indexer.engine.wire import Object
from indexer.pipeline import percolate, stored_queries

SHARE_SEEN_AGAIN = 0.1
"""Share of the records that are about somebody watched; the rest are other people of the same population."""


def run(
    settings: Settings,
    *,
    subjects: int = 100_000,
    batches: int = 8,
    batch: int = 100,
    singles: int = 60,
    naive: bool = True,
    shards: Sequence[int] = (1,),
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """Load the subjects, ask, and report. With `naive=False` the slow way is left out (growth curve).

    The figures are those of the first number of shards; `by_shards` has them of each.
    """
    population = Population(seed)
    watched = population.people(subjects)
    with ExitStack() as stack:
        engines: dict[int, Engine] = {}
        for number in shards:
            engine = engines[number] = stack.enter_context(bench_engine(settings))
            engine.shards = number
            indices.ensure(engine)
        first = next(iter(engines.values()))
        tell(f"loading {subjects} subjects")
        held = load(list(engines.values()), watched)
        naive_index = naive_query.load(first, watched) if naive else ""
        asked = [_asking(population, watched, batch, at) for at in range(batches)]
        lone = [[one] for one in _asking(population, watched, singles, batches)]
        tell("asking")
        report: Object = {"subjects": subjects, "batch": batch, "batches": batches, **figures(engines, held, asked)}
        times = by_shards(engines, held, asked, lone, batch)
        report |= {what: value for what, value in times[0].items() if what != "shards"}
        if naive_index:
            report |= _naive_times(first, held, naive_index, asked, lone, batch)
        report["unextracted"] = percolate.unextracted_count(first)
        return report | {"by_shards": times}


Asked = list[tuple[str, str, frozenset[str], Prepared]]
Held = dict[str, frozenset[str]]
"""The watches' keys, as the relay's cache of parties holds them."""


def ours(engine: Engine, held: Held, asked: Asked) -> set[tuple[str, str]]:
    """What the relay asks."""
    return percolate.pairs_meeting(engine, _plain(asked), lambda met: {id: held[id] for id in met})


def _merged(engine: Engine, asked: Asked) -> int:
    """One plain search for the keys of all records together: which watches, but not for which record."""
    keys = {key for _, _, of_record, _ in asked for key in of_record}
    query: Object = {"bool": {"filter": [{"terms": {fields.KEYS: sorted(keys)}}]}}
    index = indices.live(engine, Kind.WATCHES)
    answer = engine.search(index, listing(query, [fields.WATCH_ID], percolate.PAGE))
    if is_all(answer):
        return len(answer["hits"]["hits"])
    return len(engine.pages(index, query, unique=fields.WATCH_ID, page=percolate.PAGE, fields=[fields.WATCH_ID]))


def figures(engines: Mapping[int, Engine], held: Held, asked: Sequence[Asked]) -> Object:
    """How many keys and candidates; AssertionError where two ways to ask give two answers."""
    found = []
    for one in asked:
        answers = {number: _checked(engine, held, one) for number, engine in engines.items()}
        first, *others = answers.values()
        if any(other != first for other in others):
            raise AssertionError("what is found depends on the number of shards")
        found.append(len(first) / len(one))
    for engine in engines.values():
        if percolate.candidates(engine, _plain(asked[0])) != percolate.watches_by_terms(engine, _plain(asked[0])):
            raise AssertionError("the percolator and the plain search disagree")
    counts = [len(keys) for keys in held.values()]
    return {
        "keys_per_watch": {
            "mean": round(sum(counts) / len(counts), 2),
            "median": quantile(counts, 0.5),
            "p95": quantile(counts, 0.95),
            "max": max(counts),
        },
        "keys_per_record": {"median": quantile([len(k) for one in asked for _, _, k, _ in one], 0.5)},
        "hits_per_record": round(sum(found) / len(found), 2),
    }


def _checked(engine: Engine, held: Held, asked: Asked) -> set[tuple[str, str]]:
    """Our answer; AssertionError where the plain search gives another for the units that may learn of it."""
    found = ours(engine, held, asked)
    bound = percolate.watches_by_terms(engine, _plain(asked))
    unit = UNITS.index(asked[0][1])
    others = {(r, w) for r, w in found if int(w, 16) % len(UNITS) != unit}
    if others != {(r, w) for r, watches in bound.items() for w in watches}:
        raise AssertionError("the batch and the plain search disagree")
    return found


ROUNDS = 5


def by_shards(
    engines: Mapping[int, Engine], held: Held, asked: Sequence[Asked], lone: Sequence[Asked], batch: int
) -> list[Object]:
    """The times of each number of shards, all in turns: of batches, then of single records."""
    batches, singles = len(asked), len(lone)
    of_batches = [work for engine in engines.values() for way in _ways(engine, held) for work in _each(way, asked)]
    times = median_times(of_batches, ROUNDS)
    ours_and_bound = [way for engine in engines.values() for way in _ways(engine, held)[:2]]
    alone = median_times([work for way in ours_and_bound for work in _each(way, lone)], ROUNDS)
    return [
        {
            "shards": number,
            **_batch_times(times[at * 3 * batches : (at + 1) * 3 * batches], batches, batch),
            **_single_times(alone[at * 2 * singles : (at + 1) * 2 * singles], singles),
        }
        for at, number in enumerate(engines)
    ]


def _ways(engine: Engine, held: Held) -> list[Callable[[Asked], object]]:
    """Ours, the bound, and the one that answers less."""
    return [
        partial(ours, engine, held),
        lambda one: percolate.watches_by_terms(engine, _plain(one)),
        partial(_merged, engine),
    ]


def _each(way: Callable[[Asked], object], asked: Sequence[Asked]) -> list[Callable[[], object]]:
    return [partial(way, one) for one in asked]


def _batch_times(times: Sequence[float], n: int, batch: int) -> Object:
    """`times`: of each batch by each of the three ways, in seconds."""
    t_ours, t_bound, t_merged = sum(times[:n]) / n, sum(times[n : 2 * n]) / n, sum(times[2 * n :]) / n
    return {
        "records_per_s": round(batch / t_ours, 1),
        "bound_records_per_s": round(batch / t_bound, 1),
        "time_over_terms_bound": round(t_ours / t_bound, 3),
        "merged_terms_records_per_s": round(batch / t_merged, 1),
        "time_over_merged_terms": round(t_ours / t_merged, 3),
    }


def _single_times(times: Sequence[float], n: int) -> Object:
    """`times`: of each record by ours and by the bound, in seconds."""
    t_ours, t_bound = quantile(times[:n], 0.5), quantile(times[n:], 0.5)
    return {
        "single_ms": round(t_ours * 1000, 2),
        "single_p95_ms": round(quantile(times[:n], 0.95) * 1000, 2),
        "single_bound_ms": round(t_bound * 1000, 2),
        "single_over_terms_bound": round(t_ours / t_bound, 3),
    }


def _naive_times(
    engine: Engine, held: Held, index: str, asked: Sequence[Asked], lone: Sequence[Asked], batch: int
) -> Object:
    """What one would write at first, next to ours at the same moment."""
    both: list[Callable[[], object]] = [
        partial(_naive, engine, index, asked[0]),
        partial(ours, engine, held, asked[0]),
    ]
    t_naive, t_ours = median_times(both, 2)
    slow = [partial(_naive, engine, index, one) for one in lone[:10]]
    return {
        "naive_records_per_s": round(batch / t_naive, 1),
        "speedup_over_naive": round(t_naive / t_ours, 1),
        "single_naive_ms": round(quantile(median_times(slow, 1), 0.5) * 1000, 1),
    }


def _naive(engine: Engine, index: str, asked: Asked) -> int:
    return naive_query.ask(engine, index, asked[0][1], [prepared for _, _, _, prepared in asked])


def load(engines: Sequence[Engine], watched: Sequence[Identity]) -> Held:
    """Store the subjects as the relay does, in each; returns the keys of each subject."""
    held: Held = {}
    targets = [(engine, indices.write_indices(engine, Kind.WATCHES)[0]) for engine in engines]
    for part in parts(list(enumerate(watched))):
        parties = [_watch(at, identity) for at, identity in part]
        documents_of = [(party.current.id, stored_queries.watch_document(party)) for party in parties]
        for engine, target in targets:
            written(engine, [Put(target, id, 1, document) for id, document in documents_of])
        held.update((party.current.id, party.keys) for party in parties)
    for engine, target in targets:
        engine.refresh([target])
    return held


def _asking(population: Population, watched: Sequence[Identity], number: int, at: int) -> Asked:
    """Records of one unit, as a batch of the relay mostly is: one post's import, one clerk's morning."""
    unit = UNITS[at % len(UNITS)]
    asked = []
    for n in range(number):
        again = population.draw.random() < SHARE_SEEN_AGAIN
        identity = population.seen_again(population.draw.choice(watched)) if again else population.person()
        prepared = prepare(identity, "SN")
        asked.append((f"r{at}-{n}", unit, record_keys(prepared), prepared))
    return asked


def _plain(asked: Asked) -> list[percolate.Asking]:
    return [(id, unit, keys) for id, unit, keys, _ in asked]


def _watch(at: int, identity: Identity) -> WatchParty:
    head = CurrentWatch(f"{at:032x}", 1, UNITS[at % len(UNITS)], "SN", WatchState.ACTIVE, is_matchable=True)
    return WatchParty(head, identity)
