"""Every step of a joint case and of a seat in it, in every state: refused and in the trail where the table lacks it."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import update

from casefile import joint
from casefile.errors import BadInput, Conflict
from casefile.policy.sharing import Access
from casefile.policy.states import JOINT, SEAT, JointMove, SeatMove, allows
from casefile.storage import tables
from casefile.storage.tables import JointCase, JointSeat
from casefile.vocabulary import JointPart, JointState, SeatState

ACTS = {
    JointMove.WRITE: lambda at: at.do(joint.write_minute, "dakar", "Met at the quay."),
    JointMove.NAME: lambda at: at.do(joint.name_member, "dakar", at.net.dakar.officer_id, JointPart.INVESTIGATOR),
    JointMove.PUT: lambda at: at.do(joint.put_in, "dakar", at.spare, Access.CORE),
    JointMove.TAKE_OUT: lambda at: at.do(joint.take_out, "dakar", at.record),
    JointMove.CLOSE: lambda at: at.do(joint.close, "dakar", "all are sentenced"),
}


@pytest.mark.parametrize(("state", "move"), list(product(JointState, ACTS)))
def test_an_action_on_a_joint_case_does_what_the_table_says_and_nothing_else(pair, state, move):
    pair.record, pair.spare = pair.net.enter("dakar"), pair.net.enter("dakar")
    pair.do(joint.put_in, "dakar", pair.record, Access.CORE)
    with pair.net.store.writing() as session:
        session.execute(update(JointCase).where(JointCase.id == pair.id).values(state=state.value))
    try:
        ACTS[move](pair)
        assert allows(JOINT, state, move) and pair.refused() == []
    except Conflict:
        assert not allows(JOINT, state, move) and pair.refused() == [("Conflict", move.value, state.value)]
    expected = JOINT.get((state, move), state)
    with pair.net.store.reading() as session:
        assert session.get(JointCase, pair.id).state == expected.value


ANSWERS = {
    SeatMove.ACCEPT: lambda at: at.do(joint.accept, "banjul", "the same boat as ours"),
    SeatMove.DECLINE: lambda at: at.do(joint.decline, "banjul", "nobody is free for it"),
}


@pytest.mark.parametrize(("state", "move"), list(product(SeatState, ANSWERS)))
def test_a_unit_answers_once(at, state, move):
    at.propose("dakar", "banjul", "nouakchott")
    with at.net.store.writing() as session:
        mine = (JointSeat.joint_id == at.id, JointSeat.unit_id == at.net.banjul.unit_id)
        session.execute(update(JointSeat).where(*mine).values(state=state.value))
    try:
        ANSWERS[move](at)
        assert allows(SEAT, state, move) and at.refused() == []
    except Conflict:
        assert not allows(SEAT, state, move) and at.refused() == [("Conflict", move.value, state.value)]


@pytest.mark.parametrize(("state", "move"), list(product(JointState, ANSWERS)))
def test_a_seat_is_answered_only_in_a_case_that_may_still_open(at, state, move):
    """Declining by the last unit asked declines the case; in an open one it leaves a seat empty."""
    at.propose("dakar", "banjul")
    with at.net.store.writing() as session:
        session.execute(update(JointCase).where(JointCase.id == at.id).values(state=state.value))
    try:
        ANSWERS[move](at)
        assert allows(JOINT, state, JointMove.OPEN) and at.refused() == []
        step = JointMove.OPEN if move is SeatMove.ACCEPT else JointMove.DECLINE
    except Conflict:
        assert not allows(JOINT, state, JointMove.OPEN) and at.refused() == [("Conflict", "open", state.value)]
        step = None
    with at.net.store.reading() as session:
        assert session.get(JointCase, at.id).state == JOINT.get((state, step), state).value


@pytest.mark.parametrize("state", list(SeatState))
def test_a_unit_leaves_only_the_seat_it_has_taken(pair, state):
    with pair.net.store.writing() as session:
        mine = (JointSeat.joint_id == pair.id, JointSeat.unit_id == pair.net.banjul.unit_id)
        session.execute(update(JointSeat).where(*mine).values(state=state.value))
    try:
        pair.do(joint.leave, "banjul", "our part is done")
        assert allows(SEAT, state, SeatMove.LEAVE) and pair.refused() == []
    except BadInput:  # without the seat nobody of the unit is a member
        assert not allows(SEAT, state, SeatMove.LEAVE)
        assert pair.refused() == [("BadInput", "leave", state.value)]


@pytest.mark.parametrize("state", list(JointState))
def test_a_unit_leaves_only_a_case_that_is_open(pair, state):
    with pair.net.store.writing() as session:
        session.execute(update(JointCase).where(JointCase.id == pair.id).values(state=state.value))
    try:
        pair.do(joint.leave, "banjul", "our part is done")
        assert state is JointState.OPEN and pair.refused() == []
    except Conflict:
        assert state is not JointState.OPEN and pair.refused()[0][0::2] == ("Conflict", state.value)


@pytest.mark.parametrize("state", list(JointState))
def test_the_schedule_ends_what_the_table_says_and_no_other(pair, state):
    with pair.net.store.writing() as session:
        past = {"state": state.value, "ends_at": tables.now() - timedelta(days=1)}
        session.execute(update(JointCase).where(JointCase.id == pair.id).values(**past))
        assert joint.end_due(session, tables.now()) == int(allows(JOINT, state, JointMove.END))
    with pair.net.store.reading() as session:
        assert session.get(JointCase, pair.id).state == JOINT.get((state, JointMove.END), state).value
    assert pair.refused() == []


def test_every_move_of_the_tables_is_somebodys():
    assert set(ACTS) | {JointMove.OPEN, JointMove.DECLINE, JointMove.END} == set(JointMove)
    assert set(ANSWERS) | {SeatMove.LEAVE} == set(SeatMove)
