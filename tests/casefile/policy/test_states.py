"""The machines as tables: every pair of state and move, what has no way back, and the actions that ask them."""

import re
from itertools import product

import pytest
from sqlalchemy import select, update

from casefile import records, retention, watches
from casefile.errors import BadInput, CasefileError, Conflict, NotThere
from casefile.policy.retention import WITHDRAWN_KEPT
from casefile.policy.states import (
    AGREEMENT,
    CASE,
    DUE_TO_EXPIRE,
    HANDOVER,
    HIT,
    IN_FORCE,
    JOINT,
    JUDGEMENT_MOVE,
    LASTING,
    LEAVES_MATCHING,
    LET_GO,
    MAY_EXPIRE,
    OPEN,
    OWNER_MOVES,
    PROTECTION_CONTACT,
    READABLE,
    RECORD,
    REFUSALS,
    SEAT,
    WATCH,
    AgreementMove,
    CaseMove,
    HandoverMove,
    HitMove,
    JointMove,
    ProtectionMove,
    RecordMove,
    SeatMove,
    WatchMove,
    after,
    allows,
)
from casefile.storage import tables
from casefile.storage.tables import Audit, Record, Tombstone, Watch
from casefile.vocabulary import (
    AgreementState,
    CaseState,
    HandoverState,
    HitState,
    JointState,
    Judgement,
    ProtectionContactState,
    RecordState,
    SeatState,
    WatchState,
)
from tests.network.make import person, record, watch
from tests.network.stored import everything, network

MACHINES = {
    "case": (CASE, CaseState, CaseMove),
    "record": (RECORD, RecordState, RecordMove),
    "watch": (WATCH, WatchState, WatchMove),
    "hit": (HIT, HitState, HitMove),
    "joint": (JOINT, JointState, JointMove),
    "seat": (SEAT, SeatState, SeatMove),
    "handover": (HANDOVER, HandoverState, HandoverMove),
    "agreement": (AGREEMENT, AgreementState, AgreementMove),
    "protection contact": (PROTECTION_CONTACT, ProtectionContactState, ProtectionMove),
}
DEAD_ENDS = {
    "record": {
        RecordState.TOMBSTONED: set(),
        RecordState.EXPIRED: {RecordState.TOMBSTONED},
    },
    "watch": {WatchState.TOMBSTONED: set(), WatchState.ENDED: {WatchState.TOMBSTONED}},
    "hit": {HitState.CLOSED: set()},
    "joint": {JointState.DECLINED: set(), JointState.CLOSED: {JointState.CLOSED}, JointState.ENDED: {JointState.ENDED}},
    "seat": {SeatState.LEFT: set(), SeatState.DECLINED: set()},
    "handover": {HandoverState.ACCEPTED: set(), HandoverState.REFUSED: set(), HandoverState.TAKEN_BACK: set()},
    "agreement": {AgreementState.REFUSED: set(), AgreementState.ENDED: set()},
}


def reachable(machine, state):
    """Every state that some path of moves leads to."""
    found, edge = set(), {state}
    while edge:
        edge = {to for (at, _), to in machine.items() if at in edge} - found
        found |= edge
    return found


@pytest.mark.parametrize("name", MACHINES)
def test_every_pair_of_state_and_move_is_allowed_by_the_table_or_refused(name):
    machine, states, moves = MACHINES[name]
    for state, move in product(states, moves):
        if (state, move) in machine:
            assert after(machine, state, move) is machine[state, move] and allows(machine, state, move)
        else:
            assert not allows(machine, state, move)
            with pytest.raises(Conflict):
                after(machine, state, move)
    assert set(machine.values()) <= set(states)


@pytest.mark.parametrize("name", DEAD_ENDS)
def test_what_has_ended_has_no_way_back(name):
    for state, allowed in DEAD_ENDS[name].items():
        assert reachable(MACHINES[name][0], state) == allowed, state


def test_a_withdrawn_record_comes_back_only_by_its_list_or_goes_for_good():
    moves = {move: to for (state, move), to in RECORD.items() if state is RecordState.WITHDRAWN}
    assert moves == {RecordMove.RELIST: RecordState.ACTIVE, RecordMove.TOMBSTONE: RecordState.TOMBSTONED}
    assert RecordMove.RELIST not in OWNER_MOVES


def test_every_state_but_the_first_can_be_reached():
    assert reachable(RECORD, RecordState.ACTIVE) | {RecordState.ACTIVE} == set(RecordState)
    assert reachable(WATCH, WatchState.PROPOSED) | {WatchState.PROPOSED} == set(WatchState)
    assert reachable(HIT, HitState.DETECTED) | {HitState.DETECTED} == set(HitState)
    assert reachable(JOINT, JointState.PROPOSED) | {JointState.PROPOSED} == set(JointState)
    assert reachable(SEAT, SeatState.ASKED) | {SeatState.ASKED} == set(SeatState)
    assert reachable(HANDOVER, HandoverState.OFFERED) | {HandoverState.OFFERED} == set(HandoverState)
    assert reachable(AGREEMENT, AgreementState.PROPOSED) | {AgreementState.PROPOSED} == set(AgreementState)
    assert reachable(PROTECTION_CONTACT, ProtectionContactState.OPEN) == set(ProtectionContactState)


def test_what_is_refused_in_its_own_words_is_refused_by_the_tables():
    machines = {**CASE, **RECORD, **WATCH, **HIT, **PROTECTION_CONTACT}
    assert REFUSALS and not set(REFUSALS) & set(machines)
    for (state, move), sentence in REFUSALS.items():
        with pytest.raises(Conflict, match=re.escape(sentence)):
            after(machines, state, move)


def test_a_closed_case_takes_corrections_only_until_it_is_reopened():
    allowed = {move for state, move in CASE if state is CaseState.CLOSED}
    assert allowed == {CaseMove.CORRECT, CaseMove.REOPEN}
    assert CASE[CaseState.CLOSED, CaseMove.REOPEN] is CaseState.OPEN


def test_a_withdrawn_hit_comes_back_to_the_queue_and_nowhere_else():
    assert {m for s, m in HIT if s is HitState.WITHDRAWN} == {HitMove.STAND_AGAIN}
    assert HIT[HitState.WITHDRAWN, HitMove.STAND_AGAIN] is HitState.QUEUED


def test_the_named_sets_fit_the_tables():
    assert {HitState.DETECTED, HitState.QUEUED, HitState.IN_REVIEW, HitState.UNRESOLVED} == OPEN
    assert {state for state in HitState if not allows(HIT, state, HitMove.WITHDRAW)} == LASTING
    assert not OPEN & LASTING
    assert {s for s, m in HIT if m in JUDGEMENT_MOVE.values()} == OPEN - {HitState.DETECTED}
    assert set(JUDGEMENT_MOVE) == set(Judgement)
    assert MAY_EXPIRE >= IN_FORCE and set() == LET_GO & IN_FORCE
    assert set(RecordState) == READABLE | LEAVES_MATCHING and not READABLE & LEAVES_MATCHING
    stays = {RecordState.ACTIVE, RecordState.EXTENDED, RecordState.HOLD}  # are asked about, or held, before they expire
    assert set(RecordState) == DUE_TO_EXPIRE | stays | set(DEAD_ENDS["record"]) | {RecordState.WITHDRAWN}
    assert all(to not in READABLE for (_, m), to in RECORD.items() if m is RecordMove.WITHDRAW)


@pytest.mark.parametrize(("state", "move"), list(product(RecordState, RecordMove)))
def test_the_action_on_a_record_does_what_the_table_says_and_nothing_else(sqlite_store, state, move):
    net = network(sqlite_store)
    record_id = net.enter("dakar")
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.id == record_id).values(state=state.value))
    allowed = allows(RECORD, state, move) and move in OWNER_MOVES
    try:
        with net.store.writing() as session:
            records.change_state(session, net.dakar, record_id, move, "as the table of moves says")
        assert allowed
    except CasefileError:
        assert not allowed
    with net.store.reading() as session:
        assert session.get(Record, record_id).state == (RECORD[state, move] if allowed else state).value


@pytest.mark.parametrize("state", list(RecordState))
def test_a_record_is_amended_only_where_the_table_says_by_page_and_by_import(sqlite_store, state):
    net = network(sqlite_store)
    first, second = person("Mamadou Dialo", "1985"), person("Mamadou Diallo", "1985")
    later = person("Mamadou Dialo", "1985", phone="+221 77 000 11 22")
    draft = lambda one: record(one, net.cases["dakar"], origin_ref="list:1")  # noqa: E731
    with net.store.writing() as session:
        record_id = records.enter(session, net.dakar, draft(first))
        session.execute(update(Record).where(Record.id == record_id).values(state=state.value))
    allowed = allows(RECORD, state, RecordMove.AMEND)
    try:
        with net.store.writing() as session:
            records.amend(session, net.dakar, record_id, draft(second))
        assert allowed
    except CasefileError:
        assert not allowed
    with net.store.writing() as session:
        (again,) = records.enter_many(session, net.dakar, [draft(later)])
        assert again.outcome == ("updated" if allowed else "unchanged")
        assert session.get(Record, record_id).state == state.value


STEPS = {
    WatchMove.SUSPEND: watches.suspend,
    WatchMove.RESUME: watches.resume,
    WatchMove.END: watches.end,
}


@pytest.mark.parametrize(("state", "move"), list(product(WatchState, STEPS)))
def test_a_step_of_a_watch_is_taken_only_where_the_table_says(sqlite_store, state, move):
    net = network(sqlite_store)
    watch_id = net.watch("banjul")
    with net.store.writing() as session:
        session.execute(update(Watch).where(Watch.id == watch_id).values(state=state.value))
    try:
        with net.store.writing() as session:
            STEPS[move](session, net.banjul, watch_id, "as the table of moves says")
        assert allows(WATCH, state, move)
    except (Conflict, NotThere):  # a tombstone is there for nobody
        assert not allows(WATCH, state, move)


def test_an_ended_watch_is_not_revived_by_the_next_file(sqlite_store):
    net = network(sqlite_store)
    with net.store.writing() as session:
        watch_id = watches.watch(session, net.banjul, watch(person("Modou Jallow", "1984"), origin_ref="list:1"))
        watches.end(session, net.banjul, watch_id, "the case is closed")
    with net.store.writing() as session:
        (again,) = watches.watch_many(session, net.banjul, [watch(person("Modou Jalloh", "1984"), origin_ref="list:1")])
        assert (again.outcome, session.get(Watch, watch_id).state) == ("unchanged", WatchState.ENDED.value)


def test_tombstoning_destroys_the_content_and_is_no_step_of_the_unit(sqlite_store):
    net = network(sqlite_store)
    record_id = net.enter("dakar", person("Quodvultdeus Dialo", "1985", narrative="Seen with Quodvultdeus at Kayar."))
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record_id, "entered by mistake")
        with pytest.raises(BadInput):
            records.change_state(session, net.dakar, record_id, RecordMove.TOMBSTONE, "out of sight")
    assert "Quodvultdeus" in everything(net.store)
    retention.run(net.store, tables.now() + WITHDRAWN_KEPT)
    with net.store.reading() as session:
        assert session.get(Record, record_id).state == RecordState.TOMBSTONED.value
        assert session.get(Tombstone, record_id).after_state == RecordState.WITHDRAWN.value
    assert "Quodvultdeus" not in everything(net.store)


def test_a_move_that_the_table_lacks_is_refused_and_stands_in_the_trail(sqlite_store):
    net = network(sqlite_store)
    record_id = net.enter("dakar")
    with pytest.raises(Conflict), net.store.writing() as session:
        records.change_state(session, net.dakar, record_id, RecordMove.LIFT_RESTRICTION, "the dispute is settled")
    with net.store.reading() as session:
        line = session.scalars(select(Audit).where(Audit.action == "refused")).one()
        assert (line.officer_id, line.subject_id) == (net.dakar.officer_id, record_id)
        assert line.detail == {"refused": "Conflict", "state": "active", "move": "lift_restriction"}
