"""Documents held against what the database would write: whole, word by word, whatever number or version they carry.

Numbers (`pipeline/own_writes.py`) tell at once who wrote; they say nothing of what the engine itself has lost, or of
files that were changed under it. So some documents are read again at each turn, in their order, until all were.

What `_source` leaves out is asked of the index: each word in its field, each title as it is read there, and of a stored
query whether it selects each of its keys.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from casefile import outbox
from casefile.storage.store import Store
from casefile.vocabulary import Json
from indexer.engine import fields, indices
from indexer.engine.client import Engine, Put
from indexer.engine.indices import Kind
from indexer.engine.wire import Object
from indexer.upkeep import rebuild

TERMS = 500
"""In one question: the engine takes 1,024 clauses at most."""


def altered(store: Store, engine: Engine, kind: Kind, ids: Sequence[str]) -> set[str]:
    """Those that are in the index in the database's version, and are not what the database would write.

    Looked at twice: what is changed or on its way meanwhile is nobody's fault.
    """
    suspects = _differing(store, engine, kind, ids)
    if not suspects:
        return set()
    again = _differing(store, engine, kind, sorted(suspects))
    with store.reading() as session:
        return again - outbox.to_be_written(session, again)


def _differing(store: Store, engine: Engine, kind: Kind, ids: Sequence[str]) -> set[str]:
    with store.reading() as session:
        wanted = {one.id: one for one in rebuild.puts(session, kind, ids, [""])}
    found = _sources(engine, kind, list(wanted))
    same = {id for id, one in wanted.items() if found.get(id) == _kept(kind, one)}
    there = [wanted[id] for id in sorted(same)]
    whole = _has_terms(engine, kind, there)
    if kind is Kind.WATCHES:
        whole &= _selects(engine, there)
    return {id for id in found if id not in whole}


def _kept(kind: Kind, put: Put) -> tuple[int, Any]:
    """Version and source, as the engine is to answer them."""
    source = {name: value for name, value in put.source.items() if name not in indices.left_out(kind)}
    return put.version, orjson.loads(orjson.dumps(source))


def _sources(engine: Engine, kind: Kind, ids: Sequence[str]) -> dict[str, tuple[int, Any]]:
    """Version, as the engine counts it, and source of those that are there."""
    query: Object = {"ids": {"values": list(ids)}}
    body: Object = {"query": query, "size": len(ids), "version": True, "sort": ["_doc"]}
    hits: list[Any] = list(engine.search(indices.live(engine, kind), body)["hits"]["hits"]) if ids else []
    return {hit["_id"]: (hit["_version"], hit["_source"]) for hit in hits}


def _has_terms(engine: Engine, kind: Kind, puts: Sequence[Put]) -> set[str]:
    """Those that the index finds by each word they are to be found by."""
    asked = [(one.id, part) for one in puts for part in _parts(kind, one)]
    bodies: list[Object] = [
        {"query": {"bool": {"filter": [_this(id), *part]}}, "size": 0} for id, part in asked
    ]  # fmt: skip
    answers = engine.msearch(indices.live(engine, kind), bodies)
    lacking = {
        id for (id, _), answer in zip(asked, answers, strict=True) if answer["hits"]["total"]["value"] != 1
    }  # fmt: skip
    return {one.id for one in puts} - lacking


def _parts(kind: Kind, put: Put) -> Iterable[list[Json]]:
    text = indices.analyzed(kind)
    terms: list[Json] = [
        {"match_phrase": {field: {"query": word, "zero_terms_query": "all"}}}
        if field in text
        else {"term": {field: word}}
        for field in indices.left_out(kind)
        if field != fields.QUERY
        for word in _words(put.source.get(field))
    ]
    return (terms[at : at + TERMS] for at in range(0, len(terms), TERMS))


def _words(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list) else []


def _selects(engine: Engine, puts: Sequence[Put]) -> set[str]:
    """Watches whose stored query selects each of its keys by itself, and all of them together."""
    bodies: list[Object] = []
    many: list[int] = []
    for one in puts:
        keys = _words(one.source[fields.KEYS])
        documents: list[Json] = [{fields.KEYS: [key]} for key in keys]
        documents.append({fields.KEYS: keys})
        percolate: Object = {"percolate": {"field": fields.QUERY, "documents": documents}}
        bodies.append({"query": {"bool": {"filter": [_this(one.id), percolate]}}, "size": 1, "_source": False})
        many.append(len(documents))
    answers = engine.msearch(indices.live(engine, Kind.WATCHES), bodies)
    return {
        one.id
        for one, answer, number in zip(puts, answers, many, strict=True)
        if any(len(hit["fields"][SLOTS]) == number for hit in answer["hits"]["hits"])
    }


def _this(id: str) -> Json:
    return {"ids": {"values": [id]}}


SLOTS = "_percolator_document_slot"
"""Which of the documents a stored query selected."""
