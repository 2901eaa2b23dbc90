"""Alarms: one for each cause and day, seen by coordinator and auditor alone."""

import contextlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile.budgets import alarms
from casefile.errors import NotAllowed, NotThere, OverBudget
from casefile.storage import tables
from casefile.storage.store import keep_if_refused
from casefile.storage.tables import Alarm, Audit, Country
from casefile.vocabulary import AlarmKind
from tests.network import people

MAY = {"coordinator", "second", "auditor"}


def raised(net, kind=AlarmKind.BUDGET, **more):
    with net.store.writing() as session:
        return alarms.raise_alarm(session, kind, net.banjul.unit_id, net.banjul.officer_id, {"watches": 3}, **more)


def lines(net, who="coordinator"):
    with net.store.reading() as session:
        return alarms.listing(session, net.viewers[who])


def seen(net, who, alarm_id):
    with net.store.writing() as session:
        alarms.mark_seen(session, net.viewers[who], alarm_id)


def test_the_same_cause_is_one_alarm_a_day_that_grows(net, monkeypatch):
    assert raised(net, cause="a") == raised(net, cause="a") != raised(net, cause="b")
    raised(net, kind=AlarmKind.SERIES, cause="a")
    assert sorted(line.times for line in lines(net)) == [1, 1, 2]
    tomorrow = tables.now() + timedelta(days=1)
    monkeypatch.setattr(tables, "now", lambda: tomorrow)
    raised(net, cause="a")
    assert [line.last_at for line in lines(net)][0] == tomorrow and len(lines(net)) == 4


def test_without_a_cause_each_is_an_alarm_of_its_own_and_none_needs_an_officer(net):
    with net.store.writing() as session:
        for _ in range(2):
            alarms.raise_alarm(session, AlarmKind.UNIT_CLOSED, net.banjul.unit_id, None, {})
    assert [(line.kind, line.unit_code, line.login, line.many) for line in lines(net)] == [
        (AlarmKind.UNIT_CLOSED, "GM-BJL", "", None)
    ] * 2


@pytest.mark.parametrize("who", sorted(people.LOGINS))
def test_coordinator_and_auditor_read_them_and_nobody_else(net, who):
    alarm_id = raised(net)
    if who in MAY:
        assert [line.id for line in lines(net, who)] == [alarm_id]
        seen(net, who, alarm_id)
    else:
        with pytest.raises(NotAllowed):
            lines(net, who)
        with pytest.raises(NotAllowed):
            seen(net, who, alarm_id)


def test_seen_is_noted_once_with_a_line_in_the_trail_and_what_comes_again_is_unseen(net):
    alarm_id = raised(net, cause="a")
    seen(net, "auditor", alarm_id)
    seen(net, "coordinator", alarm_id)
    (line,) = lines(net)
    assert line.seen_by == "auditor" and line.seen_at is not None
    with net.store.reading() as session:
        assert session.scalars(select(Audit.officer_id).where(Audit.subject_id == alarm_id)).all() == [
            net.auditor.officer_id
        ]
    raised(net, cause="a")
    (line,) = lines(net)
    assert (line.seen_at, line.times) == (None, 2)


def test_the_unseen_stand_first(net, monkeypatch):
    begun, ids = tables.now(), []
    for minutes in range(3):
        monkeypatch.setattr(tables, "now", lambda at=begun + timedelta(minutes=minutes): at)
        ids.append(raised(net))
    seen(net, "auditor", ids[2])
    assert [line.id for line in lines(net)] == [ids[1], ids[0], ids[2]]


def test_an_alarm_that_is_not_there(net):
    with pytest.raises(NotThere):
        seen(net, "auditor", "f" * 32)


# ---- written although the act is undone ---------------------------------------------------------------------------


def test_what_is_kept_if_refused_is_written_and_nothing_else(net):
    with pytest.raises(OverBudget), net.store.writing() as session:
        session.add(Country(code="XX", name="undone"))
        session.flush()
        keep_if_refused(session, lambda kept: kept.add(Country(code="YY", name="kept")))
        raise OverBudget("too many")
    with net.store.reading() as session:
        assert (session.get(Country, "XX"), session.get(Country, "YY").name) == (None, "kept")


def test_a_refusal_caught_inside_is_written_with_the_rest(net):
    with net.store.writing() as session:
        session.add(Country(code="XX", name="done"))
        with contextlib.suppress(OverBudget):
            alarms.refuse(
                session,
                net.banjul,
                OverBudget("too many"),
                lambda kept: alarms.raise_alarm(kept, AlarmKind.BUDGET, net.banjul.unit_id, None, {}),
            )
    with net.store.reading() as session:
        assert session.get(Country, "XX") is not None
        assert len(session.scalars(select(Alarm.id)).all()) == 1


def test_where_nothing_is_to_be_kept_a_refusal_undoes_all(net):
    with pytest.raises(OverBudget), net.store.writing() as session:
        session.add(Country(code="XX", name="undone"))
        raise OverBudget("too many")
    with net.store.reading() as session:
        assert session.get(Country, "XX") is None
