"""Holds: two named persons of the unit, an end, and nothing destroyed meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casefile import records, retention
from casefile.errors import BadInput, CasefileError, Conflict, NotAllowed, NotThere
from casefile.people import officers, units, viewers
from casefile.policy.retention import AFTER_HOLD, EXPIRED_KEPT, HOLD_LIFE, KEPT, RETENTION
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.storage import tables
from casefile.storage.tables import Audit, Record
from casefile.vocabulary import RecordState, Role

DAY = timedelta(days=1)
ORDER = {"authority": "Tribunal de Dakar, 12/2026", "reason": "the trial is pending"}


@pytest.fixture
def second(net):
    """A second investigator of Dakar."""
    with net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "dakar-two", unit="SN-DKR", roles=(Role.INVESTIGATOR,))
        return viewers.viewer_by_login(session, "dakar-two")


def run(net):
    return {name: many for name, many in retention.run(net.store, tables.now()).items() if name not in KEPT}


def ask(net, record_id, who=None, **changes):
    order = {**ORDER, "until": tables.now() + 100 * DAY, **changes}
    with net.store.writing() as session:
        retention.ask_hold(session, who or net.dakar, record_id, **order)


def do(net, action, *given):
    with net.store.writing() as session:
        return action(session, *given)


def found(net, record_id):
    with net.store.reading() as session:
        return retention.dated(session, net.dakar, record_id)


def test_a_hold_is_in_force_once_a_second_officer_confirms(net, second):
    record_id = net.enter("dakar")
    ask(net, record_id)
    assert found(net, record_id).line.state is RecordState.ACTIVE and not found(net, record_id).may_second
    with net.store.reading() as session:
        assert retention.waiting(session, second).holds == 1 and retention.waiting(session, net.dakar).holds == 0
        assert retention.held(session, second)[0].may_second
    do(net, retention.confirm, second, record_id)
    one = found(net, record_id)
    assert one.line.state is RecordState.HOLD
    assert (one.hold.asked_by, one.hold.confirmed_by) == (net.dakar.officer_id, second.officer_id)


def test_the_same_person_is_refused_the_second_seat_also_by_another_sign_in(net, second):
    record_id = net.enter("dakar")
    ask(net, record_id)
    with net.store.reading() as session:
        again = viewers.viewer_by_login(session, "dakar")  # a viewer is built again for each sign-in
    for who in (net.dakar, again):
        with pytest.raises(NotAllowed):
            do(net, retention.confirm, who, record_id)
    with net.store.reading() as session:
        tried = session.scalars(select(Audit).where(Audit.action == "refused")).all()
        assert [(one.officer_id, one.subject_id) for one in tried] == [(net.dakar.officer_id, record_id)] * 2


@pytest.mark.parametrize("who", ["analyst", "banjul", "coordinator", "system"])
def test_who_is_no_investigator_of_the_unit_neither_asks_nor_confirms(net, second, who):
    record_id = net.enter("dakar")
    with net.store.reading() as session:
        viewer = units.system_viewer(session, "SN-DKR") if who == "system" else net.viewers[who]
    with pytest.raises((NotAllowed, NotThere)):
        ask(net, record_id, viewer)
    ask(net, record_id)
    with pytest.raises((NotAllowed, NotThere)):
        do(net, retention.confirm, viewer, record_id)
    assert found(net, record_id).line.state is RecordState.ACTIVE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": timedelta(0)}, "until"),
        ({"until": HOLD_LIFE + DAY}, "until"),
        ({"authority": ""}, "authority"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_hold_states_authority_reason_and_an_end_within_a_year(net, changes, field):
    record_id = net.enter("dakar")
    if "until" in changes:
        changes = {"until": tables.now() + changes["until"]}
    with pytest.raises(BadInput) as refused:
        ask(net, record_id, **changes)
    assert refused.value.field == field


def test_who_asked_must_still_be_there_when_it_is_confirmed(net, second):
    record_id = net.enter("dakar")
    ask(net, record_id)
    do(net, officers.deactivate, net.administrator, "dakar", "has left the service")
    with pytest.raises(Conflict, match="no longer"):
        do(net, retention.confirm, second, record_id)
    do(net, retention.refuse_hold, second, record_id, "the officer has left")
    with net.store.reading() as session:
        assert retention.dated(session, second, record_id).hold is None


def test_lifting_takes_two_as_well_and_brings_the_review(net, second):
    record_id = net.enter("dakar")
    ask(net, record_id)
    with pytest.raises(Conflict, match="already"):
        ask(net, record_id, second)
    do(net, retention.confirm, second, record_id)
    with pytest.raises(Conflict):
        do(net, retention.confirm, second, record_id)
    with pytest.raises(Conflict):
        do(net, retention.refuse_hold, second, record_id, "nothing waits here")
    with pytest.raises(Conflict):
        do(net, records.withdraw, net.dakar, record_id, "out of the way")
    do(net, retention.ask_lifting, second, record_id, "the court has decided")
    with pytest.raises(Conflict, match="already"):
        do(net, retention.ask_lifting, net.dakar, record_id, "the court has decided")
    with pytest.raises(NotAllowed):
        do(net, retention.confirm, second, record_id)
    do(net, retention.refuse_hold, net.dakar, record_id, "the appeal is pending")
    assert found(net, record_id).hold.in_force and not found(net, record_id).hold.waits_for
    do(net, retention.ask_lifting, second, record_id, "the appeal is over")
    assert do(net, retention.confirm, net.dakar, record_id) is RecordState.REVIEW_DUE
    assert found(net, record_id).hold is None


def test_a_held_record_outlives_its_date_and_comes_up_for_review_at_the_end(net, second, clock):
    record_id = net.enter("dakar")
    clock(RETENTION.days - 10)
    run(net)
    ask(net, record_id)
    do(net, retention.confirm, second, record_id)
    clock(RETENTION.days + 50)
    assert run(net) == {} and found(net, record_id).line.state is RecordState.HOLD
    ended = clock(RETENTION.days + 90)
    assert run(net)["holds_ended"] == 1
    one = found(net, record_id)
    assert (one.line.state, one.hold, one.retain_until) == (RecordState.REVIEW_DUE, None, ended + AFTER_HOLD)
    clock(RETENTION.days + 90 + AFTER_HOLD.days)
    assert run(net)["expired"] == 1
    clock(RETENTION.days + 90 + (AFTER_HOLD + EXPIRED_KEPT).days)
    assert run(net)["destroyed"] == 1


def test_a_request_that_nobody_confirmed_runs_out_and_holds_nothing(net, second, clock):
    record_id = net.enter("dakar")
    ask(net, record_id)
    clock(100)
    with pytest.raises(Conflict, match="is over"):
        do(net, retention.confirm, second, record_id)
    assert run(net) == {"holds_ended": 1}
    assert found(net, record_id).hold is None and found(net, record_id).line.state is RecordState.ACTIVE


@pytest.mark.parametrize("state", list(RecordState))
@pytest.mark.parametrize("move", [RecordMove.HOLD, RecordMove.LIFT_HOLD])
def test_a_hold_is_asked_for_and_lifted_only_where_the_table_says(net, second, state, move):
    record_id = net.enter("dakar")
    if move is RecordMove.LIFT_HOLD:
        ask(net, record_id)
        do(net, retention.confirm, second, record_id)
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.id == record_id).values(state=state.value))
    if allows(RECORD, state, move):
        step(net, record_id, move)
        return
    with pytest.raises(CasefileError) as refused:
        step(net, record_id, move)
    assert refused.value.status == (404 if state is RecordState.TOMBSTONED else 409)
    with net.store.reading() as session:
        lines = session.scalars(select(Audit.detail).where(Audit.action == "refused")).all()
    tried = {"refused": "Conflict", "state": state.value, "move": move.value}
    assert lines == ([] if state is RecordState.TOMBSTONED else [tried])


def step(net, record_id, move):
    if move is RecordMove.HOLD:
        ask(net, record_id)
    else:
        do(net, retention.ask_lifting, net.dakar, record_id, "the court has decided")
