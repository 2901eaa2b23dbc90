"""Every step a person takes with a hit, in every state: what the table lacks is refused and stands in the trail."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from casefile import hits
from casefile.contact import office
from casefile.errors import Conflict
from casefile.hits import answers
from casefile.policy.states import HIT, HitMove, allows
from casefile.storage import tables
from casefile.storage.tables import Audit, Hit, Pointer, Review
from casefile.vocabulary import HitState, Judgement, Notify
from tests.network.make import stated
from tests.network.stored import network

WHY = "agreed with the public prosecutor"
ASKS_FIRST = stated(notify=Notify.OWNER_FIRST)


def _judge(judgement):
    return "coordinator", lambda s, who, hit, _: hits.decide(s, who, hit, judgement, WHY)


def _answer(agree):
    return "dakar", lambda s, who, _, pointer: answers.answer(s, who, pointer, agree, WHY)


def _settle(tell):
    return "coordinator", lambda s, who, hit, _: answers.settle(s, who, hit, tell, WHY)


STEPS = {
    HitMove.TAKE: ("coordinator", lambda s, who, hit, _: hits.take(s, who, hit)),
    HitMove.JUDGE_SAME: _judge(Judgement.SAME),
    HitMove.JUDGE_NOT_SAME: _judge(Judgement.NOT_SAME),
    HitMove.JUDGE_UNRESOLVED: _judge(Judgement.UNRESOLVED),
    HitMove.AGREE: _answer(agree=True),
    HitMove.REFUSE: _answer(agree=False),
    HitMove.SEND_POINTER: _settle(tell=True),
    HitMove.SEAL: _settle(tell=False),
    HitMove.CLOSE: ("coordinator", lambda s, who, hit, _: office.close(s, who, hit, WHY)),
}
"""Who takes it, and how. What the two units do in a contact is asked in tests/casefile/contact/test_contact.py."""

NOBODYS = {
    HitMove.QUEUE: "matching raises it",
    HitMove.APPLY_RULE: "part of judging it the same",
    HitMove.ASK_OWNER: "part of judging it the same",
    HitMove.LAPSE: "the schedule",
    HitMove.RECALL: "a rule that has become stricter",
    HitMove.PROTECT: "a side that has become protected",
    HitMove.WITHDRAW: "a side that was withdrawn, corrected, or ran out",
    HitMove.STAND_AGAIN: "matching finds it again",
    HitMove.ASK_AGAIN: "matching finds more than what was judged",
    HitMove.CONFIRM_AGAIN: "judging it once more, where a fact contradicts: tests/casefile/hits/test_remembered.py",
    HitMove.TAKE_BACK: "the same",
    HitMove.DOUBT: "the same",
}
"""Moves nobody asks for: who takes them looks first which hits the table allows it with. Nothing is refused."""

BY_RULE = {(HitState.RULE_APPLIED, HitMove.SEND_POINTER), (HitState.RULE_APPLIED, HitMove.SEAL)}
"""In the table, and taken by the rules of both sides as a hit is judged: never by a person."""

IN_CONTACT = set(HitMove) - set(STEPS) - set(NOBODYS)


def test_every_move_is_somebodys():
    from tests.casefile.contact.test_contact import ACTS

    assert set(ACTS) >= IN_CONTACT and not set(STEPS) & set(NOBODYS)


@pytest.fixture
def asked(sqlite_store):
    """A hit whose owner, Dakar, was asked first, and the pointer that asks."""
    net = network(sqlite_store)
    record_id = net.enter("dakar", rules=ASKS_FIRST)
    net.hit(record_id, net.watch("banjul"))
    hit_id = net.hit_of(record_id)
    net.decide(hit_id)
    net.deliver()
    return net, hit_id, net.pointers("dakar")[0].id


def put(net, hit_id, state, **more):
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == hit_id).values(state=state.value, **more))


def state_of(net, hit_id):
    with net.store.reading() as session:
        return HitState(session.get(Hit, hit_id).state)


def refused(net, hit_id):
    with net.store.reading() as session:
        rows = session.scalars(select(Audit).where(Audit.action == "refused", Audit.subject_id == hit_id))
        return [(row.officer_id, row.detail) for row in rows]


def kept(net):
    with net.store.reading() as session:
        return session.scalars(select(Review.id)).all(), session.scalars(select(Pointer.id)).all()


@pytest.mark.parametrize(("state", "move"), list(product(HitState, STEPS)))
def test_a_step_does_what_the_table_says_or_is_refused_and_written_down(asked, state, move):
    net, hit_id, pointer_id = asked
    who, step = STEPS[move]
    put(net, hit_id, state)
    before = kept(net)
    if allows(HIT, state, move) and (state, move) not in BY_RULE:
        with net.store.writing() as session:
            step(session, net.viewers[who], hit_id, pointer_id)
        led = HIT[state, move]
        assert state_of(net, hit_id) is (HitState.OWNER_ASKED if led is HitState.CONFIRMED else led)
        assert refused(net, hit_id) == []
        return
    with pytest.raises(Conflict), net.store.writing() as session:
        step(session, net.viewers[who], hit_id, pointer_id)
    assert state_of(net, hit_id) is state and kept(net) == before
    tried = {"refused": "Conflict", "state": state.value, "move": move.value}
    assert refused(net, hit_id) == [(net.viewers[who].officer_id, tried)]


@pytest.mark.parametrize("state", list(HitState))
def test_the_schedule_gives_back_what_the_table_says_and_no_other(asked, state):
    net, hit_id, _ = asked
    put(net, hit_id, state, answer_due_at=tables.now() - timedelta(hours=1))
    with net.store.writing() as session:
        assert answers.lapse_due(session, tables.now()) == int(allows(HIT, state, HitMove.LAPSE))
    assert state_of(net, hit_id) is HIT.get((state, HitMove.LAPSE), state) and refused(net, hit_id) == []


@pytest.mark.parametrize("state", list(HitState))
def test_a_withdrawn_side_takes_back_what_the_table_says_and_no_other(asked, state):
    net, hit_id, _ = asked
    put(net, hit_id, state)
    with net.store.writing() as session:
        hits.withdraw_all(session, record_id=session.get(Hit, hit_id).record_id)
    left = HIT.get((state, HitMove.WITHDRAW), state)
    assert state_of(net, hit_id) is left and refused(net, hit_id) == []


def test_who_is_second_and_decided_on_what_has_changed_stands_in_the_trail(asked):
    """The page shows the state it was decided in: another one is no step of the table either."""
    net, hit_id, _ = asked
    put(net, hit_id, HitState.IN_REVIEW)
    with pytest.raises(Conflict), net.store.writing() as session:
        hits.decide(session, net.coordinator, hit_id, Judgement.SAME, WHY, seen_state=HitState.QUEUED)
    ((officer, line),) = refused(net, hit_id)
    assert officer == net.coordinator.officer_id and (line["state"], line["move"]) == ("in_review", "judge_same")
