"""A judgement can be undone before anybody is notified; it takes effect whole or not at all; a hit has a holder."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from casefile import hits
from casefile.errors import BadInput, Conflict, NotThere
from casefile.hits import pointers, review
from casefile.hits.held import hold as holding
from casefile.hits.held.hold import Said
from casefile.storage import tables
from casefile.storage.tables import Audit, HeldJudgement, Hit, Outbox, Pointer, ProtectionContact, Review
from casefile.vocabulary import Desk, DeskList, HitState, Judgement
from tests.network.make import SEEN, WANTED, report
from tests.network.protection import protected_hit, staff

WHY = "both units called"
TEN = timedelta(seconds=10)


@pytest.fixture
def hit(net):
    record, subject = net.enter("dakar", SEEN), net.watch("banjul", WANTED)
    net.hit(record, subject)
    return net.hits()[(record, subject)]


def hold(net, hit, judgement=Judgement.SAME, who="coordinator", *, within=TEN, instead_of="", **said):
    with net.store.writing() as session:
        said = Said(judgement, said.pop("reason", WHY), said.pop("protection_reason", WHY), **said)
        return hits.hold(session, net.viewers[who], hit, said, within=within, instead_of=instead_of)


def undo(net, hit, who="coordinator"):
    with net.store.writing() as session:
        return hits.undo(session, net.viewers[who], hit)


def later(net, by=TEN):
    """As if so much time had gone by since everything that is held was judged."""
    with net.store.writing() as session:
        for row in session.scalars(select(HeldJudgement)):
            row.due_at -= by


def listed(net, on=DeskList.QUEUE, who="coordinator", desk=Desk.COORDINATION, **more):
    with net.store.reading() as session:
        return [line.hit_id for line in hits.queue(session, net.viewers[who], desk, on=on, **more)]


def everything(net):
    """What there is of hits and of what came of them, but the trail."""
    with net.store.reading() as session:
        kept = [session.execute(select(t.__table__).order_by(t.id)).all()
                for t in (Hit, Review, Pointer, HeldJudgement, Outbox, ProtectionContact)]  # fmt: skip
    return kept


def many(net, table, *where):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


@pytest.mark.parametrize("judgement", list(Judgement))
def test_nothing_has_happened_until_the_time_is_over_and_then_all_of_it(net, hit, judgement):
    before = everything(net)[:3]
    hold(net, hit, judgement)
    assert hits.carry_out_due(net.store) == 0 and everything(net)[:3] == before
    assert listed(net) == [] and listed(net, DeskList.DECIDED) == [hit], "judged, for the desk"
    later(net)
    assert hits.carry_out_due(net.store) == 1 and hits.carry_out_due(net.store) == 0
    with net.store.reading() as session:
        state = session.get(Hit, hit).state
        row = session.execute(select(Review.judgement, Review.reason, Review.officer_id)).one()
    assert row == (judgement.value, WHY, net.coordinator.officer_id)
    assert state == {"same": "pointer_sent", "not_same": "false_match", "unresolved": "unresolved"}[judgement.value]
    net.deliver()
    assert len(net.pointers("banjul")) == (judgement is Judgement.SAME) and many(net, HeldJudgement) == 0


@pytest.mark.parametrize("judgement", list(Judgement))
def test_undone_everything_is_as_it_was(net, hit, judgement):
    before = everything(net)
    hold(net, hit, judgement)
    assert undo(net, hit) == hit
    later(net)
    assert hits.carry_out_due(net.store) == 0
    assert everything(net) == before and listed(net) == [hit]
    with net.store.reading() as session:
        details = session.scalars(select(Audit.detail).where(Audit.subject_id == hit).order_by(Audit.seq)).all()
    assert [next(iter(d)) for d in details][-2:] == ["held", "undone"] or {"held", "undone"} <= set().union(*details)
    assert net.decide(hit) is HitState.POINTER_SENT, "and it is judged as any other"


def test_after_its_time_it_is_not_undone_and_the_way_to_correct_it_is_named(net, hit):
    hold(net, hit)
    later(net)
    with pytest.raises(Conflict, match="judge it again"):  # over, though no worker has come by yet
        undo(net, hit)
    hits.carry_out_due(net.store)
    with pytest.raises(Conflict, match="judge it again"):
        undo(net, hit)
    with net.store.writing() as session:
        hits.ask_again(session, net.coordinator, hit, "another person, says Banjul")
    assert listed(net) == [hit]
    net.deliver()
    assert net.decide(hit, Judgement.NOT_SAME) is HitState.FALSE_MATCH
    net.deliver()
    assert [one.recalled for one in net.pointers("banjul")] == [True]


@pytest.mark.parametrize("judgement", [Judgement.NOT_SAME, Judgement.SAME])
def test_a_judgement_in_force_is_asked_for_again_once(net, hit, judgement):
    state = net.decide(hit, judgement)
    with net.store.writing() as session:
        hits.ask_again(session, net.coordinator, hit, "the passport came in")
    assert listed(net) == [hit]
    with net.store.reading() as session:
        now = session.get(Hit, hit)
        assert (now.state == state) is (judgement is Judgement.SAME), "what was sent stands meanwhile"
    with pytest.raises(Conflict), net.store.writing() as session:
        hits.ask_again(session, net.coordinator, hit, "the passport came in")


def test_what_a_reviewer_asked_for_again_stays_asked_whatever_is_found_since(net, hit):
    net.decide(hit)
    with net.store.writing() as session:
        hits.ask_again(session, net.coordinator, hit, "the passport came in")
        row = session.get(Hit, hit)
        record, watch = row.record_id, row.watch_id
    net.hit(record, watch, "passport")
    assert listed(net) == [hit]


def test_only_who_judged_undoes_and_only_at_its_desk(net, hit):
    hold(net, hit)
    with pytest.raises(Conflict, match="Only who judged"):
        undo(net, hit, "second")
    with pytest.raises(Exception, match="may not"):
        undo(net, hit, "dakar")
    assert many(net, HeldJudgement) == 1


def test_a_second_reviewer_does_not_judge_over_what_is_held_but_may_take_its_place(net, hit):
    first = hold(net, hit)
    for attempt in (
        lambda: hold(net, hit, Judgement.NOT_SAME, "second"),
        lambda: net.decide(hit, "not_same", "second"),
    ):
        with pytest.raises(Conflict, match="decided in the meantime"):
            attempt()
    hold(net, hit, Judgement.NOT_SAME, "second", instead_of=first)
    with pytest.raises(Conflict):
        hold(net, hit, Judgement.UNRESOLVED, instead_of=first)
    later(net)
    hits.carry_out_due(net.store)
    with net.store.reading() as session:
        assert session.get(Hit, hit).state == HitState.FALSE_MATCH.value
        assert any("replaced" in d for d in session.scalars(select(Audit.detail).where(Audit.subject_id == hit)))


def two_of_one(net):
    """Two hits of one coincidence: a person and a report linked to it."""
    watch = net.watch("banjul", WANTED)
    record, told = net.enter("dakar", SEEN), net.enter("dakar", report("A boat at Kayar."))
    for one in (record, told):
        net.hit(one, watch)
    with net.store.writing() as session:
        session.execute(update(Hit).values(coincidence_id="c" * 32))
    return [net.hits()[(one, watch)] for one in (record, told)]


@pytest.mark.parametrize("changed", [False, True])
def test_a_judgement_of_several_hits_takes_effect_whole_or_not_at_all(net, changed):
    one, other = two_of_one(net)
    hold(net, one)
    if changed:
        with net.store.writing() as session:
            session.execute(update(Hit).where(Hit.id == other).values(facts_hash="0" * 64))
    later(net)
    assert hits.carry_out_due(net.store) == (not changed)
    with net.store.reading() as session:
        states = {row.id: row.state for row in session.scalars(select(Hit))}
    wanted = HitState.QUEUED if changed else HitState.POINTER_SENT
    assert states == {one: wanted.value, other: wanted.value}
    assert many(net, HeldJudgement, HeldJudgement.returned_at.is_not(None)) == (2 if changed else 0)
    if changed:  # what was written is kept until the hit is judged
        assert set(listed(net)) & {one, other}
        with net.store.reading() as session:
            assert holding.held_of(session, net.coordinator, one).reason == WHY
        net.decide(one)
        assert many(net, HeldJudgement) == 0


@pytest.mark.parametrize("dies", ["create_pointers", "save_review", "_remember"])
def test_a_worker_that_dies_in_the_middle_loses_nothing_and_does_nothing_by_half(net, hit, monkeypatch, dies):
    hold(net, hit)
    later(net)
    before = everything(net)

    def killed(*_, **__):
        raise KeyboardInterrupt  # as a signal does, wherever it comes

    where = pointers if dies == "create_pointers" else review
    with monkeypatch.context() as during:
        during.setattr(where, dies, killed)
        with pytest.raises(KeyboardInterrupt):
            hits.carry_out_due(net.store)
    assert everything(net) == before
    assert hits.carry_out_due(net.store) == 1 and many(net, Pointer) == 2 and many(net, Review) == 1


def test_several_are_undone_together(net):
    one, other = two_of_one(net)
    before = everything(net)
    hold(net, one)
    assert undo(net, other) == one and everything(net) == before


@pytest.mark.parametrize("event", ["withdrawn", "deactivated"])
def test_what_changed_before_its_time_takes_no_effect(net, hit, event):
    hold(net, hit)
    with net.store.writing() as session:
        row = session.get(Hit, hit)
        if event == "withdrawn":
            hits.withdraw_all(session, record_id=row.record_id)
        else:
            session.execute(update(tables.Officer).where(tables.Officer.id == net.coordinator.officer_id)
                            .values(active=False))  # fmt: skip
    later(net)
    assert hits.carry_out_due(net.store) == 0 and net.deliver() == 0
    assert many(net, Review) == 0 and many(net, Pointer) == 0


def test_nobody_outside_the_desk_learns_of_a_protected_hit_that_was_judged_and_undone(net):
    staff(net)
    hit = protected_hit(net)
    before = everything(net)
    hold(net, hit, Judgement.SAME, "shield.dakar")
    assert many(net, ProtectionContact) == 0
    undo(net, hit, "shield.dakar")
    assert everything(net) == before
    with pytest.raises(NotThere):
        undo(net, hit)


def test_a_reason_is_demanded_before_anything_is_held(net, hit):
    with pytest.raises(BadInput):
        hold(net, hit, reason="")
    assert many(net, HeldJudgement) == 0


# ---- in whose hand ----------------------------------------------------------------------------------------------


def assign(net, hit, to, who="coordinator"):
    with net.store.writing() as session:
        hits.assign(session, net.viewers[who], hit, net.viewers[to].officer_id if to else "")


def test_a_hit_is_taken_handed_over_and_given_back_and_anybody_judges_it(net, hit):
    mine = hits.Filter(in_hand_of=net.viewers["second"].officer_id)
    assign(net, hit, "coordinator")
    assert net.states(net_record(net, hit)) == [HitState.IN_REVIEW] and listed(net, narrow=mine) == []
    assign(net, hit, "second")
    assert listed(net, narrow=mine) == [hit]
    with net.store.reading() as session:
        (line,) = hits.queue(session, net.coordinator)
    assert line.taken_by == "Aminata Touré"
    assert net.decide(hit, who="coordinator") is HitState.POINTER_SENT, "it locks nobody out"
    assign(net, hit, "")
    assert listed(net, DeskList.DECIDED, narrow=mine) == []


@pytest.mark.parametrize("to", ["dakar", "protection", "administrator"])
def test_a_hit_is_handed_to_nobody_of_another_desk(net, hit, to):
    with pytest.raises(BadInput):
        assign(net, hit, to)


def net_record(net, hit):
    return next(record for (record, _), id in net.hits().items() if id == hit)


def test_a_judgement_that_nobody_carries_out_is_overdue_a_minute_later(net, hit):
    def overdue():
        with net.store.reading() as session:
            return hits.overdue(session)

    hold(net, hit)
    later(net)
    assert overdue() == 0, "a worker looks every few seconds"
    later(net, timedelta(seconds=61))
    assert overdue() == 1
    later(net, timedelta(days=-9))
    assert overdue() == 1, "held for days: a clock was wrong"
    hits.carry_out_due(net.store)
    assert overdue() == 0


def test_what_came_back_to_the_desk_is_not_overdue(net, hit):
    hold(net, hit)
    with net.store.writing() as session:
        session.execute(update(HeldJudgement).values(returned_at=tables.now(), due_at=tables.now() - 9 * TEN))
    with net.store.reading() as session:
        assert hits.overdue(session) == 0
