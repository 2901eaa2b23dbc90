"""Who opens a hit and who is notified, for every combination of the two sides' rules, and what must never be."""

from dataclasses import replace
from itertools import product

import pytest

from casefile.errors import NotAllowed
from casefile.policy.disclosure import (
    DESK_PERMISSION,
    HitFacts,
    Recipients,
    desk_for,
    desks_of,
    may_hold_pointer,
    may_open_hit,
    recipients,
    who_may_read,
)
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission, permissions_of
from casefile.policy.sharing import EVERY_UNIT, DisclosureFacts, is_matchable, may_read, readers, scope
from casefile.policy.states import OPEN, READABLE
from casefile.policy.viewer import Viewer, require
from casefile.vocabulary import Desk, HitState, Notify, Protection, RecordState, Role, Sharing, SubjectCategory

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
            told = recipients(hit)
            hidden = (
                record.protected
                or record.sharing in (Sharing.NONE, Sharing.COORDINATOR)
                or record.sharing_units == ("elsewhere",)
                or Notify.SILENT in (record.notify, notify)
                or not record.owner_open
            )
            asks = Notify.OWNER_FIRST in (record.notify, notify)
            assert told == (
                Recipients()
                if hidden
                else Recipients(("mine",), ("theirs",))
                if asks
                else Recipients(("mine", "theirs"))
            )
            assert desk_for(hit) is (Desk.PROTECTION if record.protected else Desk.COORDINATION)


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize("names", [False, True])
def test_a_report_that_names_a_victim_is_split(part, names):
    hit = HitFacts(side("mine", names_protected=names), side("theirs"), part)
    assert desk_for(hit) is (Desk.PROTECTION if part and names else Desk.COORDINATION)
    assert recipients(hit) == (Recipients() if part and names else Recipients(("mine", "theirs")))
    assert readers(side("mine", Sharing.FULL, names_protected=names)) == (() if names else (EVERY_UNIT,))


HELD = {
    HitState.POINTER_SENT: {"mine", "theirs"}, HitState.CONTACT_OPEN: {"mine", "theirs"},
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
        who = viewer(*roles)
        wanted = routed if routed is today else Desk.PROTECTION
        assert may_open_hit(who, routed, hit) is who.may(DESK_PERMISSION[wanted])
        assert desks_of(who) == tuple(d for d, p in DESK_PERMISSION.items() if p in permissions_of(who.roles))


@pytest.mark.parametrize("state", list(RecordState))
@pytest.mark.parametrize("sharing", list(Sharing))
@pytest.mark.parametrize("protection", PROTECTIONS)
def test_another_unit_reads_only_what_is_in_force_unprotected_and_shared_in_full(state, sharing, protection):
    facts = side("mine", sharing, protection, state=state)
    open_to_all = state in READABLE and sharing is Sharing.FULL and not protection
    assert readers(facts) == ((EVERY_UNIT,) if open_to_all else ())
    assert may_read(viewer(Role.INVESTIGATOR), facts) is open_to_all
    assert may_read(viewer(Role.INVESTIGATOR, unit="mine"), facts) is (state is not RecordState.TOMBSTONED)
    assert not may_read(viewer(Role.AUDITOR, unit="mine"), facts)
    assert is_matchable(facts) is (state in READABLE and sharing is not Sharing.NONE)


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
