"""Where there are very many watches each record of an import is asked for by itself: the same hits as anywhere."""

import pytest
from sqlalchemy import select

from casefile.hits.expected import expected_hits
from casefile.storage.tables import Hit
from casefile.subjects import name_counts
from indexer.bench.population import Population
from indexer.pipeline import percolate
from indexer.upkeep import reconcile

PEOPLE = 60


@pytest.mark.parametrize("many", [percolate.MANY_WATCHES, 0])
def test_an_import_finds_every_watch_of_other_units_and_no_more(net, monkeypatch, many):
    monkeypatch.setattr(percolate, "MANY_WATCHES", many)
    population = Population(31)
    watched = [one for one in population.people(3 * PEOPLE) if one.dates and one.identifiers][:PEOPLE]
    others = [net.watch("banjul", one) for one in watched[::2]]
    own = [net.watch("dakar", one) for one in watched[1::2]]
    net.drain()
    made = net.enter_many("dakar", [population.seen_again(one) for one in watched])
    net.drain()
    with net.store.reading() as session:
        found = {tuple(row) for row in session.execute(select(Hit.record_id, Hit.watch_id))}
        ought = {(one.record_id, one.watch_id) for one in expected_hits(session, name_counts.load_newest(session))}
    assert found == ought and len(found) >= PEOPLE // 4
    assert {watch for _, watch in found} <= set(others) - set(own), "a unit's own watches find nothing of it"
    assert {record for record, _ in found} <= set(made)
    assert reconcile.reconcile(net.store, net.engine).sound
