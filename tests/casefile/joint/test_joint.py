"""A joint case from the proposal to its end: who sits in it and who reads what."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casefile import joint, records
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import units
from casefile.policy.sharing import Access
from casefile.records.scope import in_scope
from casefile.storage import tables
from casefile.storage.tables import Audit, Officer, Record, RecordVersion
from casefile.vocabulary import (
    JointPart,
    JointState,
    Protection,
    Role,
    SeatState,
    Sharing,
    SubjectCategory,
)
from tests.network.make import person, report, stated

HIDDEN = stated(sharing=Sharing.NONE)


def test_two_units_hold_a_case_together_and_each_reads_what_the_other_put_in(pair):
    record = pair.net.enter("dakar", person("Mamadou Dialo", "1985", phone="+221 77 000 11 22"), rules=HIDDEN)
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    pair.do(joint.write_minute, "banjul", "Met at the quay.")
    seen = pair.view("banjul")
    assert seen.state is JointState.OPEN and [one.text for one in seen.minutes] == ["Met at the quay."]
    assert [(line.id, line.access) for line in seen.records] == [(record, Access.FULL)]
    opened = pair.do(joint.open_record, "banjul", record)
    assert opened.identity.identifiers and opened.line.case_id is None and not opened.suspicion_note
    assert not opened.versions and not opened.links
    pair.do(joint.put_in, "dakar", record, Access.CORE)
    assert not pair.do(joint.open_record, "banjul", record).identity.identifiers, "now the core alone"
    pair.do(joint.take_out, "dakar", record)
    assert pair.view("banjul").records == ()
    with pytest.raises(NotThere):
        pair.do(joint.open_record, "banjul", record)


def test_what_was_put_in_is_in_no_list_and_no_single_read_of_the_member(pair):
    """Read on the page of the joint case alone: the three renderings of `access` agree as before."""
    record = pair.net.enter("dakar", rules=HIDDEN)
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    with pair.net.store.writing() as session:
        assert records.lines(session, pair.net.banjul, [record]) == {}
        joined = select(Record.id).join(
            RecordVersion, (RecordVersion.record_id == Record.id) & (RecordVersion.version == Record.version)
        )
        assert record not in session.scalars(joined.where(in_scope(pair.net.banjul))).all()
        with pytest.raises(NotThere):
            records.read(session, pair.net.banjul, record, reason="asked by the judge")


def test_every_look_of_a_member_stands_in_the_trail_with_the_case_as_its_reason(pair):
    record = pair.net.enter("dakar", rules=HIDDEN)
    pair.do(joint.put_in, "dakar", record, Access.CORE)
    pair.do(joint.open_record, "banjul", record)
    reference = pair.view("banjul").reference
    with pair.net.store.reading() as session:
        mine = (Audit.officer_id == pair.net.banjul.officer_id, Audit.subject_id == record)
        looks = session.execute(select(Audit.action, Audit.case_ref).where(*mine)).all()
    assert looks == [("consultation", reference)]


@pytest.mark.parametrize(
    "rules",
    [
        stated(protection=(Protection.MINOR,)),
        stated(subject_category=SubjectCategory.VICTIM),
        stated(protection=(Protection.SOURCE_AT_RISK,)),
    ],
)
def test_a_protected_record_is_never_put_in(pair, rules):
    record = pair.net.enter("dakar", rules=rules)
    with pytest.raises(NotAllowed):
        pair.do(joint.put_in, "dakar", record, Access.CORE)
    with pair.net.store.reading() as session:
        tried = select(Audit.detail).where(Audit.action == "refused", Audit.subject_id == record)
        assert session.scalars(tried).all() == [{"refused": "NotAllowed", "joint": pair.id, "move": "put"}]


def test_what_becomes_protected_after_it_was_put_in_is_gone_for_the_others(pair):
    record = pair.net.enter("dakar", person("Awa Diop", "1990"))
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    for head in ({"protection": ["minor"]}, {"protection": None}, {"protection": [], "names_protected": True}):
        with pair.net.store.writing() as session:
            session.execute(update(Record).where(Record.id == record).values(**head))
        assert pair.view("banjul").records == (), head
        with pytest.raises(NotThere):
            pair.do(joint.open_record, "banjul", record)
        assert [line.id for line in pair.view("dakar").records] == [record]


def test_only_ones_own_records_are_put_in_and_taken_out(pair):
    theirs, own = pair.net.enter("banjul"), pair.net.enter("dakar")
    for wrong in (theirs, "0" * 32):
        with pytest.raises(NotThere):
            pair.do(joint.put_in, "dakar", wrong, Access.CORE)
    pair.do(joint.put_in, "dakar", own, Access.CORE)
    with pytest.raises(NotThere):
        pair.do(joint.take_out, "banjul", own)
    with pytest.raises(BadInput):
        pair.do(joint.put_in, "dakar", own, Access.OWN)


@pytest.mark.parametrize("wrong", ["", " ", "Met\x00 at the quay.", "x" * 10_001])
def test_what_cannot_stand_in_the_minutes(pair, wrong):
    with pytest.raises(BadInput) as refused:
        pair.do(joint.write_minute, "dakar", wrong)
    assert refused.value.field == "text" and pair.view("dakar").minutes == ()


# ---- members ---------------------------------------------------------------------------------------------------


def test_a_mentor_reads_cores_and_minutes_and_writes_nothing(pair):
    pair.officer("mentor", "GM-BJL")
    record = pair.net.enter("dakar", person("Mamadou Dialo", "1985", phone="+221 77 000 11 22"), rules=HIDDEN)
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    pair.do(joint.write_minute, "dakar", "Met at the quay.")
    pair.do(joint.name_member, "banjul", pair.net.viewers["mentor"].officer_id, JointPart.MENTOR)
    seen = pair.view("mentor")
    assert [line.access for line in seen.records] == [Access.CORE] and seen.minutes and not seen.may.act
    own = pair.net.enter("banjul")
    for act in (
        lambda: pair.do(joint.write_minute, "mentor", "I was there."),
        lambda: pair.do(joint.put_in, "mentor", own, Access.CORE),
        lambda: pair.do(joint.name_member, "mentor", pair.net.banjul.officer_id, JointPart.MENTOR),
        lambda: pair.do(joint.leave, "mentor", "the mission is over"),
        lambda: pair.do(joint.close, "mentor", "the mission is over"),
    ):
        with pytest.raises(BadInput):
            act()
    moves = [(move, state) for error, move, state in pair.refused() if error == "BadInput"]
    assert moves == [("write", "open"), ("put", "open"), ("name", "open"), ("leave", "taken"), ("close", "open")]


def test_members_are_named_a_colleague_who_is_not_reads_the_head_alone(pair):
    colleague = pair.officer("colleague", "GM-BJL")
    record = pair.net.enter("dakar")
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    pair.do(joint.write_minute, "dakar", "Met at the quay.")
    seen = pair.view("colleague")
    assert (seen.part, seen.records, seen.minutes, seen.members) == (None, (), (), ())
    with pytest.raises(NotThere):
        pair.do(joint.open_record, "colleague", record)
    with pytest.raises(BadInput):
        pair.do(joint.name_member, "colleague", colleague.officer_id, JointPart.INVESTIGATOR)
    pair.do(joint.name_member, "banjul", colleague.officer_id, JointPart.INVESTIGATOR)
    assert pair.view("colleague").records
    pair.do(joint.remove_member, "colleague", pair.net.banjul.officer_id)
    assert pair.view("banjul").records == ()
    with pytest.raises(BadInput, match="nobody left"):
        pair.do(joint.remove_member, "colleague", colleague.officer_id)


@pytest.mark.parametrize("login", ["dakar", "coordinator", "magistrate", "auditor"])
def test_a_unit_names_its_own_officers_who_work_on_cases(pair, login):
    with pytest.raises(BadInput):
        pair.do(joint.name_member, "banjul", pair.net.viewers[login].officer_id, JointPart.MENTOR)


def test_an_analyst_can_only_be_a_mentor(pair):
    analyst = pair.net.analyst.officer_id
    with pytest.raises(BadInput, match="mentor"):
        pair.do(joint.name_member, "dakar", analyst, JointPart.INVESTIGATOR)
    pair.do(joint.name_member, "dakar", analyst, JointPart.MENTOR)
    assert pair.view("analyst").part is JointPart.MENTOR


def test_who_changes_to_another_unit_is_no_member_any_more_and_the_unit_names_another(pair):
    moved, stays = pair.net.viewers["banjul"], pair.officer("stays", "GM-BJL")
    with pair.net.store.writing() as session:
        session.execute(
            update(Officer).where(Officer.id == moved.officer_id).values(unit_id=pair.net.nouakchott.unit_id)
        )
    pair.do(joint.name_member, "stays", stays.officer_id, JointPart.INVESTIGATOR)
    pair.net.viewers["banjul"] = type(moved)(
        moved.officer_id, moved.login, pair.net.nouakchott.unit_id, "MR-NKC", moved.roles
    )
    with pytest.raises(NotThere):
        pair.view("banjul")
    assert pair.view("stays").part is JointPart.INVESTIGATOR


# ---- two persons, two units ------------------------------------------------------------------------------------


def test_the_same_person_cannot_propose_and_accept_not_even_from_the_other_unit(at):
    at.propose("dakar", "banjul")
    before = at.net.viewers["dakar"]
    at.net.viewers["moved"] = type(before)(
        before.officer_id, before.login, at.net.banjul.unit_id, "GM-BJL", before.roles
    )
    with pytest.raises(NotAllowed):
        at.do(joint.accept, "moved", "the same boat as ours")
    with pytest.raises(Conflict):
        at.do(joint.accept, "dakar", "the same boat as ours")
    assert at.view("dakar").state is JointState.PROPOSED
    assert at.refused() == [("NotAllowed", "accept", "asked"), ("Conflict", "accept", "taken")]


def test_declined_by_all_it_is_over_and_each_says_why(at):
    at.propose("dakar", "banjul", "nouakchott")
    with pytest.raises(BadInput):
        at.do(joint.decline, "banjul", "no")
    assert at.do(joint.decline, "banjul", "nobody is free for it") is JointState.PROPOSED
    assert at.do(joint.decline, "nouakchott", "not our coast") is JointState.DECLINED
    assert {seat.reason for seat in at.view("dakar").seats} == {"", "nobody is free for it", "not our coast"}
    with pytest.raises(Conflict):
        at.do(joint.accept, "banjul", "we changed our mind")


@pytest.mark.parametrize(
    ("others", "days", "field"), [((), 30, "units"), (("dakar",), 30, "units"), (("coordinator",), 30, "units"),
                                  (("banjul",), 0, "ends_at"), (("banjul",), 800, "ends_at")]
)  # fmt: skip
def test_what_cannot_be_proposed(at, others, days, field):
    with pytest.raises(BadInput) as refused:
        at.propose("dakar", *others, days=days)
    assert refused.value.field == field


# ---- how it ends -----------------------------------------------------------------------------------------------


def test_it_ends_by_itself_at_its_last_day_whether_or_not_anybody_notes_it(pair, monkeypatch):
    record = pair.net.enter("dakar")
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    pair.do(joint.write_minute, "dakar", "Met at the quay.")
    later = tables.now() + timedelta(days=31)
    with pair.net.store.writing() as session:
        assert joint.end_due(session, later - timedelta(days=2)) == 0
    monkeypatch.setattr(tables, "now", lambda: later)
    for noted in (False, True):
        seen = pair.view("banjul")
        assert (seen.state, seen.records) == (JointState.ENDED, ()) and seen.minutes, noted
        with pytest.raises(NotThere):
            pair.do(joint.open_record, "banjul", record)
        with pytest.raises(Conflict):
            pair.do(joint.write_minute, "banjul", "One more thing.")
        with pair.net.store.writing() as session:
            assert joint.end_due(session, later) == (0 if noted else 1)
    pair.do(joint.take_out, "dakar", record)


def test_a_unit_that_leaves_takes_all_out_and_one_alone_holds_nothing_together(pair):
    record = pair.net.enter("dakar")
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    assert pair.do(joint.leave, "dakar", "the case goes on elsewhere") is JointState.CLOSED
    assert pair.view("banjul").records == ()
    assert (pair.view("dakar").part, pair.view("dakar").seat) == (None, SeatState.LEFT)


def test_of_three_one_leaves_and_two_go_on(at):
    at.propose("dakar", "banjul", "nouakchott")
    for who in ("banjul", "nouakchott"):
        at.do(joint.accept, who, "the same boat as ours")
    with pytest.raises(BadInput, match="leave"):
        at.do(joint.close, "banjul", "all are sentenced")
    assert at.refused() == [("BadInput", "close", "open")]
    assert at.do(joint.leave, "dakar", "the case goes on elsewhere") is JointState.OPEN
    assert at.do(joint.close, "banjul", "all are sentenced") is JointState.CLOSED


def test_a_record_of_a_closed_unit_is_read_by_nobody(pair):
    record = pair.net.enter("dakar")
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    with pair.net.store.writing() as session:
        units.mark_closed(session, units.SYSTEM, pair.net.dakar.unit_id, "merged into another unit")
    assert pair.view("banjul").records == ()


def test_a_report_is_put_in_too(pair):
    record = pair.net.enter("dakar", report("Vu au quai de Kayar."))
    pair.do(joint.put_in, "dakar", record, Access.FULL)
    assert pair.view("banjul").records[0].identity.narrative


@pytest.mark.parametrize("role", sorted(Role))
def test_only_investigators_act(pair, role):
    pair.officer("other", "GM-BJL", role)
    if role is Role.INVESTIGATOR:
        return
    with pytest.raises(NotAllowed):
        pair.do(joint.write_minute, "other", "Met at the quay.")
