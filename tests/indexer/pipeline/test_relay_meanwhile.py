"""What a unit gets when a side changes in the midst of a batch: the hit of what is true now, by whoever changed it."""

import dataclasses

import pytest

from casefile import outbox
from casefile.hits import candidate_pairs
from casefile.storage.tables import Hit
from indexer.pipeline.projection import Projection
from tests.network.make import SEEN, WANTED, person

SOMEBODY_ELSE = person("Ousmane Sonko", "1951")
DETAILED = {"nationalities": ("SN",)}


def test_a_change_between_reading_and_storing_is_done_again(net, monkeypatch):
    watch = net.watch("banjul", WANTED)
    net.drain()
    record = net.enter("dakar", SEEN)
    look, done = Projection._candidates, []

    def amended_meanwhile(self, batch):
        found = look(self, batch)
        if not done:
            done.append(net.amend("dakar", record, person("Ousmane Sonko", "1951")))
        return found

    monkeypatch.setattr(Projection, "_candidates", amended_meanwhile)
    assert net.relay.drain().again == 1
    net.drain()
    assert done == [2]
    assert net.pairs() == set()
    with net.store.reading() as session:
        assert {h.watch_id for h in session.query(Hit)} <= {watch}
        assert outbox.read_backlog(session).total == 0


@pytest.fixture
def meanwhile(monkeypatch):
    """Does something once, between the decision on a batch and its storing."""
    match, done = candidate_pairs.match, []

    def during_a_batch(change):
        def matched(*args, **kw):
            found = match(*args, **kw)
            if not done:
                done.append(change())
            return found

        monkeypatch.setattr(candidate_pairs, "match", matched)
        return done

    return during_a_batch


@pytest.mark.parametrize(
    ("before", "after", "hits"),
    [(WANTED, dataclasses.replace(WANTED, **DETAILED), 1), (WANTED, SOMEBODY_ELSE, 0), (SOMEBODY_ELSE, WANTED, 1)],
)
def test_a_watch_amended_while_a_record_is_looked_at_finds_it_by_itself(net, meanwhile, before, after, hits):
    watch = net.watch("banjul", before)
    net.drain()
    record = net.enter("dakar", SEEN)
    done = meanwhile(lambda: net.amend_watch("banjul", watch, after))
    assert net.relay.drain().completed == 1
    assert done == [2] and net.pairs() == set()  # nothing is kept of what the watch was before
    net.drain()
    assert net.pairs() == {(record, watch)} if hits else net.pairs() == set()


def test_a_record_amended_while_a_watch_is_looked_at_finds_it_by_itself(net, meanwhile):
    record = net.enter("dakar", SEEN)
    net.drain()
    watch = net.watch("banjul", WANTED)
    done = meanwhile(lambda: net.amend("dakar", record, dataclasses.replace(SEEN, **DETAILED)))
    assert net.relay.drain().completed == 1
    assert done == [2] and net.pairs() == set()
    net.drain()
    assert net.pairs() == {(record, watch)}


def test_a_hit_is_not_withdrawn_by_what_its_other_side_was(net, meanwhile):
    watch, record = net.watch("banjul", WANTED), net.enter("dakar", SEEN)
    net.drain()
    net.amend_watch("banjul", watch, SOMEBODY_ELSE)
    done = meanwhile(lambda: net.amend("dakar", record, SOMEBODY_ELSE))
    assert net.relay.drain().again == 1  # the watch waits for the record it had a hit with
    assert done == [2] and net.pairs() == {(record, watch)}
    net.drain()
    assert net.pairs() == {(record, watch)}
