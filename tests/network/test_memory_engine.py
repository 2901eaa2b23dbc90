"""The engine in memory answers as the real node does: the same ids, counts and facets for the same questions."""

import random
from dataclasses import replace

import pytest

from casefile.hits.parties import CurrentRecord, CurrentWatch, RecordParty, WatchParty
from casefile.policy.sharing import DisclosureFacts, Scope
from casefile.storage import tables
from casefile.subjects.identity import Place
from casefile.vocabulary import PlaceKind, RecordKind, RecordState, Sharing, WatchState
from indexer.bench.population import Population
from indexer.engine import fields, indices
from indexer.engine.client import Drop, Put
from indexer.engine.indices import Kind
from indexer.engine.wire import text_of
from indexer.pipeline import documents, percolate, stored_queries
from indexer.search import near, queries
from indexer.search.reading.form import MODES, SearchForm
from tests.network.memory_engine import MemoryEngine
from tests.network.memory_queries import required

UNITS = ("a" * 32, "b" * 32)
WORDS = "pirogue moteur nuit argent passeur Mbour plage Tanji frontière Diallo Jallow Modou ديالو l'îlot camion".split()
PLACES = ("Mbour, plage de Warang", "Tanji beach", "Nouadhibou", "Ziguinchor")


def drawn(draw: random.Random, at: int) -> RecordParty:
    person = Population(at % 25).person()
    text = " ".join(draw.choices(WORDS, k=draw.randint(0, 9)))
    places = (Place(PlaceKind.SEEN, draw.choice(PLACES), draw.choice(["SN", "GM"])),) if draw.random() < 0.4 else ()
    facts = DisclosureFacts(draw.choice(UNITS), RecordState.ACTIVE, draw.choice([Sharing.FULL, Sharing.POINTER]))
    head = CurrentRecord(f"r{at:03d}", 1, f"c{at % 3}", "SN", tables.now(), facts)
    return RecordParty(head, replace(person, narrative=text, places=places))


def counted(aggregations: dict[str, dict[str, object]]) -> dict[str, object]:
    """The counts alone."""
    return {
        name: [(b["key"], b["doc_count"]) for b in one["buckets"]] if "buckets" in one else counted(one)
        for name, one in aggregations.items()
        if isinstance(one, dict)
    }


def asked(draw: random.Random, records: list[RecordParty], seen: Scope) -> dict[str, object]:
    kind = draw.random()
    name = draw.choice(records).identity.names[0].text
    text = name if kind < 0.35 else " ".join(draw.sample(WORDS, draw.randint(1, 5))) if kind < 0.8 else "77 512 34 10"
    form = SearchForm(
        text="" if draw.random() < 0.1 else text,
        mode=draw.choice(MODES),
        kinds=(RecordKind.PERSON,) if draw.random() < 0.3 else (),
        countries=draw.choice([(), (), ("SN",), ("GM",), ("SN", "GM")]),
        decades=draw.choice([(), (), ("1980",), ("1960", "1990")]),
        year_from=draw.choice([None, None, 1960, 1985]),
        year_to=draw.choice([None, None, 1990]),
    )
    if form.text and draw.random() < 0.3:
        form = replace(
            form, text=draw.choice(['"Mbour plage"', "pirog*", "pirogues -nuit", "moteurs argent", "Mbour 7 mai 2026"])
        )
    found = queries.search_query(form, seen, countries=["SN", "GM"])
    return near.near_query(form, seen, found, countries=["SN", "GM"]) if near.asked(form) else found


def test_same_answers_as_the_node(engine) -> None:  # type: ignore[no-untyped-def]
    draw, memory = random.Random(11), MemoryEngine()
    indices.ensure(memory)
    records = [drawn(draw, at) for at in range(60)]
    watches = [
        WatchParty(
            CurrentWatch(f"w{at}", 1, draw.choice(UNITS), "SN", WatchState.ACTIVE, True), Population(at).person()
        )
        for at in range(25)
    ]
    for one in (engine, memory):
        [into], [watched] = indices.write_indices(one, Kind.RECORDS), indices.write_indices(one, Kind.WATCHES)
        outcome = one.bulk([Put(into, r.current.id, 2, documents.record_document(r)) for r in records])
        assert not outcome.refused
        one.bulk([Put(watched, w.current.id, 1, stored_queries.watch_document(w)) for w in watches])
        assert one.bulk([Put(into, "r000", 1, documents.record_document(records[1]))]).superseded == {"r000"}
        one.bulk([Drop(into, "r001", 3)])
        one.refresh([into, watched])
    for kind in Kind:
        assert engine.tally(indices.live(engine, kind), fields.SEAL) == memory.tally(
            indices.live(memory, kind), fields.SEAL
        )
    found = 0
    for at in range(160):
        seen = Scope(draw.choice(UNITS))
        query = asked(draw, records, seen)
        body = {"query": query, "size": 100, "aggs": queries.facets(seen), "_source": False}
        real, ours = (one.search(indices.live(one, Kind.RECORDS), body) for one in (engine, memory))
        ids = [{hit["_id"] for hit in answer["hits"]["hits"]} for answer in (real, ours)]
        assert ids[0] == ids[1], (at, query)
        told = [{hit["_id"]: set(hit.get("matched_queries", ())) for hit in a["hits"]["hits"]} for a in (real, ours)]
        assert told[0] == told[1], (at, query)
        assert counted(real["aggregations"]) == counted(ours["aggregations"]), (at, query)
        assert memory.count(indices.live(memory, Kind.RECORDS), query) == len(ids[0])
        found += len(ids[0])
    assert found > 200
    asking = [(r.current.id, r.current.unit_id, r.keys) for r in records]
    assert percolate.watches_meeting(engine, asking) == percolate.watches_meeting(memory, asking) != set()
    assert percolate.candidates(engine, asking) == percolate.candidates(memory, asking)
    looking = [(w.current.id, w.current.unit_id, w.keys) for w in watches]
    assert percolate.records_for(engine, looking, page=7) == percolate.records_for(memory, looking, page=7)
    assert percolate.unextracted_count(memory) == 0


def test_a_page_after_the_other_holds_everything() -> None:
    memory = MemoryEngine()
    indices.ensure(memory)
    draw = random.Random(3)
    [into] = indices.write_indices(memory, Kind.RECORDS)
    memory.bulk([Put(into, f"r{at:03d}", 1, documents.record_document(drawn(draw, at))) for at in range(30)])
    live = indices.live(memory, Kind.RECORDS)
    assert memory.count(live, {"match_all": {}}) == 0, "seen after a refresh only"
    memory.refresh([into])
    hits = memory.pages(live, {"match_all": {}}, unique=fields.RECORD_ID, page=7, fields=[fields.RECORD_ID])
    assert [text_of(hit, fields.RECORD_ID) for hit in hits] == [f"r{at:03d}" for at in range(30)]


def test_a_rare_word_weighs_more_than_a_frequent_one() -> None:
    """The leak that the experiment must be able to see: what hidden documents hold changes the order."""
    memory = MemoryEngine()
    indices.ensure(memory)
    draw = random.Random(3)
    [into] = indices.write_indices(memory, Kind.RECORDS)
    parties = [drawn(draw, at) for at in range(12)]
    texts = ["pirogue", "moteur", *["moteur"] * 5, *["nuit"] * 5]
    memory.bulk([
        Put(into, f"r{at:02d}", 1, {**documents.record_document(party), fields.NARRATIVE: text})
        for at, (party, text) in enumerate(zip(parties, texts, strict=True))
    ])  # fmt: skip
    memory.refresh([into])
    query = {"match": {fields.NARRATIVE: "pirogue moteur"}}
    answer = memory.search(indices.live(memory, Kind.RECORDS), {"query": query, "size": 3})
    assert answer["hits"]["hits"][0]["_id"] == "r00"


@pytest.mark.parametrize(
    ("stated", "clauses", "least"),
    [(1, 4, 1), ("2<-1 5<60%", 2, 2), ("2<-1 5<60%", 4, 3), ("2<-1 5<60%", 6, 3), ("-1", 3, 2), ("60%", 5, 3)],
)
def test_how_many_must_match(stated: object, clauses: int, least: int) -> None:
    assert required(stated, clauses) == least


def test_a_query_type_that_never_left_is_refused() -> None:
    memory = MemoryEngine()
    indices.ensure(memory)
    [into] = indices.write_indices(memory, Kind.RECORDS)
    memory.bulk([Put(into, "r1", 1, documents.record_document(drawn(random.Random(1), 1)))])
    memory.refresh([into])
    with pytest.raises(NotImplementedError, match="regexp"):
        memory.count(indices.live(memory, Kind.RECORDS), {"regexp": {fields.NAMES: ".*d"}})
