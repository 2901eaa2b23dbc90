"""Forward: which watches may a record concern. Backward: which records may a watch concern. Candidates only.

Both directions ask the same, that two sets of keys meet, and both return everything: the first page is
unsorted and cheap, and only when it does not hold all, the rest is paged through in the order of a unique field.
The index is never believed: whoever calls reads both parties from SQL and decides there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from indexer.engine import fields, indices
from indexer.engine.client import Engine, is_all, listing
from indexer.engine.wire import Hit, Object, text_of

PAGE = 10_000
"""The engine's own limit for one page (`index.max_result_window`)."""

BATCH = 100
"""Documents in one percolate search: more only makes the candidate query longer (measured 100-200 equal)."""

PERCOLATED = 20
"""Records of one batch up to which the percolator says what they meet: what people enter, one by one. A larger batch is
an import's, a rebuild's or a backlog's, and is looked up."""

MANY_WATCHES = 150_000
"""From so many on each record of a large batch is asked for by itself, and the answer is the pairs: they are so many
then that to find out which record it was costs as much as the questions. 100 records at 30,000, 100,000, 300,000 and
1,000,000 watches: 18, 36, 93 and 473 ms together and joined, 29, 39, 76 and 230 one by one."""

LEAST_UNION, MOST_UNION = 1_000, 32_000
"""Keys of several records in one question: the more the better, since a watch is met in each that holds a key of it."""
UNION_LOAD = 1_500_000_000
"""Keys in a question times watches: up to here its candidates stay below BUCKETS; more are asked for twice.
Of a million watches 1,000 keys of the bench's population met 18,000 to 27,000 and 2,000 keys 34,000 to 52,000."""

BUCKETS = 60_000
"""Candidates of one such question, taken as buckets, which cost a third of a hit. The engine's limit is 65,535; with
20,000 a million subjects overflowed nearly every answer, which is then asked again in halves (13 ms a record)."""

_SLOT_FIELD = "_percolator_document_slot"

Asking = tuple[str, str, frozenset[str]]
"""Id, owner unit, keys."""
Pair = tuple[str, str]
"""Record id, watch id."""
KeysOf = Callable[[Set[str]], Mapping[str, frozenset[str]]]
"""The query keys of watches, by id, as SQL has them; one that is not there any more is left out."""


def pairs_meeting(engine: Engine, docs: Iterable[Asking], keys_of: KeysOf) -> set[Pair]:
    """The pairs of these records and the watches that they may concern: what the relay asks.

    The engine says which watches, and their own keys which of the records it was; of MANY_WATCHES the engine
    says both. Pairs within one unit may be among them.
    """
    asked = list(docs)
    many = len(asked) > PERCOLATED
    watches = engine.count(indices.live(engine, indices.Kind.WATCHES), {"match_all": {}}) if many else 0
    if watches < MANY_WATCHES:
        return joined(asked, keys_of(watches_meeting(engine, asked, watches=watches)))
    parts = (asked[at : at + BATCH] for at in range(0, len(asked), BATCH))
    return {(id, watch) for part in parts for id, met in watches_by_terms(engine, part).items() for watch in met}


def candidates(engine: Engine, docs: Iterable[Asking], *, page: int = PAGE) -> dict[str, set[str]]:
    """The watches of other units whose stored query each record meets, by record id: as the percolator says.

    What everything else is held against; the relay asks `pairs_meeting`.
    """
    groups = _groups(docs, BATCH)
    queries = [_percolate_query(unit, [keys for _, keys in group]) for unit, group in groups]
    found: dict[str, set[str]] = {}
    index = indices.live(engine, indices.Kind.WATCHES)
    for (_, group), hits in zip(groups, _answers(engine, index, queries, fields.WATCH_ID, page), strict=True):
        for id, _ in group:
            found[id] = set()
        for hit in hits:
            watch = text_of(hit, fields.WATCH_ID)
            for slot in hit["fields"][_SLOT_FIELD]:
                found[group[slot][0]].add(watch)
    return found


def watches_meeting(
    engine: Engine, docs: Iterable[Asking], *, buckets: int = BUCKETS, watches: int | None = None
) -> set[str]:
    """The watches that any of the records meets. Which record it was tells `joined`, from the watches' own keys.

    Own units' watches may be among them. `watches`: how many there are, where that is known.

    What people enter is percolated. A stored query is a flat list of keys and stands in the field next to it as well,
    so a large batch looks its keys up there: the percolator would run each candidate's query over them once more. 100
    records with 5,800 keys at 20,000 subjects took it 33 ms, and 8 by the plain field
    (docs/decisions/2026-11-26-a-batch-looks-its-keys-up.md).
    """
    index, found, asked = indices.live(engine, indices.Kind.WATCHES), set[str](), list(docs)
    meeting = _stored if len(asked) <= PERCOLATED else _looked_up
    waiting = _unions(engine, index, asked, watches)
    while waiting:
        answers = engine.msearch(index, [_union_query(meeting(keys), buckets) for keys in waiting])
        again: list[list[str]] = []
        for keys, answer in zip(waiting, answers, strict=True):
            ids = [bucket["key"] for bucket in answer["aggregations"][fields.WATCH_ID]["buckets"]]
            if len(ids) == answer["hits"]["total"]["value"]:
                found.update(ids)
            elif len(keys) > 1:  # more than fit: ask for half of the keys at a time
                again += [keys[: len(keys) // 2], keys[len(keys) // 2 :]]
            else:
                hits = engine.pages(index, meeting(keys), unique=fields.WATCH_ID, page=PAGE, fields=[fields.WATCH_ID])
                found.update(text_of(hit, fields.WATCH_ID) for hit in hits)
        waiting = again
    return found


def joined(docs: Iterable[Asking], query_keys: Mapping[str, frozenset[str]]) -> set[Pair]:
    """The (record, watch) pairs that share a key."""
    asked = set[str]().union(*query_keys.values())
    holding: dict[str, list[str]] = {}
    for record, _, keys in docs:
        for key in keys & asked:  # a record holds seventy, of which watches ask for a few
            holding.setdefault(key, []).append(record)
    held = frozenset(holding)
    # a watch holds few of them, which set algebra finds: 8,000 event watches in 0.2 s instead of 0.6
    return {(record, watch) for watch, keys in query_keys.items() for key in held & keys for record in holding[key]}


def records_for(engine: Engine, watches: Iterable[Asking], *, page: int = PAGE) -> dict[str, set[str]]:
    """The records of other units that hold a key of each watch, by watch id."""
    asked = list(watches)
    queries = [_records_query(unit, keys) for _, unit, keys in asked]
    index = indices.live(engine, indices.Kind.RECORDS)
    answers = _answers(engine, index, queries, fields.RECORD_ID, page)
    return {
        id: {text_of(hit, fields.RECORD_ID) for hit in hits} for (id, _, _), hits in zip(asked, answers, strict=True)
    }


def watches_by_terms(engine: Engine, docs: Iterable[Asking], *, page: int = PAGE) -> dict[str, set[str]]:
    """The same answer as `candidates`, by a plain search for each record: what is asked of many watches, and the bound
    that a batch is held against."""
    asked = list(docs)
    queries = [_terms_query(unit, keys) for _, unit, keys in asked]
    answers = _answers(engine, indices.live(engine, indices.Kind.WATCHES), queries, fields.WATCH_ID, page)
    return {
        id: {text_of(hit, fields.WATCH_ID) for hit in hits} for (id, _, _), hits in zip(asked, answers, strict=True)
    }


def unextracted_count(engine: Engine) -> int:
    """Stored queries whose terms the engine could not read, hence run against every record. Must be 0."""
    query = {"bool": {"must_not": [{"term": {fields.EXTRACTION: "complete"}}]}}
    return engine.count(indices.live(engine, indices.Kind.WATCHES), query)


def _union_query(meeting: Object, buckets: int) -> Object:
    """The watches so met; the answer is a list of ids and no hits, which would be fetched."""
    return {
        "query": meeting,
        "size": 0,
        "aggs": {fields.WATCH_ID: {"terms": {"field": fields.WATCH_ID, "size": buckets, "execution_hint": "map"}}},
    }


def _stored(keys: Sequence[str]) -> Object:
    """The watches whose stored query one document with all these keys meets."""
    return {"bool": {"filter": [{"percolate": {"field": fields.QUERY, "document": {fields.KEYS: list(keys)}}}]}}


def _looked_up(keys: Sequence[str]) -> Object:
    """The same, by the list of keys next to the stored query."""
    return {"bool": {"filter": [{"terms": {fields.KEYS: list(keys)}}]}}


def _unions(engine: Engine, index: str, docs: Iterable[Asking], watches: int | None) -> list[list[str]]:
    """The keys of all records, each once, as many together as the number of watches allows: in order, so that
    neighbours share an answer."""
    keys = sorted(set[str]().union(*(keys for _, _, keys in docs)))
    many = LEAST_UNION
    if len(keys) > many:
        watches = watches or engine.count(index, {"match_all": {}})
        many = min(MOST_UNION, max(many, UNION_LOAD // max(1, watches)))
    return [keys[at : at + many] for at in range(0, len(keys), many)]


def _percolate_query(unit: str, keys: Sequence[frozenset[str]]) -> Object:
    documents = [{fields.KEYS: list(one)} for one in keys]
    return {
        "bool": {
            "filter": [{"percolate": {"field": fields.QUERY, "documents": documents}}],
            "must_not": [{"term": {fields.UNIT: unit}}],
        }
    }


def _records_query(unit: str, keys: frozenset[str]) -> Object:
    return {
        "bool": {
            "filter": [{"terms": {fields.KEYS: list(keys)}}, {"term": {fields.IS_MATCHABLE: True}}],
            "must_not": [{"term": {fields.UNIT: unit}}],
        }
    }


def _terms_query(unit: str, keys: frozenset[str]) -> Object:
    return {
        "bool": {
            "filter": [{"terms": {fields.KEYS: list(keys)}}],
            "must_not": [{"term": {fields.UNIT: unit}}],
        }
    }


def _answers(engine: Engine, index: str, queries: Sequence[Object], unique: str, page: int) -> list[list[Hit]]:
    """All hits of each query."""
    answers = engine.msearch(index, [listing(query, [unique], page) for query in queries])
    return [
        answer["hits"]["hits"]
        if is_all(answer)
        else engine.pages(index, query, unique=unique, page=page, fields=[unique])
        for query, answer in zip(queries, answers, strict=True)
    ]


def _groups(docs: Iterable[Asking], size: int) -> list[tuple[str, list[tuple[str, frozenset[str]]]]]:
    """The records by owner unit, which each percolate search excludes as a whole, at most `size` together."""
    by_unit: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for id, unit, keys in docs:
        by_unit[unit].append((id, keys))
    return [(unit, part[at : at + size]) for unit, part in by_unit.items() for at in range(0, len(part), size)]
