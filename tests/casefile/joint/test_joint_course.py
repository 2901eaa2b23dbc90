"""When and where, by what each member reads of what was put into a joint case."""

import pytest
from sqlalchemy import select

from casefile import joint
from casefile.errors import NotThere
from casefile.policy.sharing import Access
from casefile.storage.tables import Audit
from casefile.subjects.identity import Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, JointPart, PlaceKind, RecordKind


def event(title, day, start, end):
    return Identity(
        RecordKind.EVENT, names=(Name(title),), dates=(PartialDate(DateKind.EVENT, day),),
        places=(Place(PlaceKind.DEPARTURE, start), Place(PlaceKind.LANDING, end)),
    )  # fmt: skip


@pytest.fixture
def laid(pair):
    """Put in whole: a crossing of Dakar's and one of Banjul's; a third of Dakar's is kept at home."""
    net = pair.net
    pair.first = net.enter("dakar", event("Crossing", "2026-09-12", "Mbour", "El Hierro"))
    pair.second = net.enter("banjul", event("Second", "2026-08", "Banjul", "El Hierro"))
    net.enter("dakar", event("Kept at home", "2026-01-02", "Kayar", "Tenerife"))
    pair.do(joint.put_in, "dakar", pair.first, Access.FULL)
    pair.do(joint.put_in, "banjul", pair.second, Access.FULL)
    return pair


def said(at, who):
    seen = at.do(joint.joint_course, who)
    return [
        (one.about.record_id, one.about.unit, one.when.value) for one in seen.course.dated
    ], {(way.start.name, way.end.name) for way in seen.course.ways}, seen  # fmt: skip


def test_each_member_has_both_units_days_and_ways_and_not_when_they_were_entered(laid):
    for who in ("dakar", "banjul"):
        dated, ways, seen = said(laid, who)
        assert dated == [
            (laid.second, "Banjul Serious Crime Unit", "2026-08"),
            (laid.first, "Brigade de Dakar", "2026-09-12"),
        ]  # fmt: skip
        assert ways == {("Mbour", "El Hierro"), ("Banjul", "El Hierro")} and (seen.cores, seen.member) == (0, True)
    with laid.net.store.reading() as session:
        line = session.execute(select(Audit.action, Audit.subject_id, Audit.detail).order_by(Audit.seq.desc())).first()
    assert (line.action, line.subject_id, line.detail["records"]) == (
        "consultation", laid.id, sorted([laid.first, laid.second]),
    )  # fmt: skip


@pytest.mark.parametrize("how", ["core", "mentor", "taken out"])
def test_of_a_core_nothing_is_drawn_and_of_what_was_taken_out_neither(laid, how):
    who = "banjul"
    if how == "mentor":
        who = "mentor"
        laid.do(joint.name_member, "banjul", laid.officer(who, "GM-BJL").officer_id, JointPart.MENTOR)
    elif how == "core":
        laid.do(joint.put_in, "dakar", laid.first, Access.CORE)
    else:
        laid.do(joint.take_out, "dakar", laid.first)
    dated, ways, seen = said(laid, who)
    assert [one[0] for one in dated] == [laid.second] and ways == {("Banjul", "El Hierro")}
    assert all(one.about.record_id == laid.second for one in seen.course.located)
    assert seen.cores == (how != "taken out")


def test_a_colleague_of_members_sees_nothing_and_a_third_unit_not_that_it_is_there(laid):
    laid.officer("colleague", "GM-BJL")
    dated, ways, seen = said(laid, "colleague")
    assert (dated, ways, seen.member, seen.cores) == ([], set(), False, 0)
    with pytest.raises(NotThere):
        laid.do(joint.joint_course, "nouakchott")
