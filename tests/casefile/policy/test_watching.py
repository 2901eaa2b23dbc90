"""Whom a watch waits for: every state, every policy, every seat."""

from itertools import product

import pytest

from casefile.policy.viewer import Viewer
from casefile.policy.watching import SITS, Seat, is_last, may_sit, seat, sees, waits
from casefile.vocabulary import Role, WatchState

HOLDERS = {
    Seat.SECOND_OFFICER: Role.WATCH_OFFICER,
    Seat.COORDINATOR: Role.COORDINATOR,
    Seat.PROTECTION: Role.PROTECTION,
}


def viewer(role, unit="mine", officer="o"):
    return Viewer(officer, officer, unit, unit.upper(), frozenset({role}))


@pytest.mark.parametrize(("wide", "unit_asks", "typed"), list(product((True, False), repeat=3)))
def test_a_watch_waits_where_its_unit_asks_or_it_is_wide_and_nobody_typed_it_as_a_command(wide, unit_asks, typed):
    assert waits(wide=wide, unit_asks=unit_asks, command_line=typed) is (unit_asks or (wide and not typed))


@pytest.mark.parametrize(("wide", "unit_asks", "protected"), list(product((True, False), repeat=3)))
@pytest.mark.parametrize("state", list(WatchState))
def test_the_own_unit_first_then_the_desk(state, wide, unit_asks, protected):
    desk = Seat.PROTECTION if protected else Seat.COORDINATOR
    at = seat(state, wide=wide, unit_asks=unit_asks, protected=protected)
    if state is WatchState.APPROVED:
        assert at is desk
    elif state is WatchState.PROPOSED:
        assert at is (desk if wide and not unit_asks else Seat.SECOND_OFFICER)
    else:
        assert at is None


@pytest.mark.parametrize(("at", "wide"), list(product(Seat, (True, False))))
def test_only_a_wide_watch_goes_on_from_the_second_officer(at, wide):
    assert is_last(at, wide=wide) is not (at is Seat.SECOND_OFFICER and wide)


@pytest.mark.parametrize(("at", "role"), list(product(Seat, Role)))
def test_each_seat_is_seen_by_who_may_sit_there_and_the_second_officers_by_the_own_unit(at, role):
    may = viewer(role).may(SITS[at])
    assert sees(viewer(role), at, "mine") is may
    assert sees(viewer(role, "other"), at, "mine") is (may and at is not Seat.SECOND_OFFICER)


@pytest.mark.parametrize("at", list(Seat))
def test_who_wrote_or_approved_any_of_it_does_not_decide(at):
    assert may_sit(viewer(HOLDERS[at]), at, "mine", {"another"})
    assert not may_sit(viewer(HOLDERS[at]), at, "mine", {"o"})
    assert not may_sit(viewer(HOLDERS[at], officer=""), at, "mine", set())
