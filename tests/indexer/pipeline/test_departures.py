"""Departures through the whole pipeline: planted crossings are found whichever side came first, and nothing else is."""

import pytest
from sqlalchemy import select

from casefile.hits.expected import expected_hits
from casefile.storage.tables import Hit
from casefile.subjects import name_counts
from indexer.bench.departures.world import Coast
from indexer.pipeline import percolate
from indexer.upkeep import reconcile

SEEN, PLANTED = 40, 20


@pytest.mark.parametrize(
    ("first", "many"), [("watch", percolate.MANY_WATCHES), ("event", percolate.MANY_WATCHES), ("watch", 0)]
)
def test_planted_crossings_are_found_in_either_order(net, first, many, monkeypatch):
    """Also where there are very many watches, and each event is asked for by itself."""
    monkeypatch.setattr(percolate, "MANY_WATCHES", many)
    coast = Coast(18)
    crossings = [coast.crossing() for _ in range(SEEN)]
    watches = [coast.watch(one) for one in crossings[:PLANTED]]
    events = [coast.told_again(one) for one in crossings]
    if first == "event":
        made, asked = net.enter_many("dakar", events), [net.watch("banjul", one) for one in watches]
        net.drain()
    else:
        asked = [net.watch("banjul", one) for one in watches]
        net.drain()
        made = net.enter_many("dakar", events)
        net.drain()
    with net.store.reading() as session:
        found = {tuple(row) for row in session.execute(select(Hit.record_id, Hit.watch_id))}
        ought = {(one.record_id, one.watch_id) for one in expected_hits(session, name_counts.load_newest(session))}
    assert found == ought and set(zip(made[:PLANTED], asked, strict=True)) <= found
    assert reconcile.reconcile(net.store, net.engine).sound
