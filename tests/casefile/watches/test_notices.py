"""A unit is notified in time that a watch ends, and that one ended, was suspended or broke without its doing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile import watches
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.tables import WatchNotice
from casefile.vocabulary import WatchNoticeKind, WatchState
from tests.network.make import person

K = WatchNoticeKind


@pytest.fixture
def clock(monkeypatch):
    start = tables.now()

    def at(days):
        moment = start + timedelta(days=days)
        monkeypatch.setattr(tables, "now", lambda: moment)
        return moment

    return at


def tick(net, moment):
    """What the schedule does."""
    with net.store.writing() as session:
        watches.expire_due(session, moment)
        watches.suspend_of_closed_cases(session)
        watches.remind_due(session, moment)


def notified(net, who="banjul"):
    with net.store.reading() as session:
        return [(one.watch_id, one.kind) for one in watches.notices_of(session, net.viewers[who])]


def test_thirty_days_seven_days_the_end(net, clock):
    watch_id = net.watch("banjul", expires_at=clock(0) + timedelta(days=100))
    said = {}
    for day in range(135):
        tick(net, clock(day))
        said[day] = [kind for _, kind in notified(net)]
    assert said[69] == [] and said[70] == [K.ENDS_IN_30] and said[92] == [K.ENDS_IN_30]
    assert said[93] == [K.ENDS_IN_7] and said[99] == [K.ENDS_IN_7]
    assert said[100] == [K.RAN_OUT] and said[129] == [K.RAN_OUT] and said[134] == []
    assert notified(net, "dakar") == []
    with net.store.reading() as session:
        count = session.scalar(select(func.count()).select_from(WatchNotice).where(WatchNotice.watch_id == watch_id))
    assert count == 3, "each is said once"


def test_a_renewal_takes_the_reminder_away_and_the_next_end_is_reminded_again(net, clock):
    watch_id = net.watch("banjul", expires_at=clock(0) + timedelta(days=100))
    tick(net, clock(75))
    assert notified(net) == [(watch_id, K.ENDS_IN_30)]
    with net.store.reading() as session:
        assert watches.how_many_end(session, net.banjul) == 1
        assert [one.id for one in watches.watches_of(session, net.banjul, ending=True)] == [watch_id]
    with net.store.writing() as session:
        watches.renew(session, net.banjul, watch_id, clock(75) + timedelta(days=100), "still sought")
    assert notified(net) == []
    tick(net, clock(150))
    assert notified(net) == [(watch_id, K.ENDS_IN_30)]


def test_first_reminded_late_is_reminded_once(net, clock):
    net.watch("banjul", expires_at=clock(0) + timedelta(days=100))
    tick(net, clock(96))
    assert [kind for _, kind in notified(net)] == [K.ENDS_IN_7]


def test_a_watch_whose_case_closes_is_suspended_with_notice_and_can_be_resumed(net, clock):
    clock(0)
    watch_id = net.watch("banjul", case_id=net.cases["banjul"])
    other = net.watch("banjul", person("Lamin Sanneh", "1990"))
    clock(1)
    with net.store.writing() as session:
        cases.close_case(session, net.banjul, net.cases["banjul"], "judged in the first instance")
    tick(net, clock(2))
    assert notified(net) == [(watch_id, K.CASE_CLOSED)]
    with net.store.writing() as session:
        assert watches.read_watch(session, net.banjul, watch_id).state is WatchState.SUSPENDED
        assert watches.read_watch(session, net.banjul, other).state is WatchState.ACTIVE
        watches.resume(session, net.banjul, watch_id, "an appeal was lodged")
    tick(net, clock(3))
    with net.store.writing() as session:
        assert watches.read_watch(session, net.banjul, watch_id).state is WatchState.ACTIVE, "it stays resumed"
    assert notified(net) == []


def test_a_broken_watch_is_notified_until_it_is_repaired(net):
    watch_id = net.watch("banjul")
    with net.store.writing() as session:
        watches.mark_broken(session, watch_id, "too many clauses")
    assert notified(net) == [(watch_id, K.BROKEN)]
    net.amend_watch("banjul", watch_id, person("Modou Jallow", "1985"))
    assert notified(net) == []
