"""Forward: which watches may a record concern. Backward: which records may a watch concern. Candidates only.

Both directions ask for the same thing, that two sets of keys meet, and both return everything: the first page is
unsorted and cheap, and only when it does not hold all, the rest is paged through in the order of a unique field.
The index is never believed: whoever calls reads both sides from SQL and decides there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from indexer import fields, schema
from indexer.engine import Engine, is_all, listing

PAGE = 10_000
"""The engine's own limit for one page (`index.max_result_window`)."""

BATCH = 100
"""Documents in one percolate search: more only makes the candidate query longer (measured 100-200 equal)."""

SLOTS = "fields"
_SLOT_FIELD = "_percolator_document_slot"

Asking = tuple[str, str, frozenset[str]]
"""Id, owner unit, keys."""


def candidates(engine: Engine, docs: Iterable[Asking], *, page: int = PAGE) -> dict[str, set[str]]:
    """The watches of other units whose standing query each record meets, by record id."""
    groups = _groups(docs, BATCH)
    queries = [_percolate_query(unit, [keys for _, keys in group]) for unit, group in groups]
    found: dict[str, set[str]] = {}
    index = schema.live(engine, schema.Kind.WATCHES)
    for (_, group), hits in zip(groups, _answers(engine, index, queries, fields.WATCH_ID, page), strict=True):
        for id, _ in group:
            found[id] = set()
        for hit in hits:
            watch = hit["fields"][fields.WATCH_ID][0]
            for slot in hit["fields"][_SLOT_FIELD]:
                found[group[slot][0]].add(watch)
    return found


def records_for(engine: Engine, watches: Iterable[Asking], *, page: int = PAGE) -> dict[str, set[str]]:
    """The records of other units that hold a key of each watch, by watch id."""
    asked = list(watches)
    queries = [_records_query(unit, keys) for _, unit, keys in asked]
    index = schema.live(engine, schema.Kind.RECORDS)
    answers = _answers(engine, index, queries, fields.RECORD_ID, page)
    return {
        id: {hit["fields"][fields.RECORD_ID][0] for hit in hits}
        for (id, _, _), hits in zip(asked, answers, strict=True)
    }


def watches_by_terms(engine: Engine, docs: Iterable[Asking], *, page: int = PAGE) -> dict[str, set[str]]:
    """The same answer as `candidates`, by a plain search of the watches' own keys: the bound it is held against."""
    asked = list(docs)
    queries = [_terms_query(unit, keys) for _, unit, keys in asked]
    answers = _answers(engine, schema.live(engine, schema.Kind.WATCHES), queries, fields.WATCH_ID, page)
    return {
        id: {hit["fields"][fields.WATCH_ID][0] for hit in hits}
        for (id, _, _), hits in zip(asked, answers, strict=True)
    }


def unextracted_count(engine: Engine) -> int:
    """Stored queries whose terms the engine could not read, hence run against every record. Must be 0."""
    query = {"bool": {"must_not": [{"term": {fields.EXTRACTION: "complete"}}]}}
    return engine.count(schema.live(engine, schema.Kind.WATCHES), query)


def _percolate_query(unit: str, keys: Sequence[frozenset[str]]) -> dict[str, Any]:
    documents = [{fields.KEYS: list(one)} for one in keys]
    return {"bool": {
        "filter": [{"percolate": {"field": fields.QUERY, "documents": documents}}],
        "must_not": [{"term": {fields.UNIT: unit}}],
    }}


def _records_query(unit: str, keys: frozenset[str]) -> dict[str, Any]:
    return {"bool": {
        "filter": [{"terms": {fields.KEYS: list(keys)}}, {"term": {fields.TAKES_PART: True}}],
        "must_not": [{"term": {fields.UNIT: unit}}],
    }}


def _terms_query(unit: str, keys: frozenset[str]) -> dict[str, Any]:
    return {"bool": {
        "filter": [{"terms": {fields.KEYS: list(keys)}}],
        "must_not": [{"term": {fields.UNIT: unit}}],
    }}


def _answers(engine: Engine, index: str, queries: Sequence[dict[str, Any]], unique: str,
             page: int) -> list[list[dict[str, Any]]]:
    """All hits of each query."""
    answers = engine.msearch(index, [listing(query, [unique], page) for query in queries])
    return [
        answer["hits"]["hits"] if is_all(answer)
        else engine.pages(index, query, unique=unique, page=page, fields=[unique])
        for query, answer in zip(queries, answers, strict=True)
    ]


def _groups(docs: Iterable[Asking], size: int) -> list[tuple[str, list[tuple[str, frozenset[str]]]]]:
    """The records by owner unit, which each percolate search excludes as a whole, at most `size` together."""
    by_unit: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for id, unit, keys in docs:
        by_unit[unit].append((id, keys))
    return [(unit, part[at:at + size]) for unit, part in by_unit.items() for at in range(0, len(part), size)]
