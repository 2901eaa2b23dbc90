"""A hit goes when its facts go; what was confirmed stays when only the watch ends."""

from casefile import hits, watches
from casefile.vocabulary import HitState


def test_other_facts_replace_an_open_hit_but_recall_no_pointer(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    with net.store.writing() as session:
        assert hits.withdraw_stale(session, record_id=record, still_matching={(record, watch, "f" * 64)}) == 0
        assert hits.withdraw_stale(session, record_id=record, still_matching={(record, watch, "e" * 64)}) == 1
    assert net.hit(record, watch) == 1  # the facts stand again: it is asked again
    net.decide(net.hit_of(record))
    net.deliver()
    with net.store.writing() as session:
        assert hits.withdraw_stale(session, record_id=record, still_matching={(record, watch, "e" * 64)}) == 0
        assert hits.withdraw_stale(session, watch_id=watch) == 1
    assert net.states(record) == [HitState.WITHDRAWN]


def test_an_ended_watch_recalls_no_pointer_that_was_true(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    with net.store.writing() as session:
        watches.end(session, net.banjul, watch, "case closed")
    with net.store.writing() as session:
        assert hits.withdraw_stale_pairs(session, [(record, watch)], still_matching=()) == 0
    assert net.states(record) == [HitState.POINTER_SENT]
