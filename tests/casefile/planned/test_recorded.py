"""Planned operations and records of events: they meet at the coordination office alone, whoever came first."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from casefile import records
from casefile.errors import BadInput, NotAllowed, NotThere
from casefile.people import units
from casefile.planned import desk, meetings
from casefile.storage import migrate
from casefile.storage.tables import EventKey, OperationMeeting, Outbox, Record, RecordVersion
from casefile.subjects.identity import Fact, Identity, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    FactKind,
    MeetingKind,
    MeetingState,
    Notify,
    PlaceKind,
    RecordKind,
    RecordState,
    Sharing,
    Stage,
    SubjectCategory,
    Topic,
)
from casefile.watches import closing
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


def event(place="Mbour", ahead=10, kind=PlaceKind.DEPARTURE, day=None, note="", whole_month=False):
    """What a record says: so many days from today, in that whole month, or on this day."""
    on = day or (today() + timedelta(days=ahead)).isoformat()[: 7 if whole_month else 10]
    facts = (Fact(FactKind.MEANS, "pirogue"), Fact(FactKind.PEOPLE, "80"))
    return Identity(
        kind=RecordKind.EVENT,
        dates=(PartialDate(DateKind.EVENT, on),),
        places=(Place(kind, place),),
        facts=facts,
        narrative=note,
    )


def enter(net, who="banjul", rules=None, **said):
    more = {"subject_category": SubjectCategory.NONE, "suspicion_note": ""}
    return net.enter(who, event(**said), **{**more, **(rules or {})})


def amend(net, record_id, rules=None, **said):
    more = {"subject_category": SubjectCategory.NONE, "suspicion_note": ""}
    net.amend("banjul", record_id, event(**said), **{**more, **(rules or {})})


CASES = [
    ({"place": "Saly"}, {}, True),
    ({}, {"kind": PlaceKind.LANDING}, True),
    ({}, {"ahead": 11}, True),
    ({}, {"ahead": 9}, True),
    ({}, {"ahead": 12}, False),
    ({}, {"place": "Nouadhibou"}, False),
    ({}, {"who": "dakar"}, False),
    ({}, {"rules": {"sharing": Sharing.NONE}}, False),
    ({}, {"whole_month": True}, False),
    ({"ahead": 0}, {"ahead": -1}, True),
    ({"ahead": 0}, {"ahead": -2}, False),
    ({"ahead": 1}, {"ahead": -1}, False),
]
"""A night lies between at most, of days before as of days after; a month is no day; what is not matched against watches
meets no operation either."""


def test_an_operation_where_another_unit_recorded_an_event_is_the_offices_to_see_whoever_came_first(net):
    meets_whoever_came_first(net, CASES, enter, MeetingKind.RECORD)


def test_what_the_office_reads_of_a_record_is_where_when_how_many_and_its_unit(net):
    record_id = enter(net, note="said by a source at the quay", kind=PlaceKind.LANDING)
    plan(net)
    compare(net)
    (one,) = met(net)
    operation, seen = one.sides
    assert (operation.place, seen.place, seen.radius_km, seen.means, seen.people) == (
        "Mbour",
        "Mbour",
        0,
        "pirogue",
        "80",
    )
    assert (seen.first, seen.last) == (night(), night())
    assert (seen.kind, seen.contact, seen.targets, seen.state) == (MeetingKind.RECORD, "", "", RecordState.ACTIVE)
    assert (one.together.first, one.together.apart_km) == (night(), 0) and one.may_tell
    assert "quay" not in repr(one) and record_id not in repr(one)


ENDS = {
    "the record is withdrawn": lambda net, record_id, _, __: act(net, records.withdraw, record_id, WHY),
    "it says another place": lambda net, record_id, _, ahead: amend(net, record_id, place="Nouadhibou", ahead=ahead),
    "it says a day long past": lambda net, record_id, _, __: amend(net, record_id, ahead=-400),
    "it is matched no more": lambda net, record_id, _, ahead: amend(
        net, record_id, {"sharing": Sharing.NONE}, ahead=ahead
    ),
    "the operation is cancelled": lambda net, _, operation_id, __: end_operation(net, operation_id),
    "the operation is postponed": lambda net, _, operation_id, __: postpone(net, operation_id, 90),
    "the unit is closed": lambda net, *_: close(net),
}


def close(net):
    with net.store.writing() as session:
        closing.close_unit(session, units.SYSTEM, net.banjul.unit_id, WHY)


def test_what_no_longer_meets_is_no_conflict_any_more(net):
    for number, (name, how) in enumerate(ENDS.items()):
        ahead = 10 + 5 * number
        record_id, operation_id = enter(net, ahead=ahead), plan(net, ahead=ahead)
        compare(net)
        assert states(net)[operation_id, record_id] is MeetingState.OPEN, name
        how(net, record_id, operation_id, ahead)
        compare(net)
        assert states(net)[operation_id, record_id] is MeetingState.OVER, name
    with net.store.reading() as session:
        assert desk.how_many_meet(session, net.coordinator) == 0


def test_looked_at_again_nothing_changes_and_what_was_set_aside_comes_back_with_another_place_alone(net):
    record_id, operation_id = enter(net), plan(net)
    compare(net)
    with net.store.writing() as session:
        assert [meetings.look(session, one) for one in (record_id, operation_id, record_id)] == [1, 1, 1]
    (one,) = met(net)
    with net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=False)
    amend(net, record_id, note="the boat was blue")
    assert compare(net) == 1
    assert states(net) == {(operation_id, record_id): MeetingState.SET_ASIDE}, "it says what it said"
    amend(net, record_id, place="Saly")
    compare(net)
    assert states(net) == {(operation_id, record_id): MeetingState.OPEN}


def test_a_record_from_before_is_found_and_a_watch_that_was_decided_stays_so(net):
    record_id, operation_id = enter(net), plan(net)
    watch_id = net.watch("nouakchott", make.departure("Mbour", night()))
    act(net, records.withdraw, enter(net), WHY), net.enter("banjul")
    compare(net)
    with net.store.writing() as session:
        (with_watch,) = session.scalars(select(OperationMeeting.id).where(OperationMeeting.other_id == watch_id))
        desk.decide(session, net.coordinator, with_watch, WHY, tell=False)
        session.execute(delete(Outbox))
    migrate.downgrade(net.store, before("events_meet_operations"))
    migrate.migrate(net.store)
    assert states(net) == {(operation_id, watch_id): MeetingState.SET_ASIDE}
    with net.store.writing() as session:
        rows = session.execute(select(Outbox.subject_id, Outbox.topic, Outbox.stage)).all()
        assert rows == [(record_id, Topic.OPERATION.value, Stage.MATCH.value)], "what stands, and nothing else"
        meetings.look(session, operation_id)
    compare(net)
    assert states(net) == {
        (operation_id, watch_id): MeetingState.SET_ASIDE,
        (operation_id, record_id): MeetingState.OPEN,
    }


def test_neither_unit_reads_anything_before_the_office_tells_the_one_that_plans(net):
    plan(net)
    compare(net)
    alone = shown(net, "dakar")
    record_id = enter(net)
    theirs = shown(net, "banjul"), net.opened("banjul", record_id)
    compare(net)
    (one,) = met(net)
    assert (shown(net, "dakar"), (shown(net, "banjul"), net.opened("banjul", record_id))) == (alone, theirs)
    for look in (desk.meetings, desk.how_many_meet):
        with pytest.raises(NotAllowed), net.store.reading() as session:
            look(session, net.banjul)
    with net.store.writing() as session:
        assert desk.decide(session, net.coordinator, one.id, WHY, tell=True) is MeetingKind.RECORD
    (views, to_call), _ = shown(net, "dakar")
    assert to_call == 1 and views[0].call and shown(net, "banjul") == theirs[0]
    act(net, records.withdraw, record_id, WHY)
    compare(net)
    assert list(states(net).values()) == [MeetingState.NOTIFIED], "who was notified stays notified"


def test_of_a_record_that_is_kept_back_no_unit_is_asked_to_call(net):
    enter(net, rules={"notify": Notify.SILENT})
    plan(net)
    compare(net)
    (one,) = met(net)
    assert (one.may_tell, one.ask_first, one.may_set_aside) == (False, False, True)
    with pytest.raises(BadInput, match="record is kept back"), net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=True)
    assert shown(net, "dakar")[0][1] == 0


PROTECTED = {
    "a victim's": (RecordVersion, {"subject_category": "victim"}),
    "a minor's": (Record, {"protection": ["minor"]}),
    "names somebody protected": (Record, {"names_protected": True}),
    "nobody has looked at it": (Record, {"protection": None}),
}


def test_with_a_protected_record_it_is_the_protection_desks_of_the_office_alone(net):
    """As it stands at each look, without any new one by the worker."""
    ours, of_unit = net.viewers["protection"], protection_officer(net, "SN-DKR")
    plan(net)
    enter(net)
    compare(net)
    (one,) = met(net)
    for name, (table, said) in PROTECTED.items():
        with net.store.writing() as session:
            before = {column: session.scalars(select(getattr(table, column))).one() for column in said}
            session.execute(update(table).values(**said))
        assert met(net) == [] == met(net, of_unit) and len(met(net, ours)) == 1, name
        assert "protection" in said or not met(net, ours)[0].may_tell, name
        with net.store.reading() as session:
            assert desk.how_many_meet(session, net.coordinator) == 0 == desk.how_many_protected(session, of_unit)
            assert desk.how_many_protected(session, ours) == 1
        for viewer in (net.coordinator, of_unit):
            for act_on in (desk.open_meeting, lambda s, v, i: desk.decide(s, v, i, WHY, tell=False)):
                with pytest.raises(NotThere), net.store.writing() as session:
                    act_on(session, viewer, one.id)
        with net.store.writing() as session:
            session.execute(update(table).values(**before))
        assert len(met(net)) == 1 and met(net, ours) == [], name
    with net.store.writing() as session:
        desk.decide(session, net.coordinator, one.id, WHY, tell=False)


def test_a_person_and_an_event_of_a_past_year_ask_the_worker_nothing_and_of_last_week_write_no_keys(net):
    net.enter("banjul")
    enter(net, ahead=-400)
    enter(net, day=str(today().year - 2))
    waiting = select(func.count()).select_from(Outbox).where(Outbox.topic == Topic.OPERATION.value)
    with net.store.reading() as session:
        assert session.scalar(waiting) == 0
    enter(net, ahead=-7)
    with net.store.reading() as session:
        assert session.scalar(waiting) == 1
    assert compare(net) == 1
    with net.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(EventKey)) == 0
