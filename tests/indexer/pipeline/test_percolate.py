"""Both directions propose the same pairs, all of them, however many; own unit left out."""

import random

import pytest

from indexer.engine import fields, indices
from indexer.engine.client import Engine, Put
from indexer.engine.indices import Kind
from indexer.pipeline import percolate, stored_queries

VOCABULARY = [f"n:{a}|{b}|{year}" for a in "AB" for b in "CDEF" for year in ("395", "396", "?")]


def keys(draw, most):
    return frozenset(draw.sample(VOCABULARY, draw.randint(1, most)))


def load(engine: Engine, watches, records) -> None:
    (index,) = indices.write_indices(engine, Kind.WATCHES)
    operations = [
        Put(
            index,
            id,
            1,
            {
                fields.WATCH_ID: id,
                fields.UNIT: unit,
                fields.KEYS: sorted(k),
                fields.QUERY: stored_queries.stored_query(k),
            },
        )
        for id, unit, k in watches
    ]
    (index2,) = indices.write_indices(engine, Kind.RECORDS)
    operations += [
        Put(index2, id, 1, {fields.RECORD_ID: id, fields.UNIT: unit, fields.IS_MATCHABLE: True, fields.KEYS: sorted(k)})
        for id, unit, k in records
    ]
    outcome = engine.bulk(operations)
    assert not outcome.refused and not outcome.transient
    engine.refresh([index, index2])


def test_forward_backward_and_plain_search_propose_the_same_pairs(engine):
    draw = random.Random(11)
    watches = [(f"w{i}", draw.choice("abc"), keys(draw, 3)) for i in range(60)]
    records = [(f"r{i}", draw.choice("abc"), keys(draw, 6)) for i in range(150)]
    load(engine, watches, records)
    expected = {(r, w) for r, ru, rk in records for w, wu, wk in watches if ru != wu and rk & wk}
    assert len(expected) > 300
    for page in (percolate.PAGE, 7):  # 7: every answer takes several pages
        forward = percolate.candidates(engine, records, page=page)
        plain = percolate.watches_by_terms(engine, records, page=page)
        backward = percolate.records_for(engine, watches, page=page)
        assert {(r, w) for r, found in forward.items() for w in found} == expected
        assert {(r, w) for r, found in plain.items() for w in found} == expected
        assert {(r, w) for w, found in backward.items() for r in found} == expected
        assert set(forward) == {r for r, _, _ in records}
    assert percolate.unextracted_count(engine) == 0


@pytest.mark.parametrize(("load_allowed", "documents"), [(percolate.UNION_LOAD, 1), (1, 7)])
def test_keys_in_one_document_or_in_several_find_the_same_watches(engine, monkeypatch, load_allowed, documents):
    draw = random.Random(5)
    watches = [(f"w{i}", "a", keys(draw, 2)) for i in range(60)]
    load(engine, watches, [])
    held, sizes, ask = frozenset(VOCABULARY[:21]), [], engine.msearch
    monkeypatch.setattr(percolate, "LEAST_UNION", 3)
    monkeypatch.setattr(percolate, "UNION_LOAD", load_allowed)
    monkeypatch.setattr(engine, "msearch", lambda index, bodies: sizes.append(len(bodies)) or ask(index, bodies))
    expected = {w for w, _, k in watches if k & held}
    assert 0 < len(expected) < 60
    assert percolate.watches_meeting(engine, [("r", "b", held)]) == expected
    assert sizes == [documents]


@pytest.mark.parametrize(("records", "percolated"), [(1, True), (percolate.PERCOLATED, True), (40, False)])
def test_what_people_enter_is_percolated_and_a_large_batch_finds_the_same(engine, monkeypatch, records, percolated):
    draw = random.Random(6)
    load(engine, watches := [(f"w{i}", "a", keys(draw, 2)) for i in range(60)], [])
    asking, sent, ask = [(f"r{i}", "b", keys(draw, 2)) for i in range(records)], [], engine.msearch
    monkeypatch.setattr(engine, "msearch", lambda index, bodies: sent.append(str(bodies)) or ask(index, bodies))
    held = frozenset().union(*(k for _, _, k in asking))
    assert percolate.watches_meeting(engine, asking) == {w for w, _, k in watches if k & held}
    assert ["percolate" in body for body in sent] == [percolated]


@pytest.mark.slow
def test_more_watches_than_one_page_can_hold_all_arrive(engine):
    """12,000 watches for one and the same person: more than the engine returns in one answer."""
    watches = [(f"w{i:05}", "a", frozenset({"n:MD|DL|?", f"i:t:{i}"})) for i in range(12_000)]
    for at in range(0, len(watches), 3000):
        load(engine, watches[at : at + 3000], [])
    found = percolate.candidates(engine, [("r", "b", frozenset({"n:MD|DL|?"}))])
    assert len(found["r"]) == 12_000


def test_nothing_asked_is_nothing_found(engine):
    assert percolate.candidates(engine, []) == {}
    assert percolate.records_for(engine, []) == {}
