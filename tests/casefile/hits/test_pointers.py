"""A pointer is sent after a review, once, to its own unit only; what is withdrawn is recalled from who had it."""

import pytest

from casefile import hits, records
from casefile.errors import NotThere
from casefile.hits import pointers
from casefile.vocabulary import HitState
from tests.network.people import BANJUL, DAKAR


def test_nobody_is_notified_before_the_pointer_is_delivered(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    assert net.pointers("dakar") == net.pointers("banjul") == []
    assert net.decide(net.hit_of(record)) is HitState.POINTER_SENT
    assert net.pointers("dakar") == net.pointers("banjul") == []
    assert net.deliver() == 2
    (mine,), (theirs,) = net.pointers("dakar"), net.pointers("banjul")
    assert (mine.own_subject, mine.own_id, mine.about_unit) == ("record", record, BANJUL.name)
    assert (theirs.own_subject, theirs.own_id, theirs.about_unit) == ("watch", watch, DAKAR.name)
    assert mine.reference == theirs.reference and len(mine.reference) == 8
    assert "Jallow" not in repr(mine) and "Dialo" not in repr(theirs)
    assert net.pointers("nouakchott") == []


def test_delivered_twice_it_is_sent_once(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    assert net.deliver() == 2
    with net.store.writing() as session:
        assert pointers.deliver(session, [p.id for p in net.pointers("dakar")]) == 0


def test_a_pointer_is_read_by_its_own_unit_only(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    net.deliver()
    (mine,) = net.pointers("dakar")
    with net.store.writing() as session, pytest.raises(NotThere):
        pointers.mark_read(session, net.banjul, mine.id)
    with net.store.writing() as session:
        pointers.mark_read(session, net.dakar, mine.id)
    assert [p.read_at is not None for who in ("dakar", "banjul") for p in net.pointers(who)] == [True, False]


def test_a_withdrawn_record_recalls_the_pointers_from_who_had_them(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    net.deliver()
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record, "mistaken identity")
    assert net.states(record) == [HitState.WITHDRAWN]
    assert net.deliver() == 2
    (theirs,) = net.pointers("banjul")
    assert theirs.recalled and (theirs.about_unit, theirs.about_country, theirs.desk) == ("", "", "")


def test_withdrawn_before_delivery_nobody_ever_learns(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record, "mistaken identity")
    assert net.deliver() == 0
    assert net.pointers("dakar") == net.pointers("banjul") == []


def test_confirmed_again_after_a_withdrawal_both_are_notified_again(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    net.deliver()
    reference = net.pointers("dakar")[0].reference
    with net.store.writing() as session:
        hits.withdraw_stale(session, record_id=record)
    net.deliver()
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    assert net.deliver() == 2
    (mine,) = net.pointers("dakar")
    assert (mine.reference, mine.recalled) == (reference, False)
