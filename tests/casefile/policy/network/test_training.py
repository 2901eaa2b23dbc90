"""The register of training: for which unit who notes it, and which days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casefile.errors import BadInput
from casefile.policy.network.training import BACK, check_day, notes_for, notes_for_all
from casefile.policy.permissions import Permission, roles_with
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Role, UnitKind

OWN = Viewer("o", "admin", "u1", "U1", frozenset({Role.ADMINISTRATOR}))
OFFICE = replace(OWN, unit_id="c", unit_kind=UnitKind.COORDINATION)
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(("viewer", "unit", "may"), [
    (OWN, "u1", True), (OWN, "u2", False), (OFFICE, "u1", True), (OFFICE, "c", True),
])  # fmt: skip
def test_a_unit_notes_its_own_and_the_coordination_office_everybodys(viewer, unit, may):
    assert notes_for(viewer, unit) is may and notes_for_all(viewer) is (viewer is OFFICE)


def test_administrators_and_coordinators_keep_it():
    assert roles_with(Permission.TRAIN) == {Role.ADMINISTRATOR, Role.COORDINATOR}


@pytest.mark.parametrize(("day", "says"), [
    (TODAY, ""), (TODAY - BACK, ""), (TODAY + timedelta(days=1), "lies ahead"),
    (TODAY - BACK - timedelta(days=1), "five years"),
])  # fmt: skip
def test_only_what_took_place_and_is_still_kept_is_noted(day, says):
    if not says:
        check_day(day, TODAY)
    else:
        with pytest.raises(BadInput, match=says):
            check_day(day, TODAY)
