"""Interviews raise a review by themselves: the person is protected at once, and until the desk has decided."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casefile import protection, records
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.policy.cases.offences import Offences
from casefile.policy.retention import WITHDRAWN_KEPT
from casefile.protection import InterviewDraft
from casefile.records.links import LinkDraft
from casefile.retention import tombstones
from casefile.storage import tables
from casefile.storage.tables import Audit, Interview, ProtectionReview, Record, VictimReferral
from casefile.vocabulary import (
    ConsentBy,
    LinkRole,
    OffenceKind,
    Passed,
    Protection,
    ReviewGround,
    ReviewOutcome,
    Sharing,
    SubjectCategory,
)
from tests.network.make import person, report, stated
from tests.steady.undrawn import undrawn

DAY = date(2026, 1, 2)
STRONG, WEAK = ["papers_taken"], ["belief_used"]
GROWN = person("Awa Ndiaye", "1990")
TRAFFICKING = Offences((OffenceKind.TRAFFICKING,))
WHY = "heard again by the ward"


def noted(net, record_id, indicators, who="dakar", day=DAY):
    with net.store.writing() as session:
        return protection.note_interview(session, net.viewers[who], record_id, InterviewDraft(day, indicators))


def of(net, record_id):
    with net.store.reading() as session:
        return session.scalar(select(Record.protection).where(Record.id == record_id))


def waiting(net, who="protection"):
    with net.store.reading() as session:
        return protection.waiting_reviews(session, net.viewers[who])


def decided(net, review, outcome, who="protection"):
    with net.store.writing() as session:
        protection.decide(session, net.viewers[who], review.record_id, review.id, outcome, WHY)


def test_strong_signs_protect_at_once_and_the_desk_decides(net):
    record_id = net.enter("dakar", GROWN, sharing=Sharing.FULL)
    assert net.opened("banjul", record_id).line.id == record_id
    assert noted(net, record_id, WEAK).raised is False
    assert (of(net, record_id), waiting(net)) == ([], [])
    first = noted(net, record_id, STRONG)
    assert first.raised and noted(net, record_id, STRONG) == first, "sent twice, kept once"
    assert of(net, record_id) == ["victim"]
    with pytest.raises(NotThere):
        net.opened("banjul", record_id)
    (review,) = waiting(net)
    assert (review.record_id, review.ground) == (record_id, ReviewGround.INTERVIEW)
    with net.store.writing() as session, pytest.raises(BadInput, match="decide it first"):
        protection.lower(session, net.protection, "record", record_id, Protection.VICTIM, WHY)
    with net.store.writing() as session:
        found = protection.open_subject(session, net.protection, "record", record_id)
        assert found.masked and "Ndiaye" not in str(found.identity)
        held = protection.interviews_before_desk(session, net.protection, record_id)
    assert [[one.value for one in i.indicators] for i in held] == [STRONG, WEAK]
    decided(net, review, ReviewOutcome.NOT_NEEDED)
    assert (of(net, record_id), waiting(net)) == ([], [])
    with net.store.writing() as session, pytest.raises(Conflict):
        protection.decide(session, net.protection, record_id, review.id, ReviewOutcome.PROTECTED, WHY)
    assert noted(net, record_id, STRONG, day=DAY + timedelta(days=1)).raised
    assert of(net, record_id) == ["victim"], "what was lowered for one interview does not lower another"
    decided(net, waiting(net)[0], ReviewOutcome.PROTECTED)
    assert (of(net, record_id), waiting(net)) == (["victim"], [])


def test_of_no_known_age_it_is_a_childs_too_and_a_child_needs_one_sign(net):
    record_id = net.enter("dakar", person("Awa Ndiaye"))
    noted(net, record_id, STRONG)
    assert of(net, record_id) == ["minor", "victim"]
    child = net.enter("dakar", person("Fatou Dialo", f"{tables.now().year - 9}-05-01"))
    assert noted(net, child, WEAK).raised


def test_who_may_not_read_it_reads_no_interview_and_decides_nothing(net):
    record_id = net.enter("dakar", GROWN, sharing=Sharing.FULL)
    untouched = net.enter("dakar", GROWN, sharing=Sharing.FULL)
    noted(net, record_id, STRONG)
    (review,) = waiting(net)
    answers = []
    for wanted in (record_id, untouched, "0" * 32):
        with net.store.reading() as session, pytest.raises(NotThere) as refused:
            protection.interviews_of(session, net.banjul, wanted)
        answers.append(str(refused.value))
        with pytest.raises(NotThere) as refused:
            noted(net, wanted, STRONG, who="banjul")
        answers.append(str(refused.value))
    assert len(set(answers)) == 1
    with net.store.reading() as session, pytest.raises(NotThere):
        protection.interviews_before_desk(session, net.protection, untouched)
    for who in ("banjul", "dakar", "coordinator"):
        with pytest.raises(NotAllowed):
            decided(net, review, ReviewOutcome.NOT_NEEDED, who=who)
        with pytest.raises(NotAllowed):
            waiting(net, who)
    with net.store.reading() as session:
        assert len(protection.interviews_of(session, net.dakar, record_id)) == 1
        details = session.scalars(select(Audit.detail).where(Audit.subject_id == record_id)).all()
    assert not any("papers_taken" in str(one) for one in details)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (InterviewDraft(DAY, ["tired"]), "indicators"),
        (InterviewDraft(date(2099, 1, 1), STRONG), "held_on"),
    ],
)
def test_what_does_not_do_is_refused_and_nothing_is_kept(net, draft, field):
    record_id = net.enter("dakar", GROWN)
    boat = net.enter("dakar", report("Un rapport."))
    for wanted, said, where in ((record_id, draft, field), (boat, InterviewDraft(DAY, STRONG), "indicators")):
        with net.store.writing() as session, pytest.raises(BadInput) as refused:
            protection.note_interview(session, net.dakar, wanted, said)
        assert refused.value.field == where
    with net.store.reading() as session:
        assert session.query(Interview).count() == 0


def test_a_victim_of_trafficking_is_looked_at_however_it_is_entered(net):
    """By category, by a later tick, by a part in an event; ticked on the event afterwards."""
    victim = stated(subject_category=SubjectCategory.VICTIM)
    entered = net.enter("dakar", GROWN, victim, offences=TRAFFICKING)
    assert [one.record_id for one in waiting(net)] == [entered]
    later = net.enter("dakar", person("Binta Sow", "1991"), victim)
    assert len(waiting(net)) == 1
    net.amend("dakar", later, person("Binta Sow", "1991"), victim, offences=TRAFFICKING)
    assert {one.record_id for one in waiting(net)} == {entered, later}
    event = net.enter("dakar", report("Un atelier.", "Atelier"))
    part = (LinkDraft(LinkRole.VICTIM, event),)
    played = net.enter(
        "dakar", person("Coumba Fall", "1992"), stated(subject_category=SubjectCategory.WITNESS), links=part
    )
    assert played not in {one.record_id for one in waiting(net)} and of(net, played) == ["victim"]
    net.amend("dakar", event, report("Un atelier.", "Atelier"), offences=TRAFFICKING)
    assert {one.record_id: one.ground for one in waiting(net)} == dict.fromkeys(
        (entered, later, played), ReviewGround.TRAFFICKED
    )
    review = next(one for one in waiting(net) if one.record_id == entered)
    with pytest.raises(BadInput, match="still says victim"):
        decided(net, review, ReviewOutcome.NOT_NEEDED)
    assert review in waiting(net), "refused as a whole"
    decided(net, review, ReviewOutcome.PROTECTED)
    net.amend("dakar", entered, person("Awa Ndiaye", "1990", phone="+221 77 000 00 09"), victim, offences=TRAFFICKING)
    assert entered not in {one.record_id for one in waiting(net)}, "the same ground asks once"


def test_interviews_and_reviews_go_with_the_content(net):
    record_id = net.enter("dakar", GROWN)
    noted(net, record_id, STRONG)
    referred(net, record_id)
    with net.store.writing() as session:
        records.withdraw(session, net.dakar, record_id, "mistaken identity")
    with pytest.raises(Conflict):
        noted(net, record_id, STRONG, day=DAY + timedelta(days=1))
    with net.store.writing() as session:
        tombstones.bury_records(session, tables.now() + WITHDRAWN_KEPT + timedelta(days=1), 10)
        assert session.query(Interview).count() == session.query(ProtectionReview).count() == 0
        assert session.query(VictimReferral).count() == 0
    assert waiting(net) == []


def referred(net, record_id, passes=("names", "signs"), by=ConsentBy.PERSON, who="dakar"):
    draft = protection.VictimReferralDraft("Foyer", by, DAY, passes)
    with net.store.writing() as session:
        return protection.refer_victim(session, net.viewers[who], record_id, draft)


def sheet(net, record_id, referral_id, who="dakar"):
    with net.store.writing() as session:
        return protection.sheet_for_service(session, net.viewers[who], record_id, referral_id)


def test_a_service_is_told_what_was_agreed_to_until_it_is_taken_back(net):
    record_id = net.enter("dakar", person("Awa Ndiaye", "1990", phone="+221 77 123 45 67"))
    noted(net, record_id, STRONG)
    with pytest.raises(BadInput, match="Without consent nothing"):
        referred(net, record_id, passes=())
    referral_id = referred(net, record_id)
    told = sheet(net, record_id, referral_id)
    assert told.said == {Passed.NAMES: ("Awa Ndiaye",)} and [one.value for one in told.signs] == STRONG
    assert "1990" not in undrawn(told) and "77 123" not in undrawn(told)
    with net.store.writing() as session:
        protection.end_consent(session, net.dakar, record_id, referral_id)
    with pytest.raises(Conflict, match="Nothing may be passed on"):
        sheet(net, record_id, referral_id)
    with net.store.reading() as session:
        held = protection.referrals_of(session, net.dakar, record_id).referrals
        assert [one.consent.ended_on for one in held] == [tables.now().date()]
        desk = protection.referrals_before_desk(session, net.protection, record_id).referrals
    assert desk == held


def test_a_childs_guardian_agrees_and_no_other_unit_learns_of_it(net):
    child = net.enter("dakar", person("Fatou Dialo", f"{tables.now().year - 9}-05-01"))
    with pytest.raises(BadInput, match="guardian"):
        referred(net, child)
    referral_id = referred(net, child, by=ConsentBy.GUARDIAN)
    answers = set()
    for wanted, referral in ((child, referral_id), ("0" * 32, "0" * 32)):
        for ask in (
            lambda r, i: sheet(net, r, i, who="banjul"), lambda r, _: referred(net, r, who="banjul"),
        ):  # fmt: skip
            with pytest.raises(NotThere) as refused:
                ask(wanted, referral)
            answers.add(str(refused.value))
        with net.store.writing() as session:
            for ask in (protection.end_consent, lambda s, v, r, _: protection.referrals_of(s, v, r)):
                with pytest.raises(NotThere) as refused:
                    ask(session, net.banjul, wanted, referral)
                answers.add(str(refused.value))
    assert len(answers) == 1


def test_the_focal_point_of_the_country_is_named_by_an_administrator_and_shown(net):
    record_id = net.enter("dakar", GROWN)
    with net.store.writing() as session:
        for contact in ("116", "116, day and night"):
            protection.set_focal_point(session, net.administrator, "SN", "Cellule nationale", contact)
        with pytest.raises(BadInput):
            protection.set_focal_point(session, net.administrator, "XX", "Nobody", "0")
        with pytest.raises(NotAllowed):
            protection.set_focal_point(session, net.dakar, "SN", "Mine", "0")
    with net.store.reading() as session:
        point = protection.referrals_of(session, net.dakar, record_id).focal_point
        named = {one.country: one.service for one in protection.focal_points(session, net.administrator)}
    assert (point.service, point.contact) == ("Cellule nationale", "116, day and night")
    assert named["SN"] == "Cellule nationale" and named["GM"] == ""
