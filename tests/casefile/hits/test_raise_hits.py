"""A hit appears once per record, watch and facts, goes when the facts go, and is known to nobody before its review."""

import pytest
from sqlalchemy import func, select

from casefile import audit, hits, outbox, records, watches
from casefile.errors import NotThere
from casefile.storage import tables
from casefile.storage.tables import Audit, Hit
from casefile.vocabulary import HitState, Judgement, Protection, Sharing
from tests.network.make import STATED, stated


def test_the_same_facts_make_one_hit_and_one_line_in_the_trail(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    assert [net.hit(record, watch), net.hit(record, watch), net.hit(record, watch, "e" * 64)] == [1, 0, 0]
    with net.store.reading() as session:
        combined = session.scalar(select(func.count()).where(Audit.action == audit.Action.COMBINATION.value))
        assert (combined, session.scalars(select(Hit.facts_hash)).all()) == (2, ["e" * 64])


def test_judged_not_the_same_it_never_comes_back_on_the_same_facts(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    assert net.decide(net.hit_of(record), Judgement.NOT_SAME) is HitState.FALSE_MATCH
    assert net.hit(record, watch) == 0
    with net.store.writing() as session:
        assert hits.withdraw_stale(session, record_id=record) == 0
    assert net.hit(record, watch) == 0
    assert net.states(record) == [HitState.FALSE_MATCH]


@pytest.mark.parametrize("why_not", ["own unit", "old record", "old watch", "not shared", "withdrawn", "ended"])
def test_what_may_not_or_no_longer_match_makes_no_hit(net, why_not):
    record = net.enter("dakar", rules=stated(sharing=Sharing.NONE) if why_not == "not shared" else STATED)
    watch = net.watch("dakar" if why_not == "own unit" else "banjul")
    with net.store.writing() as session:
        if why_not == "withdrawn":
            records.withdraw(session, net.dakar, record, "mistaken")
        if why_not == "ended":
            watches.end(session, net.banjul, watch, "case closed")
    versions = {
        "old record": {"version": 0},
        "old watch": {"watch_version": 0},
        "withdrawn": {"version": 2},
        "ended": {"watch_version": 2},
    }
    assert net.hit(record, watch, **versions.get(why_not, {})) == 0


def test_a_record_that_becomes_protected_leaves_the_coordinators_queue_at_once(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    with net.store.writing() as session:
        records.amend(
            session,
            net.dakar,
            record,
            net.record("dakar", protection=(Protection.MINOR,)),
        )
    with net.store.reading() as session:
        assert hits.queue(session, net.coordinator) == []
    with pytest.raises(NotThere):
        net.decide(net.hit_of(record))
    assert net.decide(net.hit_of(record), who="protection") is HitState.SEALED
    assert net.deliver() == 0


def test_all_of_it_leaves_a_sound_chain(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    net.deliver()
    with net.store.reading() as session:
        assert audit.verify(session) is None
        assert outbox.read_backlog(session).to_send == 0
        assert tables.now() >= net.pointers("dakar")[0].sent_at
