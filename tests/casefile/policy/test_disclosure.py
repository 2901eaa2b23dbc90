"""Who opens a hit and who is notified, for every combination of the two sides' rules, and what must never be."""

from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import pytest

from casefile.errors import NotAllowed
from casefile.policy.disclosure import (
    DESK_PERMISSION,
    HitFacts,
    Recipients,
    contact_now,
    desk_for,
    desks_of,
    holds_side,
    may_hold_pointer,
    may_open_hit,
    may_release,
    move_after_rule,
    raises_review,
    recipients,
    sits_at_protection,
    who_may_read,
)
from casefile.policy.handling import record_facts, watch_facts
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission, permissions_of
from casefile.policy.sharing import (
    EVERY_UNIT,
    Access,
    DisclosureFacts,
    access,
    core_readers,
    is_matchable,
    may_meet,
    may_read,
    may_speak_for,
    readers,
    scope,
)
from casefile.policy.states import OPEN, READABLE, HitMove
from casefile.policy.viewer import Viewer, require
from casefile.vocabulary import (
    Desk,
    HitState,
    Notify,
    Protection,
    ProtectionContactState,
    RecordState,
    Role,
    Sharing,
    SubjectCategory,
    UnitKind,
)

PROTECTIONS = ((), *((one,) for one in Protection))


def side(
    unit,
    sharing=Sharing.POINTER,
    protection=(),
    category=SubjectCategory.SUSPECT,
    state=RecordState.ACTIVE,
    units=(EVERY_UNIT,),
    **more,
):
    return DisclosureFacts(unit, state, sharing, units, protection, category, **more)


def viewer(*roles, unit="other"):
    return Viewer("o", "o", unit, unit, frozenset(roles))


UNITS = ((EVERY_UNIT,), ("mine", "theirs"), ("elsewhere",))
SIDES = [
    side("mine", sharing, protection, category, units=units, notify=notify, owner_open=is_open)
    for sharing, protection, category, units, notify, is_open in product(
        Sharing, PROTECTIONS, (SubjectCategory.SUSPECT, SubjectCategory.VICTIM), UNITS, Notify, (True, False)
    )
]


def test_both_units_are_notified_or_none_and_never_of_what_is_protected_or_not_shown():
    for record, notify in product(SIDES, Notify):
        watch = side("theirs", notify=notify)
        for hit in (
            HitFacts(record, watch),
            HitFacts(replace(watch, owner_unit_id="mine"), replace(record, owner_unit_id="theirs")),
        ):
            notified = recipients(hit)
            hidden = (
                record.protected
                or record.sharing in (Sharing.NONE, Sharing.COORDINATOR)
                or record.sharing_units == ("elsewhere",)
                or Notify.SILENT in (record.notify, notify)
                or not record.owner_open
            )
            asks = Notify.OWNER_FIRST in (record.notify, notify)
            assert notified == (
                Recipients()
                if hidden
                else Recipients(("mine",), ("theirs",))
                if asks
                else Recipients(("mine", "theirs"))
            )
            assert desk_for(hit) is (Desk.PROTECTION if record.protected else Desk.COORDINATION)


@pytest.mark.parametrize(
    ("notified", "move"),
    [
        (Recipients(), HitMove.SEAL),
        (Recipients(("mine", "theirs")), HitMove.SEND_POINTER),
        (Recipients(("mine",), ("theirs",)), HitMove.ASK_OWNER),
    ],
)
def test_what_follows_the_rule_is_sealed_sent_or_asked(notified, move):
    assert move_after_rule(notified) is move


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize("names", [False, True])
def test_a_report_that_names_a_victim_is_split(part, names):
    hit = HitFacts(side("mine", names_protected=names), side("theirs"), part)
    assert desk_for(hit) is (Desk.PROTECTION if part and names else Desk.COORDINATION)
    assert recipients(hit) == (Recipients() if part and names else Recipients(("mine", "theirs")))
    assert readers(side("mine", Sharing.FULL, names_protected=names)) == (() if names else (EVERY_UNIT,))


HELD = {
    HitState.POINTER_SENT: {"mine", "theirs"}, HitState.CONTACT_OPEN: {"mine", "theirs"},
    HitState.CONTACT_DECLINED: {"mine", "theirs"},
    HitState.CONSENTED: {"mine", "theirs"}, HitState.DISCLOSED: {"mine", "theirs"},
    HitState.OUTCOME: {"mine", "theirs"}, HitState.CLOSED: {"mine", "theirs"},
    HitState.OWNER_ASKED: {"mine"}, HitState.ANSWER_DUE: {"mine"}, HitState.DECLINED: {"mine"},
}  # fmt: skip
"""Who may hold a pointer where the owner is asked first, by the state of the hit."""


@pytest.mark.parametrize("state", list(HitState))
def test_who_may_hold_a_pointer_follows_the_state_and_the_rules_of_today(state):
    asked = HitFacts(side("mine", notify=Notify.OWNER_FIRST), side("theirs"))
    held = {unit for unit in ("mine", "theirs", "elsewhere") if may_hold_pointer(unit, state, asked)}
    assert held == HELD.get(state, set())
    for hidden in (
        side("mine", protection=(Protection.MINOR,)),
        side("mine", Sharing.NONE),
        side("mine", notify=Notify.SILENT),
        side("mine", state=RecordState.WITHDRAWN),
        side("mine", state=RecordState.EXPIRED),
    ):
        assert not any(may_hold_pointer(unit, state, HitFacts(hidden, side("theirs"))) for unit in ("mine", "theirs"))
        assert who_may_read(state, HitFacts(hidden, side("theirs"))) == ()
    undecided = state in OPEN | {HitState.CONFIRMED, HitState.RULE_APPLIED}
    assert set(who_may_read(state, asked)) == ({"mine"} if undecided else held)


@pytest.mark.parametrize("routed", list(Desk))
@pytest.mark.parametrize("protection", PROTECTIONS)
def test_a_hit_that_changed_desks_is_opened_by_the_protection_desk_alone(routed, protection):
    hit = HitFacts(side("a", protection=protection), side("b"))
    today = desk_for(hit)
    for roles in ((Role.COORDINATOR,), (Role.PROTECTION,), (Role.COORDINATOR, Role.PROTECTION), (Role.INVESTIGATOR,)):
        who = replace(viewer(*roles), unit_kind=UnitKind.COORDINATION)
        wanted = routed if routed is today else Desk.PROTECTION
        assert may_open_hit(who, routed, hit) is who.may(DESK_PERMISSION[wanted])
        assert desks_of(who) == tuple(d for d, p in DESK_PERMISSION.items() if p in permissions_of(who.roles))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", list(UnitKind))
@pytest.mark.parametrize("unit", ["a", "b", "third"])
def test_a_protected_hit_is_for_the_protection_officers_of_its_two_units_and_of_the_coordination_office(
    role, kind, unit
):
    hit = HitFacts(side("a", protection=(Protection.MINOR,)), side("b"))
    who = replace(viewer(role, unit=unit), unit_kind=kind)
    wanted = role is Role.PROTECTION and (unit in ("a", "b") or kind is UnitKind.COORDINATION)
    assert sits_at_protection(who, hit) is may_open_hit(who, Desk.PROTECTION, hit) is wanted


@pytest.mark.parametrize(
    ("role", "unit", "kind", "staffed", "holds"),
    [
        (Role.PROTECTION, "a", UnitKind.INVESTIGATION, {"a"}, True),
        (Role.PROTECTION, "b", UnitKind.INVESTIGATION, {"a", "b"}, False),
        (Role.PROTECTION, "b", UnitKind.INVESTIGATION, {"b"}, False),
        (Role.PROTECTION, "office", UnitKind.COORDINATION, {"a", "office"}, False),
        (Role.PROTECTION, "office", UnitKind.COORDINATION, {"office"}, True),
        (Role.COORDINATOR, "office", UnitKind.COORDINATION, set(), False),
        (Role.INVESTIGATOR, "a", UnitKind.INVESTIGATION, set(), False),
        (Role.AUDITOR, "a", UnitKind.INVESTIGATION, {"a"}, False),
    ],
)
def test_a_units_side_is_kept_by_its_own_protection_officers_or_by_the_coordination_offices(
    role, unit, kind, staffed, holds
):
    assert holds_side(replace(viewer(role, unit=unit), unit_kind=kind), "a", staffed) is holds


@pytest.mark.parametrize("kept", list(ProtectionContactState))
@pytest.mark.parametrize("state", list(HitState))
@pytest.mark.parametrize("protection", PROTECTIONS)
def test_a_protection_contact_stands_while_its_hit_is_protected_and_judged_the_same(kept, state, protection):
    hit = HitFacts(side("a", protection=protection), side("b"))
    stands = bool(protection) and state in (HitState.SEALED, HitState.CLOSED)
    assert contact_now(kept, state, hit) is (kept if stands else ProtectionContactState.WITHDRAWN)


CATEGORIES = (SubjectCategory.SUSPECT, SubjectCategory.CONVICTED, SubjectCategory.VICTIM, SubjectCategory.WITNESS)


@pytest.mark.parametrize(("record", "watch"), list(product(CATEGORIES, CATEGORIES)))
def test_a_suspect_here_who_is_a_victim_there_raises_a_protection_review(record, watch):
    suspected = (SubjectCategory.SUSPECT, SubjectCategory.CONVICTED)
    there, here = side("a", category=record), side("b", category=watch)
    opposed = (record in suspected and watch is SubjectCategory.VICTIM) or (
        watch in suspected and record is SubjectCategory.VICTIM
    )
    assert raises_review(HitFacts(there, here)) is opposed
    marked = replace(there, protection=(Protection.VICTIM,))
    assert raises_review(HitFacts(marked, here)) is (opposed or watch in suspected), "known as a victim by its text"
    named = replace(there, names_protected=True)
    assert raises_review(HitFacts(named, here, part_protected=True)) is (opposed or watch in suspected)
    assert raises_review(HitFacts(named, here)) is opposed


@pytest.mark.parametrize("state", list(RecordState))
@pytest.mark.parametrize("sharing", list(Sharing))
@pytest.mark.parametrize("protection", PROTECTIONS)
def test_another_unit_reads_only_what_is_in_force_unprotected_and_shared(state, sharing, protection):
    facts = side("mine", sharing, protection, state=state)
    released = {Sharing.FULL: Access.FULL, Sharing.CORE: Access.CORE}.get(sharing)
    seen = released if state in READABLE and not protection else None
    assert readers(facts) == ((EVERY_UNIT,) if seen is Access.FULL else ())
    assert core_readers(facts) == ((EVERY_UNIT,) if seen is Access.CORE else ())
    assert access(viewer(Role.INVESTIGATOR), facts) is seen
    assert may_read(viewer(Role.INVESTIGATOR), facts) is (seen is not None)
    own = Access.OWN if state is not RecordState.TOMBSTONED else None
    assert access(viewer(Role.INVESTIGATOR, unit="mine"), facts) is own
    assert access(viewer(Role.AUDITOR, unit="mine"), facts) is None
    assert is_matchable(facts) is (state in READABLE and sharing is not Sharing.NONE)


@pytest.mark.parametrize("sharing", [Sharing.FULL, Sharing.CORE])
def test_a_text_that_names_a_protected_person_is_read_by_nobody_else_and_still_matched(sharing):
    facts = replace(side("mine", sharing), names_protected=True)
    assert readers(facts) == core_readers(facts) == () and not may_read(viewer(Role.INVESTIGATOR), facts)
    assert may_read(viewer(Role.INVESTIGATOR, unit="mine"), facts) and is_matchable(facts)


@pytest.mark.parametrize(
    ("named", "seen"), [(("other",), Access.CORE), (("third", "other"), Access.CORE), (("x",), None)]
)
def test_the_core_is_for_the_units_that_are_named(named, seen):
    facts = replace(side("mine", Sharing.CORE), sharing_units=named)
    assert core_readers(facts) == named and access(viewer(Role.INVESTIGATOR), facts) is seen


def test_a_closed_unit_is_not_matched():
    facts = side("mine", Sharing.POINTER)
    assert is_matchable(facts) and not is_matchable(replace(facts, owner_open=False))


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_what_its_table_says_and_no_more(role):
    who = viewer(role)
    for permission in Permission:
        if permission in ROLE_PERMISSIONS[role]:
            require(who, permission)
        else:
            with pytest.raises(NotAllowed) as refused:
                require(who, permission)
            assert permission.value not in str(refused.value)
    assert scope(who).empty is (Permission.SEARCH not in ROLE_PERMISSIONS[role])


def test_no_role_allows_nothing():
    assert permissions_of(frozenset()) == frozenset() and scope(viewer()).empty


@pytest.mark.parametrize("state", list(RecordState))
def test_values_are_released_of_what_stands_and_protects_nobody(state):
    stands = state in {RecordState.ACTIVE, RecordState.REVIEW_DUE, RecordState.EXTENDED, RecordState.HOLD}
    assert may_release(side("mine", state=state)) is stands
    assert not may_release(side("mine", state=state, owner_open=False))
    for one in Protection:
        assert not may_release(side("mine", state=state, protection=(one,)))


def test_a_record_and_a_watch_are_read_from_their_rows_alike():
    head = SimpleNamespace(owner_unit_id="mine", protection=["minor"], state="withdrawn", names_protected=True)
    version = SimpleNamespace(sharing="core", sharing_units=["a"], subject_category="suspect", notify="mutual")
    record, watch = record_facts(head, version), watch_facts(head, version, owner_open=False)
    assert (record.state, watch.state) == (RecordState.WITHDRAWN, RecordState.ACTIVE)
    assert (record.names_protected, watch.names_protected) == (True, False)
    assert (record.owner_open, watch.owner_open) == (True, False)
    assert record.protection == watch.protection == (Protection.MINOR,)
    assert record.sharing is watch.sharing is Sharing.CORE


SPEAKS = [
    # what of a linked record differs from the record it is linked to, whether it may weigh in that one's matches
    ({}, True),
    ({"unit": "another"}, False),
    ({"sharing": Sharing.NONE}, False),
    ({"sharing": Sharing.FULL}, False),
    ({"units": ("u7",)}, False),
    ({"notify": Notify.SILENT}, False),
    ({"state": RecordState.WITHDRAWN}, False),
    ({"owner_open": False}, False),
    ({"names_protected": True}, False),
    ({"category": SubjectCategory.VICTIM}, False),
    *(({"protection": (one,)}, False) for one in Protection),
]


@pytest.mark.parametrize(("differs", "speaks"), SPEAKS)
def test_a_linked_record_speaks_only_where_it_was_released_as_the_record_was(differs, speaks):
    assert may_speak_for(side(**{"unit": "mine", **differs}), side("mine")) is speaks


def test_what_takes_no_part_lets_nothing_speak_for_another():
    hidden = side("mine", sharing=Sharing.NONE)
    assert not may_speak_for(hidden, hidden)


@pytest.mark.parametrize(
    ("recorded_by", "watched_by", "both_asked", "meet"),
    [("a", "b", False, True), ("a", "a", False, False), ("a", "b", True, False), ("a", "a", True, False)],
)
def test_two_units_meet_and_two_questions_never(recorded_by, watched_by, both_asked, meet):
    assert may_meet(recorded_by, watched_by, both_asked=both_asked) is meet
