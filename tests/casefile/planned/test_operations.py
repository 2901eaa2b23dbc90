"""Planned operations: a unit reads its own, the coordination office where two meet, nobody else anything."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from casefile.errors import BadInput, Conflict, NotAllowed, NotThere, OverBudget
from casefile.planned import desk, meetings, own
from casefile.policy import budgets
from casefile.retention import sweep
from casefile.storage import tables
from casefile.storage.tables import Audit, Operation, OperationKey, OperationMeeting, Outbox
from casefile.vocabulary import Act, MeetingState, OperationState, Topic
from tests.casefile.planned.plans import today

WHY = "asked by the prosecutor"
BEACHES = ("Mbour", "Joal", "Kayar", "Nouadhibou", "Saint-Louis")


def draft(net, who, place="Mbour", km=10, ahead=10, days=0, **more):
    first = today() + timedelta(days=ahead)
    given = {
        "case_id": net.cases[who], "place": place, "radius_km": km, "first": first,
        "last": first + timedelta(days=days), "means": "a boat", "targets": "a departure",
        "contact_id": net.viewers[who].officer_id, "reason": WHY, **more,
    }  # fmt: skip
    return own.OperationDraft(**given)


def plan(net, who, place="Mbour", **more):
    with net.store.writing() as session:
        return own.plan_operation(session, net.viewers[who], draft(net, who, place, **more))


def postpone(net, who, operation_id, ahead):
    day = today() + timedelta(days=ahead)
    with net.store.writing() as session:
        own.postpone(session, net.viewers[who], operation_id, day, day, WHY)


def end(net, who, operation_id, done=False):
    with net.store.writing() as session:
        own.end(session, net.viewers[who], operation_id, WHY, done=done)


def compare(net):
    """What the worker does, in the order of the rows, as the relay takes them."""
    with net.store.reading() as session:
        rows = select(Outbox.subject_id).where(Outbox.topic == Topic.OPERATION.value).order_by(Outbox.id)
        waiting = session.scalars(rows).all()
    for operation_id in waiting:
        with net.store.writing() as session:
            meetings.look(session, operation_id)
    with net.store.writing() as session:
        session.connection().execute(tables.Outbox.__table__.delete())


def met(net):
    with net.store.reading() as session:
        return desk.meetings(session, net.coordinator, limit=200)


def pairs(net):
    with net.store.reading() as session:
        rows = session.execute(select(OperationMeeting.one_id, OperationMeeting.other_id, OperationMeeting.state))
        return {frozenset(row[:2]): MeetingState(row[2]) for row in rows}


def decide(net, tell=True):
    (one,) = met(net)
    with net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=tell)


def seen_by(net, who):
    """All that the product tells a unit of its operations."""
    with net.store.reading() as session:
        viewer = net.viewers[who]
        return own.operations_of(session, viewer), own.how_many_to_call(session, viewer), own.planners(session, viewer)


@pytest.mark.parametrize("first", ["dakar", "banjul"])
def test_two_units_at_one_beach_and_night_meet_at_the_office_whoever_came_first(net, first):
    second = {"dakar": "banjul", "banjul": "dakar"}[first]
    plan(net, first)
    compare(net)
    plan(net, second, "Plage de Mbour", km=5)
    compare(net)
    (one,) = met(net)
    assert {side.place for side in one.sides} == {"Mbour", "Plage de Mbour"} and one.together.apart_km < 10
    assert (one.state, one.may_tell) == (MeetingState.OPEN, True)
    assert {side.contact for side in one.sides} == {seen_by(net, who)[0][0].contact for who in ("dakar", "banjul")}


def test_of_many_every_planted_meeting_is_found_and_nothing_else(net):
    """Each beach and night of its own; two units in any order, looked at one by one or together."""
    chance, planted = random.Random(43), set()
    for number in range(30):
        place, ahead = BEACHES[number % len(BEACHES)], 20 + 6 * (number // len(BEACHES))
        units = chance.sample(["dakar", "banjul", "nouakchott"], chance.choice((1, 2, 2)))
        made = [plan(net, who, place, km=5, ahead=ahead + chance.randrange(2), days=1) for who in units]
        planted |= {frozenset(made)} if len(made) > 1 else set()
        if chance.random() < 0.5:
            compare(net)
    compare(net)
    assert set(pairs(net)) == planted and len(planted) > 12


def test_a_units_own_two_operations_do_not_meet(net):
    plan(net, "dakar"), plan(net, "dakar")
    compare(net)
    assert pairs(net) == {}


def test_another_units_operation_is_not_there(net):
    theirs = plan(net, "banjul")
    for act in (
        lambda s: own.open_operation(s, net.dakar, theirs),
        lambda s: own.end(s, net.dakar, theirs, WHY),
        lambda s: own.postpone(s, net.dakar, theirs, today(), today(), WHY),
        lambda s: own.say_called(s, net.dakar, theirs),
    ):
        with pytest.raises(NotThere), net.store.writing() as session:
            act(session)
    for act in (desk.meetings, desk.how_many_meet):
        with pytest.raises(NotAllowed), net.store.reading() as session:
            act(session, net.dakar)
    with pytest.raises(NotAllowed), net.store.reading() as session:
        own.operations_of(session, net.coordinator)
    with net.store.writing() as session:
        assert own.open_operation(session, net.banjul, theirs).may_change


def test_until_a_coordinator_tells_a_unit_reads_the_same_as_if_it_were_alone(net):
    """With and without another's operation, found, set aside, and ended: the same to the letter."""
    mine = plan(net, "dakar")
    compare(net)
    alone = seen_by(net, "dakar")
    theirs = plan(net, "banjul")
    assert seen_by(net, "dakar") == alone
    compare(net)
    assert seen_by(net, "dakar") == alone and len(met(net)) == 1
    decide(net, tell=False)
    assert seen_by(net, "dakar") == alone
    end(net, "banjul", theirs)
    compare(net)
    assert seen_by(net, "dakar") == alone
    assert alone[0][0].id == mine and not alone[0][0].call


def test_told_both_are_asked_to_call_and_learn_nothing_else(net):
    mine, theirs = plan(net, "dakar"), plan(net, "banjul")
    compare(net)
    decide(net)
    for who in ("dakar", "banjul"):
        views, to_call, _ = seen_by(net, who)
        assert [one.call for one in views] == [True] and to_call == 1
    with net.store.writing() as session:
        own.say_called(session, net.dakar, mine)
    (one,) = met(net)
    assert [side.called_at is not None for side in one.sides].count(True) == 1
    assert seen_by(net, "dakar")[1] == 0 and seen_by(net, "dakar")[0][0].called
    end(net, "banjul", theirs)
    compare(net)
    assert pairs(net) == {frozenset((mine, theirs)): MeetingState.NOTIFIED}, "who was notified stays notified"
    with pytest.raises(Conflict), net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=False)


def test_postponed_away_they_no_longer_meet_and_back_again_they_do(net):
    mine = plan(net, "dakar")
    plan(net, "banjul")
    compare(net)
    for ahead, state in ((40, MeetingState.OVER), (10, MeetingState.OPEN)):
        postpone(net, "dakar", mine, ahead)
        compare(net)
        assert list(pairs(net).values()) == [state]
    decide(net, tell=False)
    compare(net)
    assert list(pairs(net).values()) == [MeetingState.SET_ASIDE]
    postpone(net, "dakar", mine, 11)
    compare(net)
    assert list(pairs(net).values()) == [MeetingState.OPEN], "other days: the office looks again"


@pytest.mark.parametrize("done", [True, False])
def test_what_is_over_is_compared_with_nothing_and_changes_no_more(net, done):
    mine = plan(net, "dakar")
    end(net, "dakar", mine, done)
    plan(net, "banjul")
    compare(net)
    assert pairs(net) == {}
    with pytest.raises(Conflict), net.store.writing() as session:
        own.end(session, net.dakar, mine, WHY)
    with net.store.reading() as session:
        assert session.scalars(select(Operation.state).where(Operation.id == mine)).one() == (
            OperationState.DONE if done else OperationState.CANCELLED
        )
        assert session.scalar(select(func.count()).where(OperationKey.operation_id == mine)) == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": "behind the old mill"}, "place"),
        ({"place": " "}, "place"),
        ({"km": 51}, "radius"),
        ({"days": 31}, "last"),
        ({"ahead": -9}, "last"),
        ({"means": "x" * 301}, "means"),
        ({"case_id": "f" * 32}, "case"),
        ({"contact_id": "f" * 32}, "contact"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands_and_nothing_is_kept(net, wrong, field):
    with pytest.raises(BadInput) as refused:
        plan(net, "dakar", **wrong)
    assert refused.value.field == field and seen_by(net, "dakar")[0] == []


def test_it_counts_as_a_subject_watched_for(net, monkeypatch):
    monkeypatch.setitem(budgets.LIMITS, Act.WATCH, budgets.Limit(2, 9))
    plan(net, "dakar"), plan(net, "dakar")
    with pytest.raises(OverBudget):
        plan(net, "dakar")


def test_ninety_days_after_it_is_over_nothing_of_it_is_left(net):
    mine = plan(net, "dakar")
    plan(net, "banjul")
    compare(net)
    long_ago = tables.now() - timedelta(days=91)
    with net.store.writing() as session:
        session.execute(update(Operation).where(Operation.id == mine).values(over_at=long_ago))
        for table in (OperationKey, OperationMeeting):
            session.execute(update(table).values(over_at=long_ago))
        for name in ("operation_meeting", "operation_key", "operation"):
            sweep.sweep(name, session, tables.now(), 1_000)
    with net.store.reading() as session:
        assert [session.scalar(select(func.count()).select_from(one)) for one in (OperationKey, OperationMeeting)] == [
            0, 0,
        ]  # fmt: skip
        assert session.scalar(select(func.count()).select_from(Operation)) == 1
    assert seen_by(net, "dakar")[0] == []


def test_each_step_stands_in_the_trail_with_its_reason(net):
    mine = plan(net, "dakar")
    postpone(net, "dakar", mine, 12)
    plan(net, "banjul", ahead=12)
    compare(net)
    decide(net)
    with net.store.reading() as session:
        lines = session.execute(
            select(Audit.action, Audit.subject_kind, Audit.reason, Audit.unit_id)
            .where(Audit.subject_kind.in_(["operation", "operation_meeting"]))
            .order_by(Audit.seq)
        ).all()
    assert [(action, kind) for action, kind, *_ in lines] == [
        ("collection", "operation"), ("alteration", "operation"), ("collection", "operation"),
        ("disclosure", "operation_meeting"),
    ]  # fmt: skip
    assert {reason for _, _, reason, _ in lines} == {WHY} and lines[-1].unit_id == net.coordinator.unit_id
