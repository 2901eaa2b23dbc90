"""A hit appears once per record, watch and facts, goes when the facts go, and is told to nobody before its review."""

import pytest
from sqlalchemy import func, select

from casefile import audit, hits, outbox, records, watches
from casefile.errors import NotThere
from casefile.hits import pointers
from casefile.storage import tables
from casefile.storage.tables import Audit, Hit, Outbox
from casefile.vocabulary import HitState, Judgement, Protection, Sharing, Topic
from tests.casefile.people import RULES, network, person, shared


@pytest.fixture
def net(store):
    return network(store)


def state_of(net, record_id):
    with net.store.reading() as session:
        return [HitState(s) for s in session.scalars(select(Hit.state).where(Hit.record_id == record_id))]


def decide(net, record_id, judgement=Judgement.SAME, who="coordinator"):
    with net.store.writing() as session:
        hit_id = session.scalars(select(Hit.id).where(Hit.record_id == record_id)).first()
        return hits.decide(session, net.viewers[who], hit_id, judgement, "same man, same year")


def deliver(net):
    """What the relay does with notices."""
    with net.store.writing() as session:
        rows = session.execute(select(Outbox.id, Outbox.subject_id).where(Outbox.topic == Topic.NOTICE.value)).all()
        done = pointers.deliver(session, [r.subject_id for r in rows])
        session.connection().execute(Outbox.__table__.delete().where(Outbox.id.in_([r.id for r in rows])))
        return done


def pointers_of(net, who):
    with net.store.reading() as session:
        return pointers.pointers_of(session, net.viewers[who])


def test_the_same_facts_make_one_hit_and_one_line_in_the_trail(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    assert [net.hit(record, watch), net.hit(record, watch), net.hit(record, watch, "e" * 64)] == [1, 0, 1]
    with net.store.reading() as session:
        combined = session.scalar(select(func.count()).where(Audit.action == audit.Action.COMBINATION.value))
        assert (combined, session.scalar(select(func.count()).select_from(Hit))) == (2, 2)


def test_judged_not_the_same_it_never_comes_back_on_the_same_facts(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    assert decide(net, record, Judgement.NOT_SAME) is HitState.FALSE_MATCH
    assert net.hit(record, watch) == 0
    with net.store.writing() as session:
        assert hits.withdraw_stale(session, record_id=record) == 0
    assert net.hit(record, watch) == 0
    assert state_of(net, record) == [HitState.FALSE_MATCH]


@pytest.mark.parametrize("why_not", ["own unit", "old record", "old watch", "not shared", "withdrawn", "ended"])
def test_what_may_not_or_no_longer_match_makes_no_hit(net, why_not):
    record = net.enter("dakar", rules=shared(sharing=Sharing.NONE) if why_not == "not shared" else RULES)
    watch = net.watch("dakar" if why_not == "own unit" else "banjul")
    with net.store.writing() as session:
        if why_not == "withdrawn":
            records.withdraw(session, net.dakar, record, "mistaken")
        if why_not == "ended":
            watches.end(session, net.banjul, watch, "case closed")
    versions = {
        "old record": {"version": 0},
        "old watch": {"watch_version": 0},
        "withdrawn": {"version": 2},
        "ended": {"watch_version": 2},
    }
    assert net.hit(record, watch, **versions.get(why_not, {})) == 0


def test_nobody_is_told_before_the_notice_is_delivered(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    assert pointers_of(net, "dakar") == pointers_of(net, "banjul") == []
    assert decide(net, record) is HitState.POINTER_SENT
    assert pointers_of(net, "dakar") == pointers_of(net, "banjul") == []
    assert deliver(net) == 2
    (mine,), (theirs,) = pointers_of(net, "dakar"), pointers_of(net, "banjul")
    assert (mine.own_subject, mine.own_id, mine.about_unit) == ("record", record, "Banjul")
    assert (theirs.own_subject, theirs.own_id, theirs.about_unit) == ("watch", watch, "Dakar")
    assert mine.reference == theirs.reference and len(mine.reference) == 8
    assert "Jallow" not in repr(mine) and "Dialo" not in repr(theirs)
    assert pointers_of(net, "nouakchott") == []


def test_delivery_twice_tells_once(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    decide(net, record)
    assert deliver(net) == 2
    with net.store.writing() as session:
        assert pointers.deliver(session, [p.id for p in pointers_of(net, "dakar")]) == 0


def test_a_pointer_is_read_by_its_own_unit_only(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    decide(net, record)
    deliver(net)
    (mine,) = pointers_of(net, "dakar")
    with net.store.writing() as session, pytest.raises(NotThere):
        pointers.mark_read(session, net.banjul, mine.id)
    with net.store.writing() as session:
        assert pointers.unread(session, net.dakar) == 1
        pointers.mark_read(session, net.dakar, mine.id)
        assert (pointers.unread(session, net.dakar), pointers.unread(session, net.banjul)) == (0, 1)


def test_a_withdrawn_record_recalls_the_pointers_from_who_had_them(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    decide(net, record)
    deliver(net)
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record, "mistaken identity")
    assert state_of(net, record) == [HitState.WITHDRAWN]
    assert pointers_of(net, "banjul")[0].withdrawn_at is None  # told by notice, not before
    assert deliver(net) == 2
    assert pointers_of(net, "banjul")[0].withdrawn_at is not None


def test_withdrawn_before_delivery_nobody_ever_learns(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    decide(net, record)
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record, "mistaken identity")
    assert deliver(net) == 0
    assert pointers_of(net, "dakar") == pointers_of(net, "banjul") == []


def test_other_facts_replace_an_open_hit_but_recall_no_pointer(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    with net.store.writing() as session:
        assert hits.withdraw_stale(session, record_id=record, still_matching={(record, watch, "f" * 64)}) == 0
        assert hits.withdraw_stale(session, record_id=record, still_matching={(record, watch, "e" * 64)}) == 1
    assert net.hit(record, watch) == 1  # the facts stand again: it is asked again
    decide(net, record)
    deliver(net)
    with net.store.writing() as session:
        assert hits.withdraw_stale(session, record_id=record, still_matching={(record, watch, "e" * 64)}) == 0
        assert hits.withdraw_stale(session, watch_id=watch) == 1
    assert state_of(net, record) == [HitState.WITHDRAWN]


def test_an_ended_watch_recalls_no_pointer_that_was_true(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    decide(net, record)
    with net.store.writing() as session:
        watches.end(session, net.banjul, watch, "case closed")
    with net.store.writing() as session:
        assert hits.withdraw_stale_pairs(session, [(record, watch)], still_matching=()) == 0
    assert state_of(net, record) == [HitState.POINTER_SENT]


def test_confirmed_anew_after_a_withdrawal_both_are_told_anew(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    decide(net, record)
    deliver(net)
    reference = pointers_of(net, "dakar")[0].reference
    with net.store.writing() as session:
        hits.withdraw_stale(session, record_id=record)
    deliver(net)
    net.hit(record, watch)
    decide(net, record)
    assert deliver(net) == 2
    (mine,) = pointers_of(net, "dakar")
    assert (mine.reference, mine.withdrawn_at) == (reference, None)


def test_a_record_that_becomes_protected_leaves_the_coordinators_queue_at_once(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    with net.store.writing() as session:
        records.amend(
            session,
            net.dakar,
            record,
            records.RecordDraft(person(), net.case["dakar"], shared(protection=(Protection.MINOR,))),
        )
    with net.store.reading() as session:
        assert hits.queue(session, net.coordinator) == []
    with pytest.raises(NotThere):
        decide(net, record)
    assert decide(net, record, who="protection") is HitState.SEALED
    assert deliver(net) == 0


def test_export_names_both_sides_by_their_source_ids(net):
    record, watch = net.enter("dakar", origin_ref="src-1"), net.watch("banjul", origin_ref="src-2")
    net.hit(record, watch)
    with net.store.reading() as session:
        (line,) = hits.export(session)
    assert {k: line[k] for k in ("record", "watch", "record_unit", "watch_unit", "state")} == {
        "record": "src-1",
        "watch": "src-2",
        "record_unit": "SN-DK",
        "watch_unit": "GM-BJ",
        "state": "queued",
    }
    assert set(line) >= {"hit", "score", "evidence"}


def test_all_of_it_leaves_a_sound_chain(net):
    record, watch = net.enter("dakar"), net.watch("banjul")
    net.hit(record, watch)
    decide(net, record)
    deliver(net)
    with net.store.reading() as session:
        assert audit.verify(session) is None
        assert outbox.read_backlog(session).to_send == 0
        assert tables.now() >= pointers_of(net, "dakar")[0].sent_at
