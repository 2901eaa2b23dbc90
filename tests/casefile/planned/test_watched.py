"""Planned operations and watches on departures: they meet at the coordination office alone, whoever came first."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from casefile import watches
from casefile.errors import BadInput, NotAllowed, NotThere
from casefile.planned import desk, meetings
from casefile.storage import migrate, tables
from casefile.storage.tables import EventKey, Outbox, Watch
from casefile.vocabulary import MeetingKind, MeetingState, Notify, Stage, SubjectCategory, Topic, WatchState
from tests.casefile.planned.plans import (
    WHY,
    act,
    before,
    compare,
    end_operation,
    meets_whoever_came_first,
    met,
    night,
    plan,
    postpone,
    protection_officer,
    shown,
    states,
    today,
)
from tests.network import make


def watch(net, who="banjul", place="Mbour", first=10, days=0, km=10, means="pirogue", **more):
    begins = today() + timedelta(days=first)
    seen = make.departure(place, begins, begins + timedelta(days=days) if days else None, km=km, means=means)
    return net.watch(who, seen, **more)


CASES = [
    ({"place": "Saly"}, {}, True),
    ({"ahead": 11}, {"means": "camion"}, True),
    ({"ahead": 12}, {}, False),
    ({}, {"who": "dakar"}, False),
]
"""The rule has its own table (`tests/casefile/matching/departures/test_covering.py`)."""


def test_an_operation_within_what_another_unit_watches_is_the_offices_to_see_whoever_came_first(net):
    meets_whoever_came_first(net, CASES, watch, MeetingKind.WATCH)


def test_what_the_office_reads_of_a_watch_is_where_when_for_what_and_its_unit(net):
    watch(net, days=3, km=20, ground="named by a source")
    plan(net)
    compare(net)
    (one,) = met(net)
    operation, seen = one.sides
    assert (operation.place, seen.place, seen.radius_km, seen.means) == ("Mbour", "Mbour", 20, "pirogue")
    assert (seen.first, seen.last) == (night(), night() + timedelta(days=3))
    assert (seen.kind, seen.contact, seen.targets, seen.state) == (MeetingKind.WATCH, "", "", WatchState.ACTIVE)
    assert (one.together.first, one.together.apart_km) == (night(), 0) and one.may_tell
    assert "source" not in repr(one)


ENDS = {
    "the watch is ended": lambda net, watch_id, _: act(net, watches.end, watch_id, WHY),
    "the watch is suspended": lambda net, watch_id, _: act(net, watches.suspend, watch_id, WHY),
    "the watch looks elsewhere": lambda net, watch_id, _: net.amend_watch(
        "banjul", watch_id, make.departure("Nouadhibou", night(), km=10)
    ),
    "the operation is cancelled": lambda net, _, operation_id: end_operation(net, operation_id),
    "the operation is postponed": lambda net, _, operation_id: postpone(net, operation_id, 90),
}


def test_what_no_longer_meets_is_no_conflict_any_more(net):
    for number, (name, how) in enumerate(ENDS.items()):
        watch_id, operation_id = watch(net, first=10 + 5 * number), plan(net, ahead=10 + 5 * number)
        compare(net)
        assert states(net)[operation_id, watch_id] is MeetingState.OPEN, name
        how(net, watch_id, operation_id)
        compare(net)
        assert states(net)[operation_id, watch_id] is MeetingState.OVER, name
    with net.store.reading() as session:
        assert desk.how_many_meet(session, net.coordinator) == 0


def test_looked_at_again_nothing_changes_and_what_was_set_aside_comes_back_with_another_place_alone(net):
    watch_id, operation_id = watch(net), plan(net)
    compare(net)
    with net.store.writing() as session:
        assert [meetings.look(session, one) for one in (watch_id, operation_id, watch_id)] == [1, 1, 1]
    (one,) = met(net)
    with net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=False)
    act(net, watches.renew, watch_id, tables.now() + timedelta(days=90), WHY)
    assert compare(net) == 1
    assert states(net) == {(operation_id, watch_id): MeetingState.SET_ASIDE}, "it says what it said"
    net.amend_watch("banjul", watch_id, make.departure("Mbour", night(), km=20))
    compare(net)
    assert states(net) == {(operation_id, watch_id): MeetingState.OPEN}
    act(net, watches.suspend, watch_id, WHY)
    compare(net)
    act(net, watches.resume, watch_id, WHY)
    compare(net)
    assert states(net) == {(operation_id, watch_id): MeetingState.OPEN}


def test_a_watch_from_before_there_were_keys_is_found_by_the_row_that_the_migration_left(net):
    watch_id, operation_id = watch(net), plan(net)
    act(net, watches.end, watch(net, "nouakchott"), WHY, who="nouakchott"), net.watch("nouakchott")
    with net.store.writing() as session:
        session.execute(delete(Outbox))
    migrate.downgrade(net.store, before("watched_places"))
    migrate.migrate(net.store)
    with net.store.writing() as session:
        rows = session.execute(select(Outbox.subject_id, Outbox.topic, Outbox.stage)).all()
        assert rows == [(watch_id, Topic.OPERATION.value, Stage.MATCH.value)], "what stands, and nothing else"
        assert meetings.look(session, operation_id) == meetings.look(session, watch_id) == 0, "its keys are saved first"
    compare(net)
    assert states(net) == {(operation_id, watch_id): MeetingState.OPEN}


def test_neither_unit_reads_anything_before_the_office_tells_the_one_that_plans(net):
    plan(net)
    compare(net)
    alone = shown(net, "dakar")
    watch_id = watch(net)
    theirs = shown(net, "banjul")
    assert compare(net) == 1
    (one,) = met(net)
    assert (shown(net, "dakar"), shown(net, "banjul")) == (alone, theirs)
    for look in (desk.meetings, desk.how_many_meet):
        with pytest.raises(NotAllowed), net.store.reading() as session:
            look(session, net.banjul)
    with net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=True)
    (views, to_call), _ = shown(net, "dakar")
    assert to_call == 1 and views[0].call and shown(net, "banjul") == theirs
    act(net, watches.end, watch_id, WHY)
    compare(net)
    assert list(states(net).values()) == [MeetingState.NOTIFIED], "who was notified stays notified"


def test_of_a_watch_that_is_kept_back_no_unit_is_asked_to_call(net):
    watch(net, notify=Notify.SILENT)
    plan(net)
    compare(net)
    (one,) = met(net)
    assert (one.may_tell, one.ask_first, one.may_set_aside) == (False, False, True)
    with pytest.raises(BadInput), net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=True)
    assert shown(net, "dakar")[0][1] == 0


def test_with_a_protected_watch_it_is_the_protection_desks_of_the_office_alone(net):
    """Also one that is protected since, or that nobody has looked at yet, without any new look by the worker."""
    ours, of_unit = net.viewers["protection"], protection_officer(net, "SN-DKR")
    plan(net)
    compare(net)
    watch_id = watch(net, subject_category=SubjectCategory.VICTIM)
    compare(net)
    (one,) = met(net, ours)
    assert not one.may_tell and met(net) == [] == met(net, of_unit)
    with net.store.reading() as session:
        assert desk.how_many_meet(session, net.coordinator) == 0 == desk.how_many_protected(session, of_unit)
        assert desk.how_many_protected(session, ours) == 1
    for viewer in (net.coordinator, of_unit):
        for act_on in (desk.open_meeting, lambda s, v, i: desk.decide(s, v, i, WHY, tell=False)):
            with pytest.raises(NotThere), net.store.writing() as session:
                act_on(session, viewer, one.id)
    with net.store.writing() as session:
        session.execute(update(tables.WatchVersion).values(subject_category="none"))
        session.execute(update(Watch).where(Watch.id == watch_id).values(protection=[]))
    assert len(met(net)) == 1 and met(net, ours) == []
    for protection in (["minor"], None):
        with net.store.writing() as session:
            session.execute(update(Watch).where(Watch.id == watch_id).values(protection=protection))
        assert len(met(net, ours)) == 1 and met(net) == [], protection
    with net.store.writing() as session:
        desk.decide(session, ours, one.id, WHY, tell=False)


def test_a_watch_on_a_person_and_one_on_days_that_are_past_write_nothing(net):
    net.watch("banjul")
    watch(net, first=-20, days=5)
    with net.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(EventKey)) == 0
        waiting = select(func.count()).select_from(Outbox).where(Outbox.topic == Topic.OPERATION.value)
        assert session.scalar(waiting) == 0
