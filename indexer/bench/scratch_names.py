"""A population of names in a scratch index, and many names found in it.

Candidates for many queries in few round trips, compared in other processes. The index is removed afterwards.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter
from typing import Final
from uuid import uuid4

from casefile.errors import SearchUnavailable
from casefile.names.analyze import analyze
from casefile.names.lab.evaluate import near
from casefile.names.lab.retrieval import FITTING_WORTH, MOST, SLIP_WORTH, asked_parts, fitting_lengths, stored_keys
from indexer.engine.client import Engine, Put
from indexer.engine.wire import Object

LOAD: Final = 2_000  # names in one bulk call
BATCH: Final = 50  # queries in one round trip
BM25: Final = 1 / 2.2  # the engine's worth of a term that occurs once is its rarity times this

_SETTINGS: Final[Object] = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
_MAPPING: Final[Object] = {
    "dynamic": "strict",
    "_source": {"enabled": False},
    "properties": {"place": {"type": "integer"}, "keys": {"type": "keyword", "doc_values": False}},
}


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name of the population, by its place there, and what comparison said."""

    place: int
    score: float
    same: bool
    rule: str


class ScratchNames:
    """Names by their keys in one index of the engine."""

    def __init__(self, engine: Engine, index: str) -> None:
        self.engine, self.index = engine, index

    def candidates(self, queries: Sequence[str], most: int = MOST) -> list[list[int]]:
        """For each query the places of the likeliest names, at most `most`, best first."""
        out: list[list[int]] = []
        for start in range(0, len(queries), BATCH):
            bodies = [candidate_search(query, most) for query in queries[start : start + BATCH]]
            for answer in self.engine.msearch(self.index, bodies):
                out.append([int(hit["fields"]["place"][0]) for hit in answer["hits"]["hits"]])
        return out


@contextmanager
def scratch_names(engine: Engine, names: Sequence[str]) -> Iterator[ScratchNames]:
    """Load the names into an index of their own; it is removed at the end, whatever happens."""
    index = f"{engine.prefix}-scratch-names-{uuid4().hex[:12]}"
    alias = f"{index}-write"
    body: Object = {"settings": _SETTINGS, "mappings": _MAPPING, "aliases": {alias: {}}}
    engine.create_index(index, body)
    try:
        for start in range(0, len(names), LOAD):
            puts = [
                Put(alias, str(place), 1, {"place": place, "keys": stored_keys(analyze(name))})
                for place, name in enumerate(names[start : start + LOAD], start)
            ]
            outcome = engine.bulk(puts)
            if outcome.transient or outcome.refused:
                cause = next(iter((outcome.transient | outcome.refused).values()))
                raise SearchUnavailable(
                    "The names could not be loaded into the search engine (%(cause)s).", cause=cause
                )
        engine.refresh([index])
        yield ScratchNames(engine, index)
    finally:
        engine.delete_index(index)


def find_many(
    engine: Engine, known: Sequence[str], queries: Sequence[str], top: int, workers: int
) -> tuple[list[list[FoundName]], float]:
    """Each query's best names among those known, and the seconds it took once these were loaded."""
    for name in known:  # before the workers are made, so that each of them has the population analysed
        analyze(name)
    with scratch_names(engine, known) as scratch, _left_alone():
        started = perf_counter()
        best = list(_rank(queries, known, scratch.candidates, top, workers))
        return best, perf_counter() - started


@contextmanager
def _left_alone() -> Iterator[None]:
    """The collector passes over what is there: going through the population's names again and again takes a fifth of
    the time, and writes to the memory that the workers share."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _rank(
    queries: Sequence[str],
    known: Sequence[str],
    candidates: Callable[[Sequence[str]], list[list[int]]],
    top: int,
    workers: int,
) -> Iterator[list[FoundName]]:
    """While workers compare one batch, the engine finds the next one's candidates."""
    with ProcessPoolExecutor(workers, get_context("fork"), _keep, (known,)) as pool:
        pending = [
            pool.submit(_compared, batch, candidates(batch), top)
            for batch in (queries[start : start + BATCH] for start in range(0, len(queries), BATCH))
        ]
        for done in pending:
            yield from done.result()


_known: Sequence[str] = ()
"""In a worker process: the population."""


def _keep(known: Sequence[str]) -> None:
    global _known  # noqa: PLW0603  (a process of the pool is given the population once)
    _known = known


def _compared(queries: Sequence[str], places: Sequence[Sequence[int]], top: int) -> list[list[FoundName]]:
    return [
        [FoundName(place, match.score, match.same, match.rule) for place, match in near(query, _known, some, top)]
        for query, some in zip(queries, places, strict=True)
    ]


def candidate_search(query: str, most: int) -> Object:
    """Each part of the query counts once, by its rarest shared key; as many parts counts a little. Pure."""
    keys = analyze(query)
    parts = [{"dis_max": {"queries": [_term(key) for key in part]}} for part in asked_parts(keys)]
    wanted: Object = (
        {
            "bool": {
                "must": {"bool": {"should": parts, "minimum_should_match": 1}},
                "should": {
                    "constant_score": {
                        "filter": {"terms": {"keys": list(fitting_lengths(keys))}},
                        "boost": FITTING_WORTH * BM25,
                    }
                },
            }
        }
        if parts
        else {"match_none": {}}
    )
    return {"query": wanted, "size": most, "_source": False, "stored_fields": "_none_", "docvalue_fields": ["place"]}


def _term(key: str) -> Object:
    return {"term": {"keys": {"value": key, "boost": SLIP_WORTH if key.startswith("-") else 1.0}}}
