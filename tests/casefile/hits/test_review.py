"""A person judges, once, with a reason; what follows is in one table; a hidden side shows nothing."""

import threading

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, update

from casefile import audit, hits
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.hits import pointers
from casefile.policy.states import HIT, JUDGEMENT_MOVE, allows
from casefile.storage.tables import Audit, Hit, Outbox, Review
from casefile.vocabulary import Desk, HitState, Judgement, Notify, Protection, Sharing, SubjectCategory, Topic
from tests.network.make import GROUND, STATED, stated
from tests.network.people import BANJUL, DAKAR
from tests.network.stored import network

WHY = "same man, same year"


def raised(net, record_rules=STATED, watch_rules=STATED):
    record, watch = net.enter("dakar", rules=record_rules), net.watch("banjul", rules=watch_rules)
    net.hit(record, watch)
    with net.store.reading() as session:
        return session.scalars(select(Hit.id).where(Hit.record_id == record)).one()


def decide(net, hit_id, judgement, who="coordinator", **more):
    with net.store.writing() as session:
        more.setdefault("protection_reason", "seen together with the case officer")
        return hits.decide(session, net.viewers[who], hit_id, judgement, more.pop("reason", WHY), **more)


@pytest.mark.parametrize("state", list(HitState))
@pytest.mark.parametrize("judgement", list(Judgement))
def test_every_step_that_is_not_in_the_machine_is_refused(sqlite_store, state, judgement):
    net = network(sqlite_store)
    hit_id = raised(net)
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == hit_id).values(state=state.value))
    if allows(HIT, state, JUDGEMENT_MOVE[judgement]):
        after = decide(net, hit_id, judgement)
        assert after in {HitState.POINTER_SENT, HitState.FALSE_MATCH, HitState.UNRESOLVED}
        return
    with pytest.raises(Conflict):
        decide(net, hit_id, judgement)
    with net.store.reading() as session:
        assert session.scalars(select(Hit.state)).one() == state.value
        assert session.scalars(select(Review.id)).all() == []


@pytest.mark.parametrize(
    ("record", "watch", "notified"),
    [
        (STATED, STATED, {"dakar", "banjul"}),
        (stated(notify=Notify.SILENT), STATED, set()),
        (STATED, stated(notify=Notify.SILENT), set()),
        (stated(notify=Notify.SILENT), stated(notify=Notify.SILENT), set()),
        (STATED, stated(notify=Notify.OWNER_FIRST), {"dakar"}),
        (stated(notify=Notify.OWNER_FIRST), STATED, {"dakar"}),
        (stated(sharing=Sharing.COORDINATOR), STATED, set()),
        (STATED, stated(sharing=Sharing.COORDINATOR), set()),
    ],
)
def test_both_units_are_notified_or_none_and_an_owner_who_is_asked_first_alone(net, record, watch, notified):
    hit_id = raised(net, record, watch)
    state = decide(net, hit_id, Judgement.SAME)
    both = len(notified) == len((record, watch))
    assert state is (HitState.POINTER_SENT if both else HitState.OWNER_ASKED if notified else HitState.SEALED)
    with net.store.writing() as session:
        ids = session.scalars(select(Outbox.subject_id).where(Outbox.topic == Topic.NOTICE.value)).all()
        assert pointers.deliver(session, ids) == len(notified)
    with net.store.reading() as session:
        assert {
            who for who in ("dakar", "banjul", "nouakchott") if pointers.pointers_of(session, net.viewers[who])
        } == notified


@pytest.mark.parametrize("side", ["record", "watch"])
@pytest.mark.parametrize(
    "rules",
    [
        stated(protection=(Protection.VICTIM,)),
        stated(protection=(Protection.MINOR,)),
        stated(protection=(Protection.SOURCE_AT_RISK,)),
        stated(subject_category=SubjectCategory.VICTIM),
    ],
)
def test_a_protected_side_is_the_protection_desks_alone_and_becomes_no_pointer(net, side, rules):
    hit_id = raised(net, **{f"{side}_rules": rules})
    answers = set()
    for wanted in (hit_id, "0" * 32):
        with net.store.writing() as session, pytest.raises(NotThere) as refused:
            hits.open_hit(session, net.coordinator, wanted)
        answers.add(str(refused.value))
    assert len(answers) == 1
    with net.store.reading() as session:
        assert hits.queue(session, net.coordinator) == []
        with pytest.raises(NotAllowed):
            hits.queue(session, net.coordinator, Desk.PROTECTION)
        assert [line.hit_id for line in hits.queue(session, net.protection, Desk.PROTECTION)] == [hit_id]
    assert decide(net, hit_id, Judgement.SAME, "protection") is HitState.SEALED


def test_officers_of_units_see_no_queue_and_open_no_hit(net):
    hit_id = raised(net)
    for who in ("dakar", "banjul", "auditor"):
        with net.store.writing() as session:
            for act in (
                hits.queue,
                lambda s, v: hits.open_hit(s, v, hit_id),
                lambda s, v: hits.decide(s, v, hit_id, Judgement.SAME, WHY),
            ):
                with pytest.raises(NotAllowed):
                    act(session, net.viewers[who])


def test_the_queue_is_masked_and_opening_is_a_consultation(net):
    hit_id = raised(net)
    with net.store.writing() as session:
        (line,) = hits.queue(session, net.coordinator)
        assert line.agreed == ("name",) and "Dialo" not in repr(line) and "Jallow" not in repr(line)
        view = hits.open_hit(session, net.coordinator, hit_id)
    assert (view.record.identity.caption, view.watch.identity.caption) == ("Mamadou Dialo", "Modou Jallow")
    assert view.watch.ground == GROUND and view.recipients == (DAKAR.name, BANJUL.name)
    with net.store.reading() as session:
        row = session.scalars(select(Audit).where(Audit.action == audit.Action.CONSULTATION.value)).one()
        assert (row.subject_id, row.detail["record"], row.detail["watch"]) == (
            hit_id,
            view.record.subject_id,
            view.watch.subject_id,
        )


@pytest.mark.parametrize("reason", ["", "  ", "yes", " ok  "])
def test_no_decision_without_a_reason(net, reason):
    hit_id = raised(net)
    with pytest.raises(BadInput) as refused:
        decide(net, hit_id, Judgement.SAME, reason=reason)
    assert refused.value.field == "reason"


def test_unresolved_may_be_decided_again_and_each_decision_is_kept(net):
    hit_id = raised(net)
    decide(net, hit_id, Judgement.UNRESOLVED)
    with pytest.raises(Conflict):
        decide(net, hit_id, Judgement.SAME, "second", seen_state=HitState.QUEUED)
    decide(net, hit_id, Judgement.NOT_SAME, "second", seen_state=HitState.UNRESOLVED)
    with net.store.writing() as session:
        view = hits.open_hit(session, net.coordinator, hit_id)
    assert [(r.number, r.officer, r.judgement) for r in view.reviews] == [
        (1, "coordinator", Judgement.UNRESOLVED),
        (2, "second", Judgement.NOT_SAME),
    ]
    assert view.judgements == ()


def test_of_two_simultaneous_decisions_one_wins(net):
    hit_id = raised(net)
    barrier, results = threading.Barrier(2), []

    def judge(who, judgement):
        barrier.wait()
        try:
            results.append(decide(net, hit_id, judgement, who))
        except Conflict:
            results.append(None)

    threads = [
        threading.Thread(target=judge, args=a)
        for a in (("coordinator", Judgement.SAME), ("second", Judgement.NOT_SAME))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(r is None for r in results) == [False, True]
    with net.store.reading() as session:
        assert len(session.scalars(select(Review.id)).all()) == 1
        assert audit.verify(session) is None


def test_the_story_of_a_hit_never_goes_wrong(sqlite_store):
    """Any order of decisions, recalls, returns and deliveries: only a confirmed hit ever makes a pointer."""
    net = network(sqlite_store)

    class Story(RuleBasedStateMachine):
        @initialize(notify=st.sampled_from(Notify), sharing=st.sampled_from([Sharing.POINTER, Sharing.COORDINATOR]))
        def begin(self, notify, sharing):
            self.rules = stated(notify=notify, sharing=sharing)
            self.record, self.watch = net.enter("dakar", rules=self.rules), net.watch("banjul")
            net.hit(self.record, self.watch)
            self.state, self.confirmed = HitState.QUEUED, False
            with net.store.reading() as session:
                self.hit_id = session.scalars(select(Hit.id).where(Hit.record_id == self.record)).one()

        @rule(judgement=st.sampled_from(Judgement))
        def judge(self, judgement):
            expected = HIT.get((self.state, JUDGEMENT_MOVE[judgement]))
            try:
                self.state = decide(net, self.hit_id, judgement)
                assert expected is not None
                self.confirmed |= judgement is Judgement.SAME
            except Conflict:
                assert expected is None

        @rule()
        def facts_go(self):
            with net.store.writing() as session:
                if hits.withdraw_stale(session, record_id=self.record):
                    self.state = HitState.WITHDRAWN

        @rule()
        def facts_stand(self):
            if net.hit(self.record, self.watch):
                assert self.state is HitState.WITHDRAWN
                self.state = HitState.QUEUED

        @rule()
        def notices_go_out(self):
            with net.store.writing() as session:
                pointers.deliver(
                    session, session.scalars(select(Outbox.subject_id).where(Outbox.topic == Topic.NOTICE.value)).all()
                )

        @invariant()
        def pointers_follow_the_state(self):
            with net.store.reading() as session:
                assert session.scalars(select(Hit.state).where(Hit.id == self.hit_id)).one() == self.state.value
                for who, own in (("dakar", self.record), ("banjul", self.watch)):
                    sent = [p for p in pointers.pointers_of(session, net.viewers[who], limit=999) if p.own_id == own]
                    assert len(sent) <= (1 if self.confirmed else 0)
                    if who == "banjul" and (
                        self.rules.notify is not Notify.MUTUAL or self.rules.sharing is Sharing.COORDINATOR
                    ):
                        assert sent == []

    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
