"""The one door to the engine: what is not a whole answer never leaves it as one."""

import dataclasses

import pytest

from casefile.errors import BadSearch, SearchUnavailable
from indexer.engine import fields, indices
from indexer.engine.client import Drop, Engine, Put
from indexer.engine.indices import Kind

WHOLE = {
    "timed_out": False,
    "_shards": {"total": 1, "failed": 0},
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
}


class Canned:
    """Stands where the client's transport stands and answers what it is given."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def perform_request(self, method, path, **request):
        self.asked.append((method, path, request))
        return self.answer


@pytest.fixture
def deaf(tmp_path):
    """An engine whose answers the test writes."""
    from casefile.settings import Settings

    engine = Engine(
        Settings(
            home=tmp_path,
            database_url="sqlite://",
            opensearch_url="http://127.0.0.1:9",
            broker_url="filesystem://",
            secret_key="x" * 40,
        )
    )

    def answers(answer):
        engine._transport = Canned(answer)
        return engine

    return answers


@pytest.mark.parametrize(
    "broken",
    [
        {"_shards": {"total": 2, "failed": 1}},
        {"_shards": {}},
        {"timed_out": True},
        {"timed_out": None},
        {"hits": {"total": {"value": 10_000, "relation": "gte"}, "hits": []}},
    ],
    ids=["a shard failed", "shards unknown", "out of time", "time unknown", "total is a guess"],
)
def test_an_answer_in_part_is_not_an_answer(deaf, broken):
    with pytest.raises(SearchUnavailable):
        deaf({**WHOLE, **broken}).search("any", {"query": {"match_all": {}}})
    with pytest.raises(SearchUnavailable):
        deaf({"responses": [WHOLE, {**WHOLE, **broken}]}).msearch("any", [{}, {}])


def test_a_whole_answer_is_one(deaf):
    assert deaf(WHOLE).search("any", {}) == WHOLE
    assert deaf({"responses": [WHOLE]}).msearch("any", [{}]) == [WHOLE]


def test_a_missing_answer_of_several_fails_all(deaf):
    with pytest.raises(SearchUnavailable):
        deaf({"responses": [WHOLE]}).msearch("any", [{}, {}])


def test_partial_results_are_never_asked_for(deaf):
    engine = deaf(WHOLE)
    engine.search("any", {})
    assert engine._transport.asked[0][2]["params"]["allow_partial_search_results"] == "false"


def test_refresh_of_some_shards_only_is_no_refresh(deaf):
    with pytest.raises(SearchUnavailable):
        deaf({"_shards": {"total": 2, "successful": 1, "failed": 1}}).refresh(["any"])


def test_each_bulk_item_is_looked_at(deaf):
    answer = {
        "errors": True,
        "items": [
            {"index": {"_id": "a", "status": 201}},
            {"index": {"_id": "b", "status": 429, "error": {"type": "rejected", "reason": "busy"}}},
            {"index": {"_id": "c", "status": 503, "error": {"type": "unavailable", "reason": "moving"}}},
            {
                "index": {
                    "_id": "d",
                    "status": 409,
                    "error": {"type": "version_conflict_engine_exception", "reason": "new"},
                }
            },
            {
                "index": {
                    "_id": "e",
                    "status": 400,
                    "error": {"type": "mapper_parsing_exception", "reason": "bad field"},
                }
            },
            {"delete": {"_id": "f", "status": 404, "result": "not_found"}},
        ],
    }
    outcome = deaf(answer).bulk([Put("any", id, 1, {}) for id in "abcde"] + [Drop("any", "f", 1)])
    assert outcome.superseded == {"d"}
    assert set(outcome.transient) == {"b", "c"}
    assert set(outcome.refused) == {"e"} and "bad field" in outcome.refused["e"]


def test_half_a_character_is_refused_alone(deaf):
    engine = deaf({"items": [{"index": {"_id": "good", "status": 201}}]})
    outcome = engine.bulk([Put("any", "bad", 1, {"names": "\ud800"}), Put("any", "good", 1, {"names": "Ba"})])
    assert set(outcome.refused) == {"bad"} and not outcome.transient


def test_no_engine_is_said_so(settings):
    away = Engine(dataclasses.replace(settings, opensearch_url="http://127.0.0.1:9"))
    assert away.alive() is None
    with pytest.raises(SearchUnavailable):
        away.search("any", {})


def test_a_question_the_engine_refuses(engine):
    with pytest.raises(BadSearch):
        engine.search(indices.live(engine, Kind.RECORDS), {"query": {"no_such_query": {}}})
    with pytest.raises(BadSearch):
        engine.msearch(indices.live(engine, Kind.RECORDS), [{"query": {"no_such_query": {}}}])
    with pytest.raises(SearchUnavailable):
        engine.search("no-such-index", {"query": {"match_all": {}}})


def test_the_newest_version_wins_whatever_the_order(engine):
    (index,) = indices.write_indices(engine, Kind.WATCHES)

    def watch(version):
        return Put(
            index,
            "w",
            version,
            {
                fields.WATCH_ID: "w",
                fields.VERSION: version,
                fields.KEYS: ["k"],
                fields.QUERY: {"terms": {fields.KEYS: ["k"]}},
            },
        )

    assert not engine.bulk([watch(3)]).superseded
    assert engine.bulk([watch(2)]).superseded == {"w"}
    assert not engine.bulk([watch(3)]).superseded
    assert engine.bulk([Drop(index, "w", 2)]).superseded == {"w"}
    assert not engine.bulk([Drop(index, "w", 4)]).superseded
    assert engine.bulk([watch(3)]).superseded == {"w"}


def test_strict_mapping_and_no_index_by_accident(engine):
    (index,) = indices.write_indices(engine, Kind.WATCHES)
    outcome = engine.bulk([Put(index, "x", 1, {"surprise": 1}), Put("no-such-write", "y", 1, {})])
    assert set(outcome.refused) == {"x"} and set(outcome.transient) == {"y"}
    assert not engine.aliases("no-such-write")


def test_indices_are_made_once_and_switched_in_one_step(engine):
    assert indices.ensure(engine) == [] and indices.outdated(engine) == []
    new = indices.create(engine, Kind.WATCHES, "2", indices.building(engine, Kind.WATCHES))
    assert len(indices.write_indices(engine, Kind.WATCHES)) == 2
    (old,) = indices.switch(engine, {Kind.WATCHES: new})
    assert indices.write_indices(engine, Kind.WATCHES) == (indices.write_alias(new),)
    engine.delete_index(old)
    engine.delete_index(old)
