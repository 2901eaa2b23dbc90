"""Watches spread over several shards: whoever asks finds the same ones."""

import pytest

from indexer.bench import percolate as bench
from indexer.bench.common import bench_engine
from indexer.bench.population import Population
from indexer.engine import indices
from indexer.pipeline import percolate

SUBJECTS, RECORDS = 2_000, 30


@pytest.fixture(scope="module")
def world():
    """Subjects that are watched, and a batch of records, some of them about one of these."""
    population = Population(7)
    watched = population.people(SUBJECTS)
    return watched, bench._asking(population, watched, RECORDS, 0)


@pytest.fixture
def spread(settings, world):
    """The same watches on one shard and on four."""
    with bench_engine(settings) as one, bench_engine(settings) as four:
        four.shards = 4
        for engine in (one, four):
            indices.ensure(engine)
        yield {"one": one, "four": four}, bench.load([one, four], world[0])


def shards_of(engine):
    [held] = engine._ask("GET", f"/{indices.live(engine, indices.Kind.WATCHES)}/_settings").values()
    return int(held["settings"]["index"]["number_of_shards"])


def test_the_number_of_shards_changes_nothing_of_what_is_found(spread, world, monkeypatch):
    engines, held = spread
    assert {name: shards_of(engine) for name, engine in engines.items()} == {"one": 1, "four": 4}
    records = bench._plain(world[1])
    by_keys = percolate.joined(records, held)
    assert len(by_keys) > RECORDS, "or too little is met to tell anything"
    for engine in engines.values():
        expected = {watch for _, watch in by_keys}
        assert percolate.watches_meeting(engine, records) == expected
        assert percolate.watches_meeting(engine, records[:3]) == {
            w for r, w in by_keys if r in {"r0-0", "r0-1", "r0-2"}
        }
        # answers that do not fit, halved and paged through over all shards
        assert percolate.watches_meeting(engine, records, buckets=40) == expected
        others = percolate.watches_by_terms(engine, records)
        assert others == percolate.candidates(engine, records) == percolate.candidates(engine, records, page=15)
        of_others = {(r, w) for r, watches in others.items() for w in watches}
        assert of_others <= by_keys
        for many, pairs in ((SUBJECTS + 1, by_keys), (SUBJECTS, of_others)):  # together, then one by one
            monkeypatch.setattr(percolate, "MANY_WATCHES", many)
            assert percolate.pairs_meeting(engine, records, lambda met: {id: held[id] for id in met}) == pairs


def test_the_bench_measures_each_number_of_shards_over_the_same_subjects(settings):
    report = bench.run(settings, subjects=200, batches=1, batch=25, singles=3, naive=False, shards=(1, 3))
    assert [figures["shards"] for figures in report["by_shards"]] == [1, 3]
    assert all(figures["records_per_s"] > 0 and figures["single_ms"] > 0 for figures in report["by_shards"])
    assert report["records_per_s"] == report["by_shards"][0]["records_per_s"] and report["unextracted"] == 0
