"""Who opens a hit and who is notified, for every combination of the two sides' rules, and what must never be."""

from dataclasses import replace
from itertools import product

import pytest

from casefile.errors import NotAllowed
from casefile.policy.disclosure import DESK_PERMISSION, desk_for, desks_of, may_open_hit, recipients
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission, permissions_of
from casefile.policy.sharing import (
    EVERY_UNIT,
    Access,
    DisclosureFacts,
    access,
    core_readers,
    is_matchable,
    may_read,
    readers,
    scope,
)
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.vocabulary import Desk, Notify, Protection, RecordState, Role, Sharing, SubjectCategory

PROTECTIONS = ((), *((one,) for one in Protection))


def side(unit, sharing=Sharing.POINTER, protection=(), category=SubjectCategory.SUSPECT, state=RecordState.ACTIVE):
    return DisclosureFacts(unit, state, sharing, (EVERY_UNIT,), protection, category)


def viewer(*roles, unit="other"):
    return Viewer("o", "o", unit, unit, frozenset(roles))


SIDES = [
    (side("mine", sharing, protection, category), notify)
    for sharing, protection, category, notify in product(Sharing, PROTECTIONS, SubjectCategory, Notify)
]


def test_nobody_is_notified_of_what_is_protected_or_shared_below_a_pointer():
    watch = side("theirs")
    for record, notify in SIDES:
        units = recipients(record, notify, watch, Notify.MUTUAL)
        if record.protected:
            assert units == () and desk_for(record, watch) is Desk.PROTECTION
            assert recipients(watch, Notify.MUTUAL, record, notify) == ()
        elif record.sharing in (Sharing.NONE, Sharing.COORDINATOR):
            assert "theirs" not in units
        assert set(units) <= {"mine", "theirs"}


@pytest.mark.parametrize(
    ("record_notify", "watch_notify", "units"),
    [
        (Notify.MUTUAL, Notify.MUTUAL, ("record", "watch")),
        (Notify.SILENT, Notify.MUTUAL, ("record",)),
        (Notify.MUTUAL, Notify.SILENT, ("watch",)),
        (Notify.SILENT, Notify.SILENT, ()),
        (Notify.MUTUAL, Notify.OWNER_FIRST, ("record",)),
        (Notify.OWNER_FIRST, Notify.MUTUAL, ("record",)),
    ],
)
def test_the_stricter_of_two_rules_wins(record_notify, watch_notify, units):
    assert recipients(side("record"), record_notify, side("watch"), watch_notify) == units


@pytest.mark.parametrize("routed", list(Desk))
@pytest.mark.parametrize("protection", PROTECTIONS)
def test_a_hit_that_changed_desks_is_opened_by_the_protection_desk_alone(routed, protection):
    record, watch = side("a", protection=protection), side("b")
    today = desk_for(record, watch)
    for roles in ((Role.COORDINATOR,), (Role.PROTECTION,), (Role.COORDINATOR, Role.PROTECTION), (Role.INVESTIGATOR,)):
        who = viewer(*roles)
        wanted = routed if routed is today else Desk.PROTECTION
        assert may_open_hit(who, routed, record, watch) is who.may(DESK_PERMISSION[wanted])
        assert desks_of(who) == tuple(d for d, p in DESK_PERMISSION.items() if p in permissions_of(who.roles))


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
