"""The clock of a simulation: what may be done with it, and when each minute of the script was reached."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.errors import Conflict
from casefile.policy.simulation import clock
from casefile.policy.simulation.clock import ClockAt, ClockMove

BEGAN = datetime(2026, 11, 27, 9, tzinfo=UTC)
LENGTH, INJECTS = 120 * 60, (0, 10, 40)


def at(minute):
    return BEGAN + timedelta(minutes=minute)


def taken(*steps):
    """The clock after (minute of the day, move)."""
    found = ()
    for minute, move in steps:
        found = clock.after(found, ClockMove(move), at(minute), LENGTH, INJECTS)
    return found


START, PAUSE, GO_ON, SKIP = ClockMove


@pytest.mark.parametrize(
    ("steps", "minute", "stands", "shows"),
    [
        ((), 5, ClockAt.WAITING, 0),
        (((0, START),), 5, ClockAt.RUNNING, 5),
        (((0, START),), 120, ClockAt.OVER, 120),
        (((0, START),), 500, ClockAt.OVER, 120),
        (((0, START), (5, PAUSE)), 60, ClockAt.PAUSED, 5),
        (((0, START), (5, PAUSE), (60, GO_ON)), 61, ClockAt.RUNNING, 6),
        (((0, START), (5, SKIP)), 7, ClockAt.RUNNING, 12),
        (((0, START), (5, PAUSE), (6, SKIP)), 30, ClockAt.PAUSED, 10),
        (((0, START), (1, SKIP), (2, SKIP), (3, SKIP)), 3, ClockAt.OVER, 120),
        (((0, START),), -5, ClockAt.RUNNING, 0),
    ],
)  # fmt: skip
def test_it_shows_what_was_run_and_skipped_and_nothing_of_a_pause(steps, minute, stands, shows):
    found = taken(*steps)
    assert clock.stands(found, at(minute), LENGTH) is stands
    assert clock.second(found, at(minute), LENGTH) == shows * 60


@pytest.mark.parametrize(
    ("steps", "wanted", "reached"),
    [
        ((), 0, None),
        (((0, START),), 0, 0),
        (((0, START),), 10, 10),
        (((0, START),), 70, None),
        (((0, START), (5, PAUSE)), 10, None),
        (((0, START), (5, PAUSE), (25, GO_ON)), 10, 30),
        (((0, START), (5, SKIP)), 8, 5),
        (((0, START), (5, SKIP)), 12, 7),
    ],
)  # fmt: skip
def test_every_minute_of_the_script_has_its_moment(steps, wanted, reached):
    found = clock.reached(taken(*steps), wanted * 60, at(60))
    assert found == (None if reached is None else at(reached))


@pytest.mark.parametrize(
    ("before", "moves"),
    [
        ((), {START}),
        (((0, START),), {PAUSE, SKIP}),
        (((0, START), (1, PAUSE)), {GO_ON, SKIP}),
        (((0, START), (1, SKIP), (2, SKIP), (3, SKIP)), set()),
    ],
)  # fmt: skip
def test_only_the_step_that_fits_is_taken(before, moves):
    steps = taken(*before)
    for move in set(ClockMove) - moves:
        with pytest.raises(Conflict):
            clock.after(steps, move, at(4), LENGTH, INJECTS)
    for move in moves:
        assert len(clock.after(steps, move, at(4), LENGTH, INJECTS)) == len(steps) + 1
