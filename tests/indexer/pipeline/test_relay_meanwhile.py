"""What a unit gets when a side changes in the midst of a batch: the hit of what is true now, by whoever changed it."""

import dataclasses

import pytest

from casefile import outbox
from casefile.hits import candidate_pairs
from casefile.storage.tables import Hit
from indexer.pipeline.relay import Relay
from tests.indexer.cast import SEEN, WANTED, person

SOMEBODY_ELSE = person("Ousmane Sonko", "1951")
DETAILED = {"nationalities": ("SN",)}


def test_a_change_between_reading_and_storing_is_done_again(cast, monkeypatch):
    watch = cast.watch("BJL", WANTED)
    cast.drain()
    record = cast.enter("DKR", SEEN)
    look, done = Relay._candidates, []

    def amended_meanwhile(self, batch):
        found = look(self, batch)
        if not done:
            done.append(cast.amend("DKR", record, person("Ousmane Sonko", "1951")))
        return found

    monkeypatch.setattr(Relay, "_candidates", amended_meanwhile)
    assert cast.relay.drain().again == 1
    cast.drain()
    assert done == [2]
    assert cast.hits() == set()
    with cast.store.reading() as session:
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
    "before, after, hits",
    [(WANTED, dataclasses.replace(WANTED, **DETAILED), 1), (WANTED, SOMEBODY_ELSE, 0), (SOMEBODY_ELSE, WANTED, 1)],
)
def test_a_watch_amended_while_a_record_is_looked_at_finds_it_by_itself(cast, meanwhile, before, after, hits):
    watch = cast.watch("BJL", before)
    cast.drain()
    record = cast.enter("DKR", SEEN)
    done = meanwhile(lambda: cast.amend_watch("BJL", watch, after))
    assert cast.relay.drain().completed == 1
    assert done == [2] and cast.hits() == set()  # nothing is kept of what the watch was before
    cast.drain()
    assert cast.hits() == {(record, watch)} if hits else cast.hits() == set()


def test_a_record_amended_while_a_watch_is_looked_at_finds_it_by_itself(cast, meanwhile):
    record = cast.enter("DKR", SEEN)
    cast.drain()
    watch = cast.watch("BJL", WANTED)
    done = meanwhile(lambda: cast.amend("DKR", record, dataclasses.replace(SEEN, **DETAILED)))
    assert cast.relay.drain().completed == 1
    assert done == [2] and cast.hits() == set()
    cast.drain()
    assert cast.hits() == {(record, watch)}


def test_a_hit_is_not_withdrawn_by_what_its_other_side_was(cast, meanwhile):
    watch, record = cast.watch("BJL", WANTED), cast.enter("DKR", SEEN)
    cast.drain()
    cast.amend_watch("BJL", watch, SOMEBODY_ELSE)
    done = meanwhile(lambda: cast.amend("DKR", record, SOMEBODY_ELSE))
    assert cast.relay.drain().again == 1  # the watch waits for the record it had a hit with
    assert done == [2] and cast.hits() == {(record, watch)}
    cast.drain()
    assert cast.hits() == {(record, watch)}
