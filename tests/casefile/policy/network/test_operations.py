"""Planned operations: how long, how wide, how far ahead; which state follows which, of these and of a meeting."""

from datetime import date, timedelta
from itertools import product

import pytest

from casefile.errors import BadInput
from casefile.policy.network import operations as law
from casefile.policy.network.operations import MEETING, OPERATION, STANDS, MeetingMove, OperationMove
from casefile.policy.permissions import Permission, roles_with
from casefile.vocabulary import MeetingState, OperationState, Role

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
