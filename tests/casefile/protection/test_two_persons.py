"""Masked at the protection desk; two persons unmask for one of them, one hit, eight hours. Nobody is both."""

from datetime import timedelta

import pytest

from casefile import hits, protection
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.people import officers, units, viewers
from casefile.policy.protection import MASK
from casefile.protection import Target, two_persons
from casefile.storage import tables
from casefile.vocabulary import Role, TwoPersonAct
from tests.network.protection import NAMES, WHY, staff, trail, unmasked
from tests.network.protection import protected_hit as a_hit


def opened(net, hit_id, who="protection"):
    with net.store.writing() as session:
        return hits.open_hit(session, net.viewers[who], hit_id)


def ask(net, hit_id, who="protection", act=TwoPersonAct.UNMASK, reason=WHY):
    with net.store.writing() as session:
        return two_persons.ask(session, net.viewers[who], act, Target("hit", hit_id), reason)


def confirm(net, request, who):
    with net.store.writing() as session:
        return two_persons.confirm(session, net.viewers[who], request)


def test_a_protected_hit_is_masked_and_still_says_what_agrees_by_which_rule_and_how_strongly(desk, hit_id):
    view = opened(desk, hit_id)
    assert view.masked and not [name for name in NAMES if name in repr(view)]
    assert [(t.what, t.found, t.bits) for t in view.evidence] == [("name", MASK, 9.5), ("birth", "2012", 4.0)]
    assert [one.kind.value for one in view.record.identity.identifiers] == ["phone"], "that there is a telephone"
    assert view.record.identity.dates == view.watch.identity.dates, "the age is needed to judge"


def test_the_desk_sees_why_of_both_sides(desk, hit_id):
    view = opened(desk, hit_id)
    told = {(s.protection.value, s.source.value) for s in view.record.shielded.signs}
    assert {("victim", "category"), ("minor", "stated"), ("minor", "birth")} <= told
    assert {s.source.value for s in view.watch.shielded.signs} == {"birth"}
    assert all(most - least <= 1 and least >= 10 for least, most in view.record.shielded.ages)


def test_two_persons_unmask_it_for_the_first_this_hit_and_eight_hours(desk, hit_id, monkeypatch):
    request = unmasked(desk, hit_id)
    view = opened(desk, hit_id)
    assert not view.masked and "Diary Ndour" in repr(view.record.identity) and "Thiès" in view.record.identity.narrative
    for other in ("deputy", "shield.dakar", "shield.banjul"):
        assert opened(desk, hit_id, other).masked, "for who asked, nobody else"
    later = tables.now() + timedelta(hours=8, minutes=1)
    monkeypatch.setattr(tables, "now", lambda: later)
    assert opened(desk, hit_id).masked
    asked, done = trail(desk, hit_id, "decision")
    assert (asked[0], done[0]) == (desk.protection.officer_id, desk.viewers["deputy"].officer_id)
    assert done[2]["confirmed"] == request and asked[1] == done[1] == WHY


def test_another_hit_stays_masked(desk, hit_id):
    unmasked(desk, hit_id)
    record_id = desk.enter("dakar", rules=desk.record("dakar").rules, identity=None)
    desk.hit(record_id, desk.watch("nouakchott", rules=_victims()), "e" * 64)
    assert opened(desk, desk.hit_of(record_id)).masked


def _victims():
    from casefile.vocabulary import SubjectCategory
    from tests.network.make import stated

    return stated(subject_category=SubjectCategory.VICTIM)


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        ("protection", NotAllowed),  # the same officer, by whatever sign-in
        ("coordinator", NotAllowed),
        ("administrator", NotAllowed),
        ("auditor", NotAllowed),
        ("dakar", NotAllowed),
        ("shield.nouakchott", NotThere),  # of a third unit: for them there is no such hit
    ],
)
def test_nobody_but_another_protection_officer_of_this_hit_is_the_second(desk, hit_id, second, refused):
    request = ask(desk, hit_id)
    with pytest.raises(refused):
        confirm(desk, request, second)
    assert opened(desk, hit_id).masked
    if second == "protection":
        with desk.store.reading() as session:
            assert [one.may_confirm for one in two_persons.waiting(session, desk.protection)] == [False]
        ((who, _, detail),) = trail(desk, hit_id, "refused")
        assert who == desk.protection.officer_id
        assert detail == {"refused": "NotAllowed", "act": "unmask", "side": "", "request": request, "state": "waiting"}


def test_who_asked_is_the_same_person_after_a_move_to_the_other_unit(desk, hit_id):
    request = ask(desk, hit_id, "shield.dakar")
    with desk.store.writing() as session:
        officers.move_officer(session, units.SYSTEM, "shield.dakar", "GM-BJL", [Role.PROTECTION], WHY)
        desk.viewers["shield.dakar"] = viewers.viewer_by_login(session, "shield.dakar")
    assert desk.viewers["shield.dakar"].unit_id == desk.banjul.unit_id
    with pytest.raises(NotAllowed):
        confirm(desk, request, "shield.dakar")
    assert opened(desk, hit_id, "shield.dakar").masked


def test_who_is_no_officer_neither_asks_nor_confirms(desk, hit_id):
    """The command line has no officer: it cannot stand in for a person."""
    from dataclasses import replace

    nobody = replace(desk.protection, officer_id="")
    request = ask(desk, hit_id)
    with desk.store.writing() as session, pytest.raises(NotThere):
        two_persons.confirm(session, nobody, request)
    with desk.store.writing() as session, pytest.raises(NotThere):
        two_persons.ask(session, nobody, TwoPersonAct.UNMASK, Target("hit", hit_id), WHY)


def test_an_only_protection_officer_is_told_who_can_help(net):
    hit_id = a_hit(net)
    with pytest.raises(BadInput, match="administrator has to give a second officer the duty"):
        ask(net, hit_id)
    with net.store.reading() as session:
        assert two_persons.seconds(session, net.protection, TwoPersonAct.UNMASK, Target("hit", hit_id)) == ()
    staff(net, "deputy")
    unmasked(net, hit_id)
    assert not opened(net, hit_id).masked


def test_what_was_decided_or_is_over_is_not_decided_again(desk, hit_id, monkeypatch):
    request = unmasked(desk, hit_id)
    with pytest.raises(Conflict):
        confirm(desk, request, "shield.dakar")
    ((_, _, detail),) = trail(desk, hit_id, "refused")
    assert (detail["refused"], detail["state"], detail["request"]) == ("Conflict", "confirmed", request)
    late = ask(desk, hit_id, "shield.dakar")
    later = tables.now() + timedelta(hours=73)
    monkeypatch.setattr(tables, "now", lambda: later)
    with pytest.raises(Conflict):
        confirm(desk, late, "deputy")


def test_a_refusal_and_taking_back_end_it(desk, hit_id):
    for who in ("deputy", "protection"):
        request = ask(desk, hit_id)
        with desk.store.writing() as session:
            two_persons.refuse(session, desk.viewers[who], request, "not needed to judge it")
        with pytest.raises(Conflict):
            confirm(desk, request, "shield.dakar")
    assert opened(desk, hit_id).masked


def test_asked_twice_is_one_request_and_a_reason_is_needed(desk, hit_id):
    ask(desk, hit_id)
    with pytest.raises(BadInput, match="asked for this already"):
        ask(desk, hit_id)
    with pytest.raises(BadInput):
        ask(desk, hit_id, "deputy", reason="...")


def test_who_lost_the_duty_meanwhile_gets_nothing(desk, hit_id):
    request = ask(desk, hit_id, "shield.banjul")
    with desk.store.writing() as session:
        officers.set_roles(session, units.SYSTEM, "shield.banjul", [Role.INVESTIGATOR])
    with pytest.raises(Conflict, match="no protection officer of it any more"):
        confirm(desk, request, "deputy")


def test_a_subject_before_the_desk_is_masked_as_the_hit_is(desk, hit_id):
    with desk.store.reading() as session:
        record_id = session.get(tables.Hit, hit_id).record_id
    with desk.store.writing() as session:
        found = protection.open_subject(session, desk.protection, "record", record_id)
        assert found.masked and not [name for name in NAMES if name in repr(found)]
        request = two_persons.ask(session, desk.protection, TwoPersonAct.UNMASK, Target("record", record_id), WHY)
        two_persons.confirm(session, desk.viewers["deputy"], request)
        assert "Diary Ndour" in repr(protection.open_subject(session, desk.protection, "record", record_id))
    assert opened(desk, hit_id).masked, "the subject, not its hits"


def test_a_unit_never_lowers_what_protects_its_own(desk, hit_id):
    with desk.store.reading() as session:
        record_id = session.get(tables.Hit, hit_id).record_id
    own = desk.viewers["shield.dakar"]
    with desk.store.writing() as session:
        with pytest.raises(NotThere):
            protection.lower(session, own, "record", record_id, "minor", "she is of age")
        with pytest.raises(NotThere):
            protection.open_subject(session, own, "record", record_id)
        assert protection.requests(session, own) == []
