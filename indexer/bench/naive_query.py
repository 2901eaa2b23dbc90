"""What one would write at first: one `bool` per subject of (given AND family AND years) OR identifiers, percolated."""

from collections.abc import Sequence

from casefile.matching import Prepared, prepare
from casefile.subjects.identity import Identity
from indexer.bench.common import UNITS, parts, written
from indexer.engine.client import Engine, Put, listing
from indexer.engine.wire import Object
from indexer.pipeline import documents, percolate

MAPPING: Object = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
    "mappings": {
        "dynamic": "strict",
        "_source": {"excludes": ["query"]},
        "properties": {
            "watch_id": {"type": "keyword"},
            "unit": {"type": "keyword"},
            "given": {"type": "keyword"},
            "family": {"type": "keyword"},
            "year": {"type": "integer"},
            "identifiers": {"type": "keyword"},
            "query": {"type": "percolator"},
        },
    },
}


def load(engine: Engine, watched: Sequence[Identity]) -> str:
    """Store the subjects; the name of their index."""
    name = f"{engine.prefix}-naive"
    engine.create_index(f"{name}-1", {**MAPPING, "aliases": {name: {}}})
    for part in parts(list(enumerate(watched))):
        written(
            engine,
            [
                Put(
                    name,
                    f"{at:032x}",
                    1,
                    {
                        "watch_id": f"{at:032x}",
                        "unit": UNITS[at % len(UNITS)],
                        "query": _query(prepare(one, "SN")),
                    },
                )
                for at, one in part
            ],
        )
    engine.refresh([name])
    return name


def _query(prepared: Prepared) -> Object:
    """The name's two parts and the years, or a number."""
    given, family = _given_and_family(prepared)
    named: list[Object] = [{"terms": {"given": given}}, {"terms": {"family": family}}]
    if years := [(birth.first, birth.last) for birth in prepared.births]:
        named.append({"range": {"year": {"gte": years[0][0] - 2, "lte": years[0][1] + 2}}})
    should: list[Object] = [{"bool": {"must": named}}]
    if numbers := documents.identifiers(prepared):
        should.append({"terms": {"identifiers": numbers}})
    return {"bool": {"should": should, "minimum_should_match": 1}}


def ask(engine: Engine, index: str, unit: str, records: Sequence[Prepared]) -> int:
    """How many subjects it finds for these records of one unit."""
    docs: list[Object] = []
    for prepared in records:
        given, family = _given_and_family(prepared)
        docs.append(
            {
                "given": given,
                "family": family,
                "identifiers": documents.identifiers(prepared),
                "year": [birth.first for birth in prepared.births],
            }
        )
    query: Object = {
        "bool": {
            "filter": [{"percolate": {"field": "query", "documents": docs}}],
            "must_not": [{"term": {"unit": unit}}],
        }
    }
    body: Object = {**listing(query, ["watch_id"], percolate.PAGE), "timeout": "10m"}
    return len(engine.search(index, body)["hits"]["hits"])


def _given_and_family(prepared: Prepared) -> tuple[list[str], list[str]]:
    tokens = prepared.names[0].keys.tokens
    return list(tokens[0].sounds), list(tokens[-1].sounds)
