"""Planned operations: how long, how wide, how far ahead; which state follows which, of these and of a meeting."""

from datetime import date, timedelta
from itertools import product

import pytest

from casefile.errors import BadInput
from casefile.policy.network import operations as law
from casefile.policy.network.operations import COVERS, MEETING, OPERATION, STANDS, MeetingMove, OperationMove
from casefile.policy.permissions import Permission, roles_with
from casefile.policy.sharing import DisclosureFacts
from casefile.policy.viewer import Viewer
from casefile.vocabulary import (
    MeetingState,
    Notify,
    OperationState,
    Protection,
    RecordState,
    Role,
    Sharing,
    UnitKind,
    WatchState,
)

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("first", "days", "field"),
    [
        (0, 0, None),  # tonight
        (-3, 3, None),  # begun already, and goes on today
        (366, 30, None),
        (10, 30, None),  # 31 days
        (10, 31, "last"),
        (-3, 2, "last"),  # past
        (367, 0, "first"),
        (5, -1, "last"),  # the wrong way round
    ],
)
def test_an_operation_has_few_days_that_lie_ahead(first, days, field):
    begins = TODAY + timedelta(days=first)
    if field is None:
        law.check_days(begins, begins + timedelta(days=days), TODAY)
        return
    with pytest.raises(BadInput) as refused:
        law.check_days(begins, begins + timedelta(days=days), TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(("km", "fits"), [(0, False), (1, True), (50, True), (51, False)])
def test_its_circle_is_one_to_fifty_kilometres(km, fits):
    if fits:
        law.check_radius(km)
        return
    with pytest.raises(BadInput):
        law.check_radius(km)


def test_what_was_told_is_never_unsaid_and_what_ended_never_stands_again():
    assert {step for state, step in MEETING if state is MeetingState.NOTIFIED} == set()
    assert {state for state, _ in OPERATION} == STANDS == {OperationState.PLANNED, OperationState.POSTPONED}
    assert set(OPERATION) == set(product(STANDS, OperationMove))
    assert {step for _, step in MEETING} == set(MeetingMove)


def test_a_unit_learns_of_a_meeting_by_a_decision_alone():
    """Nothing that the worker does by itself (END, AGAIN) comes to *told*."""
    assert {step for (_, step), to in MEETING.items() if to is MeetingState.NOTIFIED} == {MeetingMove.TELL}


def test_who_plans_and_who_sees_that_two_meet_are_not_the_same():
    assert roles_with(Permission.PLAN_OPERATION) == {Role.INVESTIGATOR, Role.WATCH_OFFICER}
    assert roles_with(Permission.COORDINATE) == {Role.COORDINATOR}


def viewer(role, kind=UnitKind.COORDINATION):
    return Viewer("o", "awa", "u", "CO", frozenset({role}), kind)


@pytest.mark.parametrize(
    ("who", "plain", "protected"),
    [
        (viewer(Role.COORDINATOR), True, False),
        (viewer(Role.PROTECTION), False, True),
        (viewer(Role.PROTECTION, UnitKind.INVESTIGATION), False, False),  # an operation is no other unit's to read
        (viewer(Role.INVESTIGATOR, UnitKind.INVESTIGATION), False, False),
        (viewer(Role.AUDITOR), False, False),
    ],
)
def test_what_meets_is_the_coordinators_and_with_a_protected_watch_the_offices_protection_desks(who, plain, protected):
    assert law.sees_meeting(who, protected=False) is plain
    assert law.sees_meeting(who, protected=True) is protected


@pytest.mark.parametrize(
    ("role", "permission"),
    [
        (Role.COORDINATOR, Permission.COORDINATE),
        (Role.PROTECTION, Permission.REVIEW_PROTECTED_HIT),
        (Role.INVESTIGATOR, Permission.COORDINATE),  # which is then refused
    ],
)
def test_each_desk_asks_by_its_own_permission(role, permission):
    assert law.asks_as(viewer(role)) is permission


def of_side(**changes):
    return DisclosureFacts(**{"owner_unit_id": "w", "state": RecordState.ACTIVE, "sharing": Sharing.POINTER, **changes})


@pytest.mark.parametrize(
    ("watch", "asked"),
    [
        ({}, True),
        ({"notify": Notify.OWNER_FIRST}, True),
        ({"notify": Notify.SILENT}, False),
        ({"sharing": Sharing.NONE}, False),
        ({"sharing": Sharing.COORDINATOR}, False),
        ({"sharing_units": ("other",)}, False),
        ({"sharing_units": ("planner",)}, True),
        ({"protection": (Protection.MINOR,)}, False),
        ({"owner_open": False}, False),
    ],
)
def test_a_unit_is_asked_to_call_only_because_of_a_watch_of_which_a_pointer_could_tell_it(watch, asked):
    facts = of_side(**watch)
    assert law.may_ask_to_call(facts, "planner") is asked
    assert law.first_asked(facts) is (facts.notify is Notify.OWNER_FIRST)


def test_a_watch_covers_while_it_is_in_force_or_the_engine_refuses_it():
    assert set(WatchState) - COVERS == {
        WatchState.PROPOSED, WatchState.APPROVED, WatchState.SUSPENDED, WatchState.EXPIRED, WatchState.ENDED,
        WatchState.TOMBSTONED,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("record", "meets"),
    [
        ({}, True),
        ({"notify": Notify.SILENT}, True),  # the coordination office alone sees it
        ({"protection": (Protection.MINOR,)}, True),  # at its protection desk
        ({"sharing": Sharing.NONE}, False),
        ({"state": RecordState.WITHDRAWN}, False),
        ({"owner_open": False}, False),
    ],
)
def test_a_record_of_an_event_meets_operations_as_far_as_it_meets_watches(record, meets):
    assert law.record_meets(of_side(**record)) is meets
