"""A population of names in a scratch index.

Candidates for many queries in few round trips. The index is removed afterwards.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from uuid import uuid4

from casefile.errors import SearchUnavailable
from casefile.names.analyze import analyze
from casefile.names.candidates import MOST, SAME_LENGTH_WORTH, SLIP_WORTH, length_key, part_keys, stored_keys
from indexer.engine import Engine, Put

LOAD: Final = 2_000  # names in one bulk call
BATCH: Final = 50  # queries in one round trip
BM25: Final = 1 / 2.2  # the engine's worth of a term that occurs once is its rarity times this

_SETTINGS: Final = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
_MAPPING: Final = {
    "dynamic": "strict",
    "_source": {"enabled": False},
    "properties": {"place": {"type": "integer"}, "keys": {"type": "keyword", "doc_values": False}},
}


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
    body = {"settings": _SETTINGS, "mappings": _MAPPING, "aliases": {alias: {}}}
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


def candidate_search(query: str, most: int) -> dict[str, Any]:
    """Each part of the query counts once, by its rarest shared key; as many parts counts a little. Pure."""
    keys = analyze(query)
    parts = [
        {"dis_max": {"queries": [_term(key) for key in part]}} for token in keys.named if (part := part_keys(token))
    ]
    wanted: dict[str, Any] = (
        {
            "bool": {
                "must": {"bool": {"should": parts, "minimum_should_match": 1}},
                "should": {
                    "constant_score": {
                        "filter": {"term": {"keys": length_key(keys)}},
                        "boost": SAME_LENGTH_WORTH * BM25,
                    }
                },
            }
        }
        if parts
        else {"match_none": {}}
    )
    return {"query": wanted, "size": most, "_source": False, "stored_fields": "_none_", "docvalue_fields": ["place"]}


def _term(key: str) -> dict[str, Any]:
    return {"term": {"keys": {"value": key, "boost": SLIP_WORTH if key.startswith("-") else 1.0}}}
