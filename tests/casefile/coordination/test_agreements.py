"""Agreements: two persons make one; what it lets pass, what never, and that it ends by itself."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from casefile import hits
from casefile.coordination import agreements
from casefile.errors import BadInput, CasefileError, Conflict, NotAllowed
from casefile.hits.treaty.by_agreement import BY_AGREEMENT
from casefile.policy.states import AGREEMENT, AgreementMove, allows
from casefile.storage import tables
from casefile.storage.tables import Agreement, Audit, Hit, Pointer, Record, Review
from casefile.vocabulary import AgreementState, HitState, Judgement, Notify, Protection, RecordKind, Role, Sharing
from tests.network.make import NAMES_AGREE, SEEN, WANTED, found_hit, report, stated, term

WHY = "as both ministers wrote"
TREATY = "Accord de Banjul, art. 4"


def propose(net, who="coordinator", units=("dakar", "banjul"), kind=RecordKind.PERSON, days=30, treaty=TREATY):
    ids = tuple(net.viewers[one].unit_id for one in units)
    draft = agreements.AgreementDraft(ids, kind, treaty, tables.now() + timedelta(days=days), WHY)
    with net.store.writing() as session:
        return agreements.propose_agreement(session, net.viewers[who], draft)


def confirm(net, agreement_id, who="administrator"):
    with net.store.writing() as session:
        agreements.confirm_agreement(session, net.viewers[who], agreement_id)


@pytest.fixture
def agreed(net):
    """Dakar and Banjul, persons, in force."""
    net.agreement = propose(net)
    confirm(net, net.agreement)
    return net


def meet(net, rules=None, watch_rules=None, decision="hit", identity=SEEN, who="dakar", by="banjul"):
    """A record of one unit meets a watch of the other; the hit's state."""
    record = net.enter(who, identity, rules=rules or stated())
    watch = net.watch(by, WANTED, rules=watch_rules or stated())
    with net.store.writing() as session:
        hits.raise_hits(session, [replace(found_hit(record, watch), decision=decision)])
    net.record_id, net.watch_id = record, watch
    return net.states(record)[0]


def test_by_agreement_both_units_get_their_pointer_and_the_desk_reads_why(agreed):
    assert meet(agreed) is HitState.POINTER_SENT
    agreed.deliver()
    assert len(agreed.pointers("dakar")) == len(agreed.pointers("banjul")) == 1
    with agreed.store.writing() as session:
        view = hits.open_hit(session, agreed.coordinator, agreed.hit_of(agreed.record_id))
    (review,) = view.reviews
    assert (review.judgement, review.reason, review.officer) == (BY_AGREEMENT, TREATY, "coordinator")


@pytest.mark.parametrize(
    "meeting",
    [
        {"decision": "possible"},
        {"identity": report("Vu au quai de Kayar.")},
        {"who": "nouakchott"},
        {"by": "nouakchott"},
        {"rules": stated(protection=(Protection.MINOR,))},
        {"rules": stated(protection=(Protection.VICTIM,))},
        {"watch_rules": stated(protection=(Protection.SOURCE_AT_RISK,))},
        {"rules": stated(notify=Notify.OWNER_FIRST)},
        {"watch_rules": stated(notify=Notify.SILENT)},
        {"rules": stated(sharing=Sharing.COORDINATOR)},
    ],
    ids=str,
)
def test_everything_else_waits_for_a_person(agreed, meeting):
    assert meet(agreed, **meeting) is HitState.QUEUED
    assert agreed.deliver() == 0


def test_a_text_that_names_somebody_protected_waits_whatever_agreed(net):
    confirm(net, propose(net, kind=RecordKind.REPORT))
    record = net.enter("dakar", report("Vu au quai."))
    watch = net.watch("banjul", WANTED)
    with net.store.writing() as session:
        session.execute(update(Record).where(Record.id == record).values(names_protected=True))
    net.hit(record, watch)
    assert net.states(record) == [HitState.QUEUED]


def test_what_a_person_judged_once_is_never_sent_on_other_facts(agreed):
    record, watch = agreed.enter("dakar", SEEN), agreed.watch("banjul", WANTED)
    with agreed.store.writing() as session:  # judged before the agreement
        session.execute(update(Agreement).values(state=AgreementState.PROPOSED.value))
    agreed.hit(record, watch)
    agreed.decide(agreed.hit_of(record), Judgement.NOT_SAME)
    with agreed.store.writing() as session:
        session.execute(update(Agreement).values(state=AgreementState.IN_FORCE.value))
    agreed.hit(record, watch, "e" * 64)
    assert agreed.states(record) == [HitState.FALSE_MATCH]
    phone = term("phone", "phone_agrees", "+221771234567", "+221771234567", 18.0)
    agreed.hit(record, watch, "d" * 64, evidence=(NAMES_AGREE, phone))  # asked again, of a person
    assert agreed.states(record) == [HitState.QUEUED]


def test_what_becomes_protected_after_it_passed_is_recalled_and_judged_again(agreed):
    meet(agreed)
    agreed.deliver()
    with agreed.store.writing() as session:
        session.execute(update(Record).where(Record.id == agreed.record_id).values(protection=["minor"]))
        hits.follow_rules(session, record_ids=[agreed.record_id])
    agreed.deliver()
    assert agreed.states(agreed.record_id) == [HitState.QUEUED]
    assert all(pointer.recalled for pointer in agreed.pointers("banjul"))


def test_raised_twice_it_is_one_hit_one_review_and_two_pointers(agreed):
    meet(agreed)
    assert agreed.hit(agreed.record_id, agreed.watch_id) == 0
    with agreed.store.reading() as session:
        counts = [len(session.execute(select(table.id)).all()) for table in (Hit, Review, Pointer)]
    assert counts == [1, 1, 2]


# ---- two persons, and the end ----------------------------------------------------------------------------------


def test_before_an_administrator_has_confirmed_nothing_is_in_force(net):
    propose(net)
    assert meet(net) is HitState.QUEUED


def test_the_same_person_does_not_sit_in_both_seats(net):
    agreement = propose(net)
    net.viewers["became"] = replace(net.coordinator, roles=frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(NotAllowed, match="Another person"):
        confirm(net, agreement, "became")
    assert refused(net, agreement) == [{"refused": "NotAllowed", "state": "proposed", "move": "confirm"}]
    for who in ("coordinator", "second", "dakar", "auditor"):
        with pytest.raises(NotAllowed):
            confirm(net, agreement, who)
    with pytest.raises(NotAllowed):
        propose(net, who="administrator", kind=RecordKind.VEHICLE)


def test_past_its_last_day_it_spares_nothing(agreed, monkeypatch):
    later = tables.now() + timedelta(days=31)
    monkeypatch.setattr(tables, "now", lambda: later)
    assert meet(agreed) is HitState.QUEUED
    with agreed.store.reading() as session:
        (view,) = agreements.agreements(session, agreed.coordinator)
    assert view.state is AgreementState.ENDED and not view.may_end


def test_ended_by_a_coordinator_a_person_judges_again_and_pointers_stand(agreed):
    meet(agreed)
    with agreed.store.writing() as session:
        agreements.end_agreement(session, agreed.viewers["second"], agreed.agreement, "the treaty was denounced")
    agreed.deliver()
    assert len(agreed.pointers("banjul")) == 1
    assert meet(agreed) is HitState.QUEUED


def test_a_watch_that_shows_itself_to_others_only_waits_too(agreed):
    only = (agreed.nouakchott.unit_id,)
    assert meet(agreed, watch_rules=stated(sharing_units=only)) is HitState.QUEUED


def refuse(net):
    with net.store.writing() as session:
        agreements.refuse_agreement(session, net.administrator, net.agreement, "the treaty says nothing of it")


def end(net):
    with net.store.writing() as session:
        agreements.end_agreement(session, net.coordinator, net.agreement, "the treaty was denounced")


def refused(net, agreement_id):
    with net.store.reading() as session:
        return session.scalars(
            select(Audit.detail).where(Audit.action == "refused", Audit.subject_id == agreement_id)
        ).all()


STEPS = {
    AgreementMove.CONFIRM: lambda net: confirm(net, net.agreement),
    AgreementMove.REFUSE: refuse,
    AgreementMove.END: end,
}


@pytest.mark.parametrize(("state", "move"), list(product(AgreementState, AgreementMove)))
def test_an_agreement_takes_the_steps_of_the_table_and_no_others(agreed, state, move):
    with agreed.store.writing() as session:
        session.execute(update(Agreement).values(state=state.value))
    try:
        STEPS[move](agreed)
        assert allows(AGREEMENT, state, move) and refused(agreed, agreed.agreement) == []
    except Conflict:
        tried = {"refused": "Conflict", "state": state.value, "move": move.value}
        assert not allows(AGREEMENT, state, move) and refused(agreed, agreed.agreement) == [tried]
    with agreed.store.reading() as session:
        assert session.scalars(select(Agreement.state)).one() == AGREEMENT.get((state, move), state).value


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": ("dakar", "dakar")},
        {"units": ("dakar",)},
        {"units": ("dakar", "coordinator")},
        {"treaty": " "},
        {"days": 0},
        {"days": 800},
        {"units": ("banjul", "dakar")},  # the same pair again
    ],
    ids=str,
)
def test_what_cannot_be_agreed(agreed, wrong):
    with pytest.raises(CasefileError) as refused:
        propose(agreed, **wrong)
    assert isinstance(refused.value, BadInput)


def test_a_unit_reads_its_own_agreements_and_no_others(agreed):
    confirm(agreed, propose(agreed, units=("dakar", "nouakchott"), kind=RecordKind.VESSEL))
    with agreed.store.reading() as session:
        seen = {
            who: [one.record_kind for one in agreements.agreements_of_unit(session, agreed.viewers[who])]
            for who in ("dakar", "banjul", "nouakchott")
        }
    assert {who: set(kinds) for who, kinds in seen.items()} == {
        "dakar": {RecordKind.PERSON, RecordKind.VESSEL}, "banjul": {RecordKind.PERSON},
        "nouakchott": {RecordKind.VESSEL},
    }  # fmt: skip
