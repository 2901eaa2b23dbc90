"""The coordination office's desk: each number is its list, and nothing of the protection desk is in either."""

from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select, update

from casefile.coordination import desk
from casefile.coordination.desk import Age
from casefile.errors import NotAllowed
from casefile.storage import tables
from casefile.storage.tables import Hit, Pointer, Record
from casefile.vocabulary import HitState, Judgement, Notify, Protection
from tests.network.make import SEEN, WANTED, stated


@pytest.fixture
def pointer(net):
    """pointer("dakar", hours): a hit confirmed, its pointers sent so many hours ago."""
    watches = {}

    def make(who="dakar", hours=1, by="banjul", **rules):
        record = net.enter(who, SEEN, rules=stated(**rules))
        net.hit(record, watches.setdefault(by, net.watch(by, WANTED)))
        hit = net.hit_of(record)
        net.decide(hit)
        net.deliver()
        sent = tables.now() - timedelta(hours=hours)
        with net.store.writing() as session:
            session.execute(update(Pointer).where(Pointer.hit_id == hit).values(sent_at=sent))
        return hit

    return make


def asked(net, action, **more):
    with net.store.reading() as session:
        return action(session, net.coordinator, **more)


def note(net, hit, who):
    with net.store.writing() as session:
        mine = (Pointer.hit_id == hit, Pointer.unit_id == net.viewers[who].unit_id)
        session.execute(update(Pointer).where(*mine).values(read_at=tables.now()))


def test_late_and_open_pointers_are_counted_and_listed_alike(net, pointer):
    late, young = pointer(hours=49), pointer(hours=47)
    asks = pointer(hours=71, notify=Notify.OWNER_FIRST)
    note(net, late, "banjul")
    counts = asked(net, desk.counts)
    lines = asked(net, desk.unanswered)
    assert (counts.open, counts.late) == (len(lines), sum(line.late for line in lines)) == (4, 1)
    assert [(line.hit_id, line.unit_name) for line in asked(net, desk.unanswered, late=True)] == [
        (late, "Brigade de Dakar")
    ]
    assert {line.hit_id for line in asked(net, desk.unanswered, late=False)} == {young, asks}
    assert lines[0].hit_id == asks and lines[0].asks, "the longest first"


def test_a_unit_is_silent_when_the_time_of_three_pointers_passed_and_none_was_answered(net, pointer):
    hits = [pointer("dakar", 60 + number) for number in range(3)]
    for hit in hits:
        note(net, hit, "banjul")
    assert [(one.name, one.unanswered) for one in asked(net, desk.silent_units)] == [("Brigade de Dakar", 3)]
    note(net, hits[0], "dakar")
    assert asked(net, desk.silent_units) == []


def test_two_are_not_silence_nor_is_what_is_still_in_time(net, pointer):
    for hours in (60, 61, 1):
        pointer("dakar", hours)
    assert asked(net, desk.silent_units) == []


def test_decisions_that_contradict_each_other_are_found_once(net):
    record, watch = net.enter("dakar", SEEN), net.watch("banjul", WANTED)
    other = net.watch("nouakchott", WANTED)
    net.hit(record, watch)
    with net.store.writing() as session:  # a pair with two hits is what an older release left behind
        row = session.execute(select(Hit.__table__)).mappings().one()
        session.execute(insert(Hit), {**row, "id": "0" * 32, "facts_hash": "e" * 64})
    net.hit(record, other)
    with net.store.reading() as session:
        rows = session.execute(select(Hit.id, Hit.watch_id, Hit.facts_hash)).all()
    first, again = (i for i, w, _ in sorted(rows, key=lambda row: row.facts_hash) if w == watch)
    net.decide(first, Judgement.NOT_SAME)
    assert asked(net, desk.counts).conflicts == 0
    net.decide(again, Judgement.SAME)
    net.decide(next(i for i, w, _ in rows if w == other), Judgement.SAME)
    lines = asked(net, desk.conflicts)
    assert [line.same_pair for line in lines] == [True, False] and asked(net, desk.counts).conflicts == 2
    assert {line.different_hit for line in lines} == {first}


@pytest.mark.parametrize(
    ("hours", "age"), [(1, Age.DAY), (25, Age.THREE_DAYS), (73, Age.WEEK), (24 * 8, Age.LONGER), (24 * 400, Age.LONGER)]
)
def test_hits_wait_by_age_each_in_one_band(net, hours, age):
    record = net.enter("dakar", SEEN)
    net.hit(record, net.watch("banjul", WANTED))
    with net.store.writing() as session:
        session.execute(update(Hit).values(detected_at=tables.now() - timedelta(hours=hours)))
    assert asked(net, desk.counts).waiting == {one: int(one is age) for one in Age}
    for one in Age:
        assert len(asked(net, desk.waiting_by_age, age=one)) == int(one is age)


def test_an_owner_who_did_not_answer_is_the_coordinators_to_decide(net, pointer):
    hit = pointer(notify=Notify.OWNER_FIRST, hours=73)
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == hit).values(state=HitState.ANSWER_DUE.value))
    assert asked(net, desk.counts).owner_silent == 1
    assert [line.hit_id for line in asked(net, desk.owner_silent)] == [hit]


def test_hits_of_the_protection_desk_are_nowhere_on_it(net, pointer):
    before = asked(net, desk.counts)
    record = net.enter("dakar", SEEN, rules=stated(protection=(Protection.MINOR,)))
    net.hit(record, net.watch("banjul", WANTED))
    assert asked(net, desk.counts) == before
    hit = pointer(hours=60)
    with net.store.writing() as session:  # protected a moment ago, not routed yet
        record = session.scalars(select(Hit.record_id).where(Hit.id == hit)).one()
        session.execute(update(Record).where(Record.id == record).values(protection=["minor"]))
    assert asked(net, desk.unanswered) == []


@pytest.mark.parametrize("who", ["dakar", "protection", "administrator", "auditor", "analyst", "magistrate"])
def test_the_desk_is_the_coordinators(net, who):
    for action in (desk.counts, desk.unanswered, desk.silent_units, desk.conflicts, desk.owner_silent):
        with net.store.reading() as session, pytest.raises(NotAllowed):
            action(session, net.viewers[who])


def test_the_desk_asks_little_of_the_database(net, pointer):
    for hours in range(40, 60):
        pointer("dakar", hours)
    asked_for = []
    event.listen(net.store.engine, "before_cursor_execute", lambda *given: asked_for.append(given[2]))
    asked(net, desk.counts)
    assert len([one for one in asked_for if one.startswith("SELECT")]) <= 6
