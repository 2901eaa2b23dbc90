"""A contact from the pointer to its end: every step where the table has it, nothing of the other side, two persons."""

from itertools import product

import pytest
from sqlalchemy import select, update

from casefile.contact import acts, release
from casefile.contact.view import contact_of
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.hits.facts import facts_of_hits
from casefile.policy.contact import steps as law
from casefile.policy.contact.steps import ContactFacts, SideFacts, needs_second, refusal
from casefile.policy.disclosure import may_hold_pointer
from casefile.policy.states import HIT, HitMove, allows
from casefile.storage.tables import Audit, ContactLine, Hit, Pointer
from casefile.vocabulary import ContactAct, Decision, Handling, HitState, Outcome, Part, Phrase, RecordKind
from tests.network.contact import WHY, Contact
from tests.network.make import person
from tests.network.stored import network

ACTS = {
    HitMove.OPEN_CONTACT: lambda c, who: c.do(acts.acknowledge, who),
    HitMove.TALK: lambda c, who: c.do(acts.say, who, "We can meet."),
    HitMove.ASK_HELP: lambda c, who: c.do(acts.ask_help, who, WHY),
    HitMove.CONSENT: lambda c, who: c.do(acts.decide, who, Decision.MEET, WHY),
    HitMove.DECLINE: lambda c, who: c.do(acts.decide, who, Decision.DECLINE, WHY),
    HitMove.DISCLOSE: lambda c, who: c.do(release.ask, who, ["name-0-0"], handling=Handling.H1, reason=WHY),
    HitMove.OPEN_JOINT_CASE: lambda c, who: c.do(acts.opened_joint_case, who, "f" * 32),
    HitMove.REPORT_OUTCOME: lambda c, who: c.do(acts.report, who, Outcome.USEFUL),
    HitMove.CLOSE: lambda c, who: c.do(acts.close, who),
}


@pytest.fixture
def contact(net):
    return Contact(net).sent()


def state(contact):
    with contact.net.store.reading() as session:
        return HitState(session.get(Hit, contact.hit_id).state)


def refused(contact):
    with contact.net.store.reading() as session:
        rows = session.scalars(select(Audit).where(Audit.action == "refused", Audit.subject_id == contact.hit_id))
        return [(row.detail["move"], row.detail["state"], row.officer_id) for row in rows]


# ---- the table, pure -------------------------------------------------------------------------------------------

SIDES = [
    SideFacts(acknowledged, decision, outcome)
    for acknowledged, decision, outcome in product(
        (False, True), (None, Decision.SHARE, Decision.MEET), (None, Outcome.USEFUL)
    )
]


def test_a_step_is_open_only_where_the_table_has_it_and_this_side_has_done_what_comes_before():
    for at, move, own, other in product(HitState, HitMove, SIDES, SIDES):
        ready = {
            HitMove.OPEN_CONTACT: not own.acknowledged,
            HitMove.ASK_HELP: True,
            HitMove.DISCLOSE: own.acknowledged and own.decision is Decision.SHARE,
            HitMove.REPORT_OUTCOME: own.acknowledged and own.outcome is None,
            HitMove.CLOSE: at is HitState.CONTACT_DECLINED or (own.outcome is not None and other.outcome is not None),
        }.get(move, own.acknowledged)
        may = move in law.CONDITIONS and allows(HIT, at, move) and ready
        assert (refusal(ContactFacts(at, own, other), move) == "") is may, (at, move, own, other)


@pytest.mark.parametrize(("part", "kind"), list(product(Part, RecordKind)))
def test_one_officer_releases_the_core_and_no_more(part, kind):
    core = part in (Part.NAME, Part.BIRTH_YEAR, Part.NATIONALITY, Part.CATEGORY)
    title = part is Part.NAME and kind in (RecordKind.REPORT, RecordKind.EVENT)
    assert needs_second(part, kind) is (not core or title)


def test_the_second_seat_is_another_person():
    assert law.may_confirm_release("b", "a")
    assert not law.may_confirm_release("a", "a") and not law.may_confirm_release("", "a")


# ---- the table, by the acts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "move"), list(product(HitState, ACTS)))
def test_each_act_in_each_state_does_what_the_table_says_or_is_refused_and_written_down(sqlite_store, at, move):
    contact = Contact(network(sqlite_store)).sent()
    for who in ("dakar", "banjul"):
        if move is not HitMove.OPEN_CONTACT:
            contact.do(acts.acknowledge, who)
    if move in (HitMove.DISCLOSE, HitMove.CLOSE):
        contact.do(acts.decide, "dakar", Decision.SHARE, WHY)
    if move is HitMove.CLOSE:
        for who in ("dakar", "banjul"):
            contact.do(acts.report, who, Outcome.USEFUL)
    with contact.net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == contact.hit_id).values(state=at.value))
        before = session.scalars(select(ContactLine.id)).all()
        held = may_hold_pointer(contact.net.dakar.unit_id, at, facts_of_hits(session, [contact.hit_id])[contact.hit_id])
    if allows(HIT, at, move) and held:
        ACTS[move](contact, "dakar")
        assert state(contact) is HIT[at, move] and refused(contact) == []
        return
    with pytest.raises(Conflict):
        ACTS[move](contact, "dakar")
    assert state(contact) is at
    assert refused(contact) == [(move.value, at.value, contact.net.dakar.officer_id)]
    with contact.net.store.reading() as session:
        assert session.scalars(select(ContactLine.id)).all() == before


def test_the_whole_story(contact):
    assert contact.do(acts.acknowledge, "dakar") is HitState.CONTACT_OPEN
    assert contact.do(acts.acknowledge, "banjul") is HitState.CONTACT_OPEN
    contact.do(acts.call, "dakar", answered=False)
    contact.do(acts.call, "dakar", answered=True)
    contact.do(acts.say, "banjul", "  Bonjour  ", Phrase.CALL_TOMORROW)
    assert contact.do(acts.decide, "dakar", Decision.SHARE, WHY) is HitState.CONSENTED
    asked = contact.release("dakar", "Mamadou Dialo", "345 12 90")
    assert (asked.released, asked.waiting, state(contact)) == (1, 1, HitState.DISCLOSED)
    (waiting,) = contact.look(contact_of, "dakar2").waiting
    assert contact.do(release.confirm, "dakar2", waiting.request_id) == 1
    got = contact.do(release.received, "banjul")
    assert [one.field.text for one in got.fields] == ["Mamadou Dialo", "+221 77 345 12 90"]
    assert {one.handling for one in got.fields} == {Handling.H1}
    assert (got.to_unit, got.officer) == ("Banjul Serious Crime Unit", "Lamin Ceesay") and len(got.reference) == 8
    for who, outcome in (("dakar", Outcome.ARREST), ("banjul", Outcome.USEFUL)):
        assert contact.do(acts.report, who, outcome) is HitState.OUTCOME
    assert contact.do(acts.close, "banjul") is HitState.CLOSED
    view = contact.look(contact_of, "banjul")
    assert [line.act for line in view.thread] == [
        ContactAct.ACKNOWLEDGED, ContactAct.ACKNOWLEDGED, ContactAct.NO_ANSWER, ContactAct.CALLED, ContactAct.WROTE,
        ContactAct.DECIDED, ContactAct.RELEASED, ContactAct.RELEASED, ContactAct.OUTCOME, ContactAct.OUTCOME,
        ContactAct.CLOSED,
    ]  # fmt: skip
    assert view.thread[4].text == "Bonjour" and view.moves == frozenset()


def test_a_decline_says_no_more_than_that(contact):
    contact.open()
    assert contact.do(acts.decide, "banjul", Decision.DECLINE, "the informer would be known") is (
        HitState.CONTACT_DECLINED
    )
    theirs, own = contact.look(contact_of, "dakar").thread[-1], contact.look(contact_of, "banjul").thread[-1]
    assert (theirs.word, theirs.reason, theirs.officer) == ("decline", "", "")
    assert own.reason == "the informer would be known" and own.officer == "Lamin Ceesay"
    assert contact.do(acts.close, "dakar") is HitState.CLOSED


def test_the_same_decision_twice_is_refused_and_another_one_is_not(contact):
    contact.sharing()
    with pytest.raises(Conflict):
        contact.do(acts.decide, "dakar", Decision.SHARE, WHY)
    assert contact.do(acts.decide, "dakar", Decision.MEET, WHY) is HitState.CONSENTED


def test_closing_waits_for_both_outcomes(contact):
    contact.given().do(acts.report, "dakar", Outcome.USEFUL)
    with pytest.raises(Conflict, match="Both units"):
        contact.do(acts.close, "dakar")


# ---- two persons -----------------------------------------------------------------------------------------------


def test_beyond_the_core_the_same_officer_is_refused_in_both_seats_and_the_other_unit_sees_nothing(contact):
    contact.sharing().release("dakar", "345 12 90")
    (waiting,) = contact.look(contact_of, "dakar").waiting
    assert not waiting.may_confirm
    with pytest.raises(Conflict, match="Another officer"):
        contact.do(release.confirm, "dakar", waiting.request_id)
    assert ("disclose", "consented", contact.net.dakar.officer_id) in refused(contact)
    other = contact.look(contact_of, "banjul")
    assert (other.received, other.waiting, other.thread[-1].act) == (0, (), ContactAct.DECIDED)
    with pytest.raises(Conflict):
        contact.do(release.confirm, "banjul2", waiting.request_id)
    with pytest.raises(Conflict):
        contact.do(release.received, "banjul")


def test_refused_by_the_second_officer_nothing_leaves_and_it_may_be_asked_again(contact):
    contact.sharing().release("dakar", "345 12 90")
    (waiting,) = contact.look(contact_of, "dakar2").waiting
    contact.do(release.take_back, "dakar2", waiting.request_id)
    assert contact.look(contact_of, "dakar").waiting == () and state(contact) is HitState.CONSENTED
    with pytest.raises(Conflict):
        contact.do(release.confirm, "dakar2", waiting.request_id)
    assert contact.release("dakar", "345 12 90").waiting == 1


def test_what_was_amended_since_it_was_asked_for_is_not_confirmed(contact):
    contact.sharing().release("dakar", "345 12 90")
    contact.net.amend("dakar", contact.record_id, person("Mamadou Dialo", "1985-03-12", phone="+221 77 000 00 00"))
    (waiting,) = contact.look(contact_of, "dakar2").waiting
    with pytest.raises(Conflict, match="changed since"):
        contact.do(release.confirm, "dakar2", waiting.request_id)


# ---- what each side may see and do -----------------------------------------------------------------------------


def test_each_side_reads_its_own_values_and_how_to_reach_the_other(contact):
    record, watch = contact.look(contact_of, "dakar"), contact.look(contact_of, "banjul")
    assert [m.value for m in record.matched] == ["Mamadou Dialo"]
    assert [m.value for m in watch.matched] == ["Modou Jallow"]
    assert (record.other.unit, watch.other.unit) == ("Banjul Serious Crime Unit", "Brigade de Dakar")
    assert "Jallow" not in repr(record) and "Dialo" not in repr(watch)


def test_only_own_values_are_offered(contact):
    contact.sharing("banjul")
    texts = {one.field.text for one in contact.look(release.offered, "banjul").fields}
    assert {"Modou Jallow", "KANARY7654321", "1985"} <= texts and not any("Dialo" in text for text in texts)
    with pytest.raises(BadInput):
        contact.do(release.ask, "banjul", ["place-0-0"], handling=Handling.H1, reason=WHY)
    with pytest.raises(BadInput):
        contact.do(release.ask, "banjul", [], handling=Handling.H1, reason=WHY)
    with pytest.raises(BadInput, match="H3"):
        contact.do(release.ask, "banjul", ["name-0-0"], handling=Handling.H3, reason=WHY)
    contact.release("banjul", "Modou Jallow")
    with pytest.raises(BadInput):
        contact.release("banjul", "Modou Jallow")


@pytest.mark.parametrize("who", ["coordinator", "analyst", "administrator", "auditor"])
def test_no_other_role_takes_part(contact, who):
    pointer_id = contact.pointer("dakar")
    for action in (acts.acknowledge, acts.close, release.received):
        with contact.net.store.writing() as session, pytest.raises((NotAllowed, NotThere)):
            action(session, contact.net.viewers[who], pointer_id)


def test_another_units_side_does_not_exist(contact):
    theirs = contact.pointer("banjul")
    for who in ("dakar", "nouakchott"):
        with contact.net.store.writing() as session, pytest.raises(NotThere):
            acts.acknowledge(session, contact.net.viewers[who], theirs)


@pytest.mark.parametrize(
    ("action", "args"),
    [(acts.say, ("x" * 2001,)), (acts.say, (" ",)), (acts.say, ("a\x00b",)),
     (acts.decide, (Decision.MEET, "no")), (acts.ask_help, ("",)), (acts.report, (Outcome.USEFUL, "abc"))],
)  # fmt: skip
def test_what_is_not_said_properly_is_refused(contact, action, args):
    contact.open()
    with pytest.raises(BadInput):
        contact.do(action, "dakar", *args)


def test_looking_and_acknowledging_leave_no_read_mark_for_the_other(contact):
    before = contact.look(contact_of, "banjul")
    contact.look(contact_of, "dakar")
    contact.do(acts.ask_help, "dakar", WHY)
    after = contact.look(contact_of, "banjul")
    assert (before.thread, before.moves, before.clocks) == (after.thread, after.moves, after.clocks)
    contact.do(acts.acknowledge, "dakar")
    with contact.net.store.reading() as session:
        read = dict(session.execute(select(Pointer.unit_id, Pointer.read_at)).all())
    assert read[contact.net.dakar.unit_id] is not None and read[contact.net.banjul.unit_id] is None


def test_a_hit_that_stands_again_begins_its_contact_anew(contact):
    contact.given()
    with contact.net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == contact.hit_id).values(state=HitState.QUEUED.value))
        session.execute(update(Pointer).values(withdrawn_at=Pointer.created_at))
    contact.sent()
    view = contact.look(contact_of, "dakar")
    assert view.thread == () and HitMove.OPEN_CONTACT in view.moves
