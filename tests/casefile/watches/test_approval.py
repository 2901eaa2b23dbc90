"""Nobody alone: a wide watch waits for a coordinator, and every watch of a unit that asks for a second officer."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import select, update

from casefile import watches
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import officers, units, viewers
from casefile.policy import watching
from casefile.policy.states import WATCH, WatchMove, allows
from casefile.policy.watching import Seat
from casefile.storage import tables
from casefile.storage.tables import Audit, Watch
from casefile.vocabulary import Protection, Role, WatchState
from tests.network.make import person, watch

WIDE, NARROW = person("Mamadou Diallo"), person("Modou Jallow", "1984")


@pytest.fixture
def two(net):
    """Banjul has a second watch officer and asks for a second pair of eyes."""
    with net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "banjul2", unit="GM-BJL", roles=(Role.WATCH_OFFICER,))
        net.viewers["banjul2"] = viewers.viewer_by_login(session, "banjul2")
        units.ask_for_approval(session, units.SYSTEM, net.banjul.unit_id, approves=True)
    return net


def state(net, watch_id):
    with net.store.reading() as session:
        return WatchState(session.scalar(select(Watch.state).where(Watch.id == watch_id)))


def decide(net, who, watch_id, *, refuse=""):
    with net.store.writing() as session:
        if refuse:
            return watches.refuse(session, net.viewers[who], watch_id, refuse)
        return watches.approve(session, net.viewers[who], watch_id)


def waiting(net, who):
    with net.store.reading() as session:
        return [one.id for one in watches.waiting(session, net.viewers[who])]


def count(net, who):
    with net.store.reading() as session:
        return watches.how_many_wait(session, net.viewers[who])


def test_wide_is_refused_unless_it_is_asked_for(net):
    with pytest.raises(BadInput) as refused:
        net.watch("banjul", WIDE)
    assert refused.value.field == "wide"
    watch_id = net.watch("banjul", WIDE, wide=True)
    assert state(net, watch_id) is WatchState.PROPOSED and waiting(net, "coordinator") == [watch_id]


def test_the_coordinator_sees_subject_ground_and_published_band_and_nothing_else(net):
    watch_id = net.watch("banjul", WIDE, wide=True)
    net.enter("dakar", WIDE)
    with net.store.reading() as session:
        (one,) = watches.waiting(session, net.coordinator)
    assert one.identity == WIDE and one.seat is Seat.COORDINATOR and one.asked_by == "" and one.may_decide
    assert decide(net, "coordinator", watch_id) is WatchState.ACTIVE and waiting(net, "coordinator") == []


def test_the_protection_desk_decides_on_a_protected_one(net):
    watch_id = net.watch("banjul", WIDE, wide=True, protection=(Protection.MINOR,))
    assert waiting(net, "coordinator") == [] and waiting(net, "protection") == [watch_id]
    with pytest.raises(NotThere):
        decide(net, "coordinator", watch_id)
    assert decide(net, "protection", watch_id) is WatchState.ACTIVE


def test_a_second_officer_approves_and_nobody_sits_twice(two):
    watch_id = two.watch("banjul", NARROW)
    assert state(two, watch_id) is WatchState.PROPOSED
    assert waiting(two, "banjul") == waiting(two, "banjul2") == [watch_id] and waiting(two, "coordinator") == []
    assert (count(two, "banjul"), count(two, "banjul2")) == (0, 1)
    with pytest.raises(NotAllowed):
        decide(two, "banjul", watch_id)
    with two.store.writing() as session, pytest.raises(NotAllowed):  # the same officer by another sign-in
        watches.approve(session, viewers.viewer_by_login(session, "banjul"), watch_id)
    with pytest.raises(NotAllowed):  # nor refuse: it is ended instead
        decide(two, "banjul", watch_id, refuse="my own doubt")
    for stranger in ("dakar", "coordinator", "protection"):
        with pytest.raises(NotThere):
            decide(two, stranger, watch_id)
    assert decide(two, "banjul2", watch_id) is WatchState.ACTIVE
    with pytest.raises(Conflict):
        decide(two, "banjul2", watch_id)


def test_who_amends_what_waits_has_written_it_too(two):
    watch_id = two.watch("banjul", NARROW)
    two.amend_watch("banjul2", watch_id, person("Modou Jallow", "1985"))
    assert state(two, watch_id) is WatchState.PROPOSED
    for who in ("banjul", "banjul2"):
        with pytest.raises(NotAllowed):
            decide(two, who, watch_id)


def test_wide_in_a_unit_that_asks_needs_both(two):
    watch_id = two.watch("banjul", WIDE, wide=True)
    assert waiting(two, "coordinator") == []
    assert decide(two, "banjul2", watch_id) is WatchState.APPROVED
    assert waiting(two, "coordinator") == [watch_id] and waiting(two, "banjul2") == []
    with pytest.raises(NotAllowed):
        decide(two, "banjul2", watch_id)
    assert decide(two, "coordinator", watch_id) is WatchState.ACTIVE


def test_a_refusal_ends_it_with_the_reason(two):
    watch_id = two.watch("banjul", WIDE, wide=True)
    decide(two, "banjul2", watch_id)
    decide(two, "coordinator", watch_id, refuse="a year is needed")
    with two.store.reading() as session:
        row = session.execute(select(Watch.state, Watch.state_reason).where(Watch.id == watch_id)).one()
        (line, *_) = watches.notices_of(session, two.banjul)
    assert row == (WatchState.ENDED.value, "a year is needed") and line.reason == "a year is needed"


def test_another_subject_is_another_question(two):
    watch_id = two.watch("banjul", NARROW)
    decide(two, "banjul2", watch_id)
    two.amend_watch("banjul", watch_id, NARROW, ground="a better ground than before")
    assert state(two, watch_id) is WatchState.ACTIVE, "the same subject"
    two.amend_watch("banjul", watch_id, person("Lamin Sanneh", "1990"))
    assert state(two, watch_id) is WatchState.PROPOSED
    with pytest.raises(NotAllowed):
        decide(two, "banjul", watch_id)
    assert decide(two, "banjul2", watch_id) is WatchState.ACTIVE


def test_made_wide_by_an_amendment_and_selective_by_the_next(net):
    watch_id = net.watch("banjul", NARROW)
    with pytest.raises(BadInput):
        net.amend_watch("banjul", watch_id, WIDE)
    net.amend_watch("banjul", watch_id, WIDE, wide=True)
    assert state(net, watch_id) is WatchState.PROPOSED
    net.amend_watch("banjul", watch_id, NARROW)
    assert state(net, watch_id) is WatchState.ACTIVE, "nobody has to look at it any more"


def test_running_out_and_renewing_is_no_way_round(net, monkeypatch):
    watch_id = net.watch("banjul", WIDE, wide=True)
    later = tables.now() + watches.DEFAULT_DURATION * 1.1
    monkeypatch.setattr(tables, "now", lambda: later)
    with net.store.writing() as session:
        assert watches.expire_due(session, later) == 1
    with net.store.writing() as session:
        watches.renew(session, net.banjul, watch_id, later + watches.DEFAULT_DURATION, "still sought")
    assert state(net, watch_id) is WatchState.PROPOSED
    decide(net, "coordinator", watch_id)
    assert state(net, watch_id) is WatchState.ACTIVE


def test_from_the_command_line_it_acts_at_once_unless_the_unit_asks(two):
    with two.store.writing() as session:
        one = watches.watch_many(session, units.system_viewer(session, "SN-DKR"), [watch(WIDE)])[0]
        other = watches.watch_many(session, units.system_viewer(session, "GM-BJL"), [watch(WIDE)])[0]
    assert one.wide and state(two, one.watch_id) is WatchState.ACTIVE
    assert other.wide and state(two, other.watch_id) is WatchState.PROPOSED
    with two.store.writing() as session, pytest.raises(NotAllowed):  # the command line is nobody: it approves nothing
        watches.approve(session, units.system_viewer(session, "GM-BJL"), other.watch_id)


def test_an_approval_stands_in_the_trail_as_a_decision(net):
    watch_id = net.watch("banjul", WIDE, wide=True)
    decide(net, "coordinator", watch_id)
    wanted = select(Audit.officer_id, Audit.detail).where(Audit.action == "decision", Audit.subject_id == watch_id)
    with net.store.reading() as session:
        line = session.execute(wanted).one()
    assert line.officer_id == net.coordinator.officer_id
    assert line.detail["steps"] == ["approve", "activate"]


ACTS = {
    WatchMove.APPROVE: lambda s, net, w: watches.approve(s, net.banjul2, w),
    WatchMove.REFUSE: lambda s, net, w: watches.refuse(s, net.banjul2, w, "as the table says"),
    WatchMove.RENEW: lambda s, net, w: watches.renew(
        s, net.banjul, w, tables.now() + watches.DEFAULT_DURATION, "as the table says"
    ),
}


@pytest.mark.parametrize(("at", "move"), list(product(WatchState, ACTS)))
def test_every_step_is_taken_only_where_the_table_says(two, at, move):
    two.__dict__["banjul2"] = two.viewers["banjul2"]
    watch_id = two.watch("banjul", NARROW)
    with two.store.writing() as session:
        session.execute(update(Watch).where(Watch.id == watch_id).values(state=at.value, approved_by="x"))
    try:
        with two.store.writing() as session:
            ACTS[move](session, two, watch_id)
        assert allows(WATCH, at, move)
    except NotAllowed:
        assert at is WatchState.APPROVED, "another seat decides there"
    except Conflict:
        assert not allows(WATCH, at, move)
    except NotThere:
        assert at is WatchState.TOMBSTONED, "what was destroyed is not there"


# ---- the rule itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wide", "asks", "line", "waits"),
    [(w, a, c, a or (w and not c)) for w, a, c in product((False, True), repeat=3)],
)
def test_when_a_watch_waits(wide, asks, line, waits):
    assert watching.waits(wide=wide, unit_asks=asks, command_line=line) is waits


@pytest.mark.parametrize(("at", "wide", "asks", "protected"), list(product(WatchState, *[(False, True)] * 3)))
def test_who_looks_next(at, wide, asks, protected):
    desk = Seat.PROTECTION if protected else Seat.COORDINATOR
    expected = None
    if at is WatchState.APPROVED:
        expected = desk
    elif at is WatchState.PROPOSED:
        expected = desk if wide and not asks else Seat.SECOND_OFFICER
    assert watching.seat(at, wide=wide, unit_asks=asks, protected=protected) is expected


@pytest.mark.parametrize(("at", "wide", "last"), [(s, w, not (s is Seat.SECOND_OFFICER and w))
                                                  for s, w in product(Seat, (False, True))])  # fmt: skip
def test_who_is_the_last(at, wide, last):
    assert watching.is_last(at, wide=wide) is last


def test_who_may_sit(net):
    own, other = net.banjul.unit_id, net.dakar.unit_id
    assert watching.may_sit(net.banjul, Seat.SECOND_OFFICER, own, ())
    assert not watching.may_sit(net.banjul, Seat.SECOND_OFFICER, other, ())
    assert not watching.may_sit(net.banjul, Seat.SECOND_OFFICER, own, {net.banjul.officer_id})
    assert not watching.may_sit(replace(net.banjul, officer_id=""), Seat.SECOND_OFFICER, own, ())
    assert watching.may_sit(net.coordinator, Seat.COORDINATOR, own, ())
    assert not watching.may_sit(net.coordinator, Seat.PROTECTION, own, ())
    assert watching.may_sit(net.protection, Seat.PROTECTION, own, ())
    assert not watching.may_sit(net.protection, Seat.COORDINATOR, own, ())
