"""After *same* on a protected hit: two protection officers, nobody else; what each side keeps and what two release."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from casefile import hits, protection
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.hits import pointers
from casefile.policy.states import PROTECTION_CONTACT, ProtectionMove, allows
from casefile.protection import Guardian, ReferralDraft, Target, two_persons
from casefile.protection.contact_rows import load
from casefile.retention import hit_content
from casefile.storage import tables
from casefile.storage.tables import Hit, Pointer, ProtectionContact, Record
from casefile.vocabulary import (
    ConsentBy,
    Desk,
    DeskList,
    HitState,
    Judgement,
    Passed,
    ProtectionContactState,
    ProtectionOutcome,
    ReferralOutcome,
    ReferralTo,
    SubjectCategory,
    TwoPersonAct,
)
from tests.network.protection import WHY, protected_hit, staff, trail, unmasked

SAFE = "Call the nurse Aïssatou, mornings, in Wolof; never the uncle."
GUARDIAN = Guardian("Rokhaya Ba", "Tribunal de Thiès", "+221 33 000 00 01")
OWN, OTHER = "shield.dakar", "shield.banjul"


@pytest.fixture
def contact_id(desk, hit_id):
    assert desk.decide(hit_id, who="protection") is HitState.SEALED
    return contact_of(desk, hit_id)


def contact_of(net, hit_id):
    with net.store.reading() as session:
        return session.scalar(select(ProtectionContact.id).where(ProtectionContact.hit_id == hit_id))


def do(net, action, who, *args):
    with net.store.writing() as session:
        return action(session, net.viewers[who], *args)


def opened(net, contact_id, who):
    return do(net, protection.open_contact, who, contact_id)


def lines(net, who):
    with net.store.reading() as session:
        return protection.contacts_of(session, net.viewers[who])


def release(net, contact_id, act=TwoPersonAct.RELEASE_SAFE_CONTACT, who=OWN, second="deputy"):
    request = do(net, two_persons.ask, who, act, Target("contact", contact_id, "record"), WHY)
    do(net, two_persons.confirm, second, request)


# ---- who learns ------------------------------------------------------------------------------------------------


def test_the_protection_officers_of_both_units_alone_are_brought_together(desk, contact_id):
    for who, other in ((OWN, "Banjul Serious Crime Unit"), (OTHER, "Brigade de Dakar")):
        (line,) = lines(desk, who)
        assert (line.unit, line.acknowledge) == (other, True)
    mine, theirs = opened(desk, contact_id, OWN).sides
    assert mine.mine and not theirs.mine and theirs.officers == ("Fatou Jammeh, Banjul Serious Crime Unit",)
    assert opened(desk, contact_id, OTHER).reference == opened(desk, contact_id, OWN).reference
    for who in ("protection", "deputy", "shield.nouakchott"):
        assert lines(desk, who) == [], "they keep no side of it"
        with pytest.raises(NotThere):
            opened(desk, contact_id, who)


@pytest.mark.parametrize("who", ["dakar", "banjul", "coordinator", "second", "analyst", "auditor", "administrator"])
def test_nobody_else_learns_of_it(desk, contact_id, hit_id, who):
    with pytest.raises(NotAllowed):
        opened(desk, contact_id, who)
    assert desk.deliver() == 0
    with desk.store.reading() as session:
        assert session.scalars(select(Pointer.id)).all() == []
        if who in ("dakar", "banjul"):
            assert pointers.pointers_of(session, desk.viewers[who]) == []
        if who in ("coordinator", "second"):
            assert hits.queue(session, desk.viewers[who], on=DeskList.DECIDED) == []
            assert hits.waiting(session, desk.viewers[who]) == 0


def test_a_unit_without_a_protection_officer_is_kept_by_the_coordination_offices(net):
    hit_id = protected_hit(staff(net, "shield.dakar"))
    net.decide(hit_id, who="protection")
    contact_id = contact_of(net, hit_id)
    assert [line.unit for line in lines(net, "protection")] == ["Brigade de Dakar"]
    assert [side.mine for side in opened(net, contact_id, "protection").sides] == [True, False]
    staff(net, "shield.banjul")
    assert lines(net, "protection") == [], "the unit's own, as soon as it has one"
    assert [line.unit for line in lines(net, "shield.banjul")] == ["Brigade de Dakar"]


def test_where_nobody_keeps_a_side_the_page_says_so(net):
    from casefile.people import officers, units

    hit_id = protected_hit(staff(net, "shield.dakar"))
    net.decide(hit_id, who="shield.dakar")
    with net.store.writing() as session:
        officers.deactivate(session, units.SYSTEM, "protection", "left the service")
    assert opened(net, contact_of(net, hit_id), "shield.dakar").sides[1].officers == ()


def test_one_desk_that_keeps_both_sides_answers_for_both(net):
    hit_id = protected_hit(net)
    net.decide(hit_id, who="protection")
    contact_id = contact_of(net, hit_id)
    do(net, protection.acknowledge, "protection", contact_id)
    assert opened(net, contact_id, "protection").state is ProtectionContactState.IN_CONTACT


def test_not_the_same_and_unresolved_open_nothing(desk, hit_id):
    desk.decide(hit_id, Judgement.UNRESOLVED, who="protection")
    assert contact_of(desk, hit_id) is None
    desk.decide(hit_id, Judgement.NOT_SAME, who="protection")
    assert contact_of(desk, hit_id) is None


# ---- what is kept and released ---------------------------------------------------------------------------------


def test_what_a_side_keeps_is_its_own_until_two_persons_release_it(desk, contact_id):
    do(desk, protection.note_person, OWN, contact_id, "record", SAFE, GUARDIAN)
    assert opened(desk, contact_id, OWN).sides[0].safe_contact == SAFE
    assert SAFE not in repr(opened(desk, contact_id, OTHER)) and "Rokhaya" not in repr(opened(desk, contact_id, OTHER))
    release(desk, contact_id)
    theirs = opened(desk, contact_id, OTHER).sides[1]
    assert theirs.safe_contact == SAFE and not theirs.guardian, "each is released by itself"
    release(desk, contact_id, TwoPersonAct.RELEASE_GUARDIAN)
    assert opened(desk, contact_id, OTHER).sides[1].guardian == GUARDIAN
    acts = [detail.get("act") for _, _, detail in trail(desk, contact_id, "disclosure")]
    assert acts == [None, "release_safe_contact", "release_guardian"]


@pytest.mark.parametrize(("who", "refused"), [(OWN, NotAllowed), (OTHER, NotThere), ("shield.nouakchott", NotThere)])
def test_neither_the_same_officer_nor_the_other_side_confirms_a_release(desk, contact_id, who, refused):
    do(desk, protection.note_person, OWN, contact_id, "record", SAFE, GUARDIAN)
    target = Target("contact", contact_id, "record")
    request = do(desk, two_persons.ask, OWN, TwoPersonAct.RELEASE_SAFE_CONTACT, target, WHY)
    with pytest.raises(refused):
        do(desk, two_persons.confirm, who, request)
    with pytest.raises(NotThere):
        do(desk, two_persons.ask, OTHER, TwoPersonAct.RELEASE_SAFE_CONTACT, target, WHY)
    assert SAFE not in repr(opened(desk, contact_id, OTHER))


def by_guardian(to, on=date(2026, 1, 2), note="", **changes):
    return replace(ReferralDraft(to, on, note, ConsentBy.GUARDIAN, date(2026, 1, 2), ("age", "names")), **changes)


WITHOUT_CONSENT = {
    "nobody": ({"consent_by": None}, "consent_by"),
    "no day": ({"consented_on": None}, "consented_on"),
    "a day ahead": ({"consented_on": date(2999, 1, 1)}, "consented_on"),
    "to nothing": ({"passes": ()}, "passes"),
    "to what is on no list": ({"passes": ("fingerprints",)}, "passes"),
    "of a child, itself": ({"consent_by": ConsentBy.PERSON}, "consent_by"),
}


@pytest.mark.parametrize("name", WITHOUT_CONSENT)
def test_without_a_consent_that_bears_it_nobody_is_referred(desk, contact_id, name):
    changes, field = WITHOUT_CONSENT[name]
    with pytest.raises(BadInput) as refused:
        do(desk, protection.refer, OWN, contact_id, "record", by_guardian(ReferralTo.NGO, **changes))
    assert refused.value.field == field and opened(desk, contact_id, OWN).sides[0].referrals == ()


def test_a_consent_taken_back_ends_on_that_day_and_stays_ended(desk, contact_id):
    referral = do(desk, protection.refer, OWN, contact_id, "record", by_guardian(ReferralTo.NGO))
    with desk.store.writing() as session:
        protection.report_referral(
            session, desk.viewers[OWN], contact_id, referral, ReferralOutcome.WAITING, consent_ended=True
        )
    do(desk, protection.report_referral, OWN, contact_id, referral, ReferralOutcome.LEFT)
    (kept,) = opened(desk, contact_id, OWN).sides[0].referrals
    assert kept.consent.by is ConsentBy.GUARDIAN and kept.consent.to == (Passed.NAMES, Passed.AGE)
    assert kept.consent.ended_on == tables.now().date() and kept.outcome is ReferralOutcome.LEFT


def test_the_other_side_changes_nothing_of_mine(desk, contact_id):
    with pytest.raises(NotThere):
        do(desk, protection.note_person, OTHER, contact_id, "record", SAFE, GUARDIAN)
    with pytest.raises(NotThere):
        do(desk, protection.refer, OTHER, contact_id, "record", by_guardian(ReferralTo.IOM))


def test_referrals_are_kept_with_their_outcome_and_are_the_own_sides(desk, contact_id):
    with pytest.raises(BadInput, match="lies ahead"):
        ahead = tables.now().date() + timedelta(days=2)
        do(desk, protection.refer, OWN, contact_id, "record", by_guardian(ReferralTo.SHELTER, ahead))
    draft = by_guardian(ReferralTo.SHELTER, note="bed kept until Friday")
    referral = do(desk, protection.refer, OWN, contact_id, "record", draft)
    do(desk, protection.report_referral, OWN, contact_id, referral, ReferralOutcome.RECEIVED)
    (kept,) = opened(desk, contact_id, OWN).sides[0].referrals
    assert (kept.referred_to, kept.referred_on, kept.outcome) == (
        ReferralTo.SHELTER, "2026-01-02", ReferralOutcome.RECEIVED,
    )  # fmt: skip
    assert "Friday" not in repr(opened(desk, contact_id, OTHER))
    with pytest.raises(NotThere):
        do(desk, protection.report_referral, OTHER, contact_id, referral, ReferralOutcome.LEFT)


# ---- its states ------------------------------------------------------------------------------------------------


def _release(net, contact_id):
    do(net, two_persons.ask, OWN, TwoPersonAct.RELEASE_SAFE_CONTACT, Target("contact", contact_id, "record"), WHY)


ACTS = {
    ProtectionMove.ACKNOWLEDGE: lambda net, id: do(net, protection.acknowledge, OWN, id),
    ProtectionMove.NOTE: lambda net, id: do(net, protection.note_person, OWN, id, "record", SAFE, GUARDIAN),
    ProtectionMove.RELEASE: _release,
    ProtectionMove.REFER: lambda net, id: do(net, protection.refer, OWN, id, "record", by_guardian(ReferralTo.NGO)),
    ProtectionMove.CLOSE: lambda net, id: do(net, protection.close, OWN, id, ProtectionOutcome.SAFE, "safe at home"),
}


@pytest.mark.parametrize(("state", "move"), list(product(ProtectionContactState, ACTS)))
def test_each_act_is_done_only_where_the_table_says_and_a_refusal_stands_in_the_trail(desk, contact_id, state, move):
    with desk.store.writing() as session:
        session.execute(update(ProtectionContact).values(state=state.value))
    try:
        ACTS[move](desk, contact_id)
        assert allows(PROTECTION_CONTACT, state, move)
        wanted = PROTECTION_CONTACT[state, move]
    except Conflict:
        assert not allows(PROTECTION_CONTACT, state, move) and Conflict.status == 409
        wanted = state
        ((_, _, detail),) = trail(desk, contact_id, "refused")
        assert detail == {"refused": "Conflict", "move": move.value, "state": state.value}
    with desk.store.reading() as session:
        assert session.get(ProtectionContact, contact_id).state == wanted.value


def test_both_sides_confirm_that_they_are_there(desk, contact_id):
    do(desk, protection.acknowledge, OTHER, contact_id)
    assert opened(desk, contact_id, OWN).state is ProtectionContactState.ANSWERED
    with pytest.raises(Conflict):
        do(desk, protection.acknowledge, OTHER, contact_id)
    assert opened(desk, contact_id, OTHER).state is ProtectionContactState.ANSWERED, "never for the other side"
    do(desk, protection.acknowledge, OWN, contact_id)
    assert opened(desk, contact_id, OWN).state is ProtectionContactState.IN_CONTACT


def test_closing_says_how_it_ended_for_the_person(desk, contact_id):
    with pytest.raises(BadInput):
        do(desk, protection.close, OWN, contact_id, ProtectionOutcome.REUNITED, "...")
    do(desk, protection.close, OWN, contact_id, ProtectionOutcome.REUNITED, "back with her mother since Monday")
    view = opened(desk, contact_id, OTHER)
    assert (view.state, view.outcome) == (ProtectionContactState.CLOSED, ProtectionOutcome.REUNITED)
    assert lines(desk, OTHER) == []
    with desk.store.reading() as session:
        assert len(protection.contacts_of(session, desk.viewers[OTHER], ended=True)) == 1


def _withdrawn(desk, hit_id):
    with desk.store.writing() as session:
        hits.withdraw_all(session, record_id=session.get(Hit, hit_id).record_id)


def _unprotected(desk, hit_id):
    with desk.store.writing() as session:
        session.execute(update(Record).values(protection=[]))
        session.execute(update(tables.RecordVersion).values(subject_category=SubjectCategory.WITNESS.value))
        session.execute(update(tables.Watch).values(protection=[]))


@pytest.mark.parametrize("falls", [_withdrawn, _unprotected])
def test_when_the_coincidence_falls_the_other_side_is_no_longer_shown(desk, contact_id, hit_id, falls):
    do(desk, protection.note_person, OWN, contact_id, "record", SAFE, GUARDIAN)
    release(desk, contact_id)
    falls(desk, hit_id)
    view = opened(desk, contact_id, OTHER)
    assert view.state is ProtectionContactState.WITHDRAWN
    assert view.sides[1].unit == "" and SAFE not in repr(view) and view.moves == {ProtectionMove.REOPEN}
    assert opened(desk, contact_id, OWN).sides[0].safe_contact == SAFE, "what one keeps oneself stays"


def test_judged_the_same_again_it_is_open_again_and_nothing_is_released_any_more(desk, contact_id, hit_id):
    do(desk, protection.note_person, OWN, contact_id, "record", SAFE, GUARDIAN)
    release(desk, contact_id)
    do(desk, protection.acknowledge, OWN, contact_id)
    with desk.store.writing() as session:
        session.execute(update(Hit).values(state=HitState.QUEUED.value))
    desk.decide(hit_id, who="deputy")
    view = opened(desk, contact_id, OTHER)
    assert view.state is ProtectionContactState.OPEN and SAFE not in repr(view)
    assert ProtectionMove.ACKNOWLEDGE in opened(desk, contact_id, OWN).moves


def test_the_act_of_one_is_not_done_over_what_another_did_meanwhile(desk, contact_id):
    from casefile.protection.contact_rows import move_contact

    with desk.store.reading() as session:
        old = load(session, [contact_id])[contact_id]
        session.expunge_all()
    do(desk, protection.close, OTHER, contact_id, ProtectionOutcome.SAFE, "safe at home")
    with desk.store.writing() as session, pytest.raises(Conflict):
        move_contact(session, desk.viewers[OWN], old, ProtectionMove.NOTE)


def test_what_a_side_kept_is_destroyed_with_its_record_and_the_other_sides_with_its_watch(desk, contact_id, hit_id):
    """Content goes, acts and ids stay: who was referred where, and why it was asked, is not read from the tables."""
    for who, side in ((OWN, "record"), (OTHER, "watch")):
        do(desk, protection.note_person, who, contact_id, side, SAFE, GUARDIAN)
        do(desk, protection.refer, who, contact_id, side, by_guardian(ReferralTo.NGO, note=SAFE))
    release(desk, contact_id)
    unmasked(desk, hit_id)
    do(desk, protection.close, OWN, contact_id, ProtectionOutcome.SAFE, SAFE)
    with desk.store.writing() as session:
        hit = session.get(Hit, hit_id)
        hit_content.erase(session, record_id=hit.record_id)
    kept = {side: held(desk, side) for side in ("record", "watch")}
    assert SAFE not in kept["record"] and "Rokhaya" not in kept["record"] and WHY not in kept["record"]
    assert SAFE in kept["watch"] and "Rokhaya" in kept["watch"]
    with desk.store.writing() as session:
        hit_content.erase(session, watch_id=session.get(Hit, hit_id).watch_id)
    assert SAFE not in held(desk, "watch") and "Rokhaya" not in held(desk, "watch")
    with desk.store.reading() as session:
        assert session.get(ProtectionContact, contact_id).outcome_note == ""


def held(net, side):
    """All that the tables of protection contacts hold of a side, in one text."""
    with net.store.reading() as session:
        every = [
            session.execute(select(table.__table__).where(table.side.in_([side, ""]))).all()
            for table in (tables.ProtectionSide, tables.ProtectionReferral, tables.ProtectionRequest)
        ]
        return repr(every)


# ---- the desk --------------------------------------------------------------------------------------------------


def test_the_counts_of_the_desk_are_over_what_the_officer_may_open(desk, hit_id):
    def counts(who):
        with desk.store.reading() as session:
            found = protection.waiting(session, desk.viewers[who])
            return found.hits, found.contacts, found.to_confirm, found.to_lower

    everybody = ("protection", OWN, OTHER, "shield.nouakchott")
    assert [counts(who) for who in everybody] == [(1, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0)]
    do(desk, two_persons.ask, OWN, TwoPersonAct.UNMASK, Target("hit", hit_id), WHY)
    assert [counts(who)[2] for who in everybody] == [1, 0, 1, 0]
    desk.decide(hit_id, who="protection")
    assert [counts(who)[:2] for who in everybody] == [(0, 0), (0, 1), (0, 1), (0, 0)]


def test_a_third_units_protection_officer_sees_no_hit_of_others(desk, hit_id):
    third = desk.viewers["shield.nouakchott"]
    with desk.store.reading() as session:
        assert hits.queue(session, third, Desk.PROTECTION) == [] and hits.waiting(session, third, Desk.PROTECTION) == 0
        assert len(hits.queue(session, desk.viewers[OWN], Desk.PROTECTION)) == 1
    for wanted in (hit_id, "f" * 32):
        with desk.store.writing() as session, pytest.raises(NotThere):
            hits.open_hit(session, third, wanted)


# ---- suspect here, victim there --------------------------------------------------------------------------------


def test_suspect_here_victim_there_comes_first_and_takes_a_reason_of_its_own(desk):
    weaker = protected_hit(desk, SubjectCategory.WITNESS, SubjectCategory.MISSING)
    with desk.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == weaker).values(score=40.0))
    opposed = protected_hit(desk, SubjectCategory.VICTIM, SubjectCategory.SUSPECT)
    with desk.store.reading() as session:
        found = hits.queue(session, desk.protection, Desk.PROTECTION)
    assert [(line.hit_id, line.protection_review) for line in found] == [(opposed, True), (weaker, False)]
    with desk.store.writing() as session, pytest.raises(BadInput) as refused:
        hits.decide(session, desk.protection, opposed, Judgement.SAME, "same name, same year")
    assert refused.value.field == "protection_reason"
    desk.decide(opposed, who="protection", protection_reason="sold by the boss, says the ward")
    with desk.store.writing() as session:
        (line,) = hits.open_hit(session, desk.protection, opposed).reviews
    assert line.protection_reason == "sold by the boss, says the ward"
    desk.decide(weaker, who="protection", protection_reason="")


CATEGORIES = (SubjectCategory.SUSPECT, SubjectCategory.CONVICTED, SubjectCategory.VICTIM, SubjectCategory.WITNESS)


def test_the_queues_order_is_that_of_the_law(desk):
    """What the order in SQL puts first is what `raises_review` says, for every pair of categories."""
    for record, watch in product(CATEGORIES, CATEGORIES):
        protected_hit(desk, record, watch)
    with desk.store.reading() as session:
        found = [one.protection_review for one in hits.queue(session, desk.protection, Desk.PROTECTION)]
    assert found == sorted(found, reverse=True) and 0 < sum(found) < len(found) == len(CATEGORIES) ** 2
