"""How much may be asked in a day, and when near-identical questions are a series."""

import pytest

from casefile.errors import OverBudget
from casefile.policy import budgets
from casefile.policy.budgets import LIMITS, Reached, reached
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission
from casefile.vocabulary import Act, Role


@pytest.mark.parametrize("act", Act)
def test_every_act_has_a_limit_that_honest_work_does_not_meet(act):
    limit = LIMITS[act]
    assert 100 <= limit.officer < limit.unit


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize(
    ("officer_left", "unit_left", "adding", "met"),
    [
        (1, 1, 1, None),
        (0, 1, 1, "officer"),
        (1, 0, 1, "unit"),
        (0, 0, 1, "officer"),
        (20, 20, 20, None),
        (19, 20, 20, "officer"),
        (20, 19, 20, "unit"),
    ],
)
def test_the_one_after_the_last_is_refused(act, officer_left, unit_left, adding, met):
    limit = LIMITS[act]
    expected = {
        None: None, "officer": Reached(act, False, limit.officer), "unit": Reached(act, True, limit.unit),
    }  # fmt: skip
    assert reached(act, limit.officer - officer_left, limit.unit - unit_left, adding) == expected[met]


@pytest.mark.parametrize("by_unit", [False, True])
@pytest.mark.parametrize("act", Act)
def test_the_refusal_names_the_number_and_the_way_out(act, by_unit):
    refusal = budgets.over_budget(Reached(act, by_unit, 77))
    assert isinstance(refusal, OverBudget) and refusal.status == 429
    assert "77" in str(refusal) and "day old" in str(refusal) and "coordinator" in str(refusal)
    assert ("Your unit has" in str(refusal)) is by_unit


@pytest.mark.parametrize("act", [Act.SEARCH, Act.WATCH])
def test_the_refusal_of_a_series_says_how_many_there_were(act):
    assert "19 very similar" in str(budgets.in_a_series(act, 19))


@pytest.mark.parametrize(("length", "edits"), [(0, 0), (3, 0), (4, 1), (7, 1), (8, 2), (40, 2)])
def test_short_texts_must_be_nearer(length, edits):
    assert budgets.edits_apart(length) == edits


@pytest.mark.parametrize(("earlier", "stopped"), [(0, False), (18, False), (19, True), (500, True)])
def test_the_twentieth_is_stopped(earlier, stopped):
    assert budgets.is_series(earlier) is stopped


def test_coordinator_and_auditor_read_alarms_and_nobody_else():
    holders = {role for role in Role if Permission.READ_ALARMS in ROLE_PERMISSIONS[role]}
    assert holders == {Role.COORDINATOR, Role.AUDITOR}
