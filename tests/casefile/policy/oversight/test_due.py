"""How much a thing presses, and when a digest leaves: rules as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.policy.oversight.due import AT_THE_LATEST, SPREAD, Urgency, offset, slot, urgency
from casefile.vocabulary import Due

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "hours", "presses"),
    [
        (Due.ACKNOWLEDGE, -1, Urgency.LATE),
        (Due.ACKNOWLEDGE, 0, Urgency.LATE),
        (Due.ACKNOWLEDGE, 5, Urgency.SOON),
        (Due.ACKNOWLEDGE, 24, Urgency.SOON),
        (Due.ACKNOWLEDGE, 25, Urgency.CALM),
        (Due.OUTCOME, None, Urgency.CALM),
        (Due.QUEUE_LONGER, None, Urgency.LATE),
        (Due.QUEUE_DAY, None, Urgency.CALM),
        (Due.WATCH_BROKEN, None, Urgency.SOON),
        (Due.WATCH_BROKEN, -1, Urgency.LATE),
    ],
)
def test_urgency(kind, hours, presses):
    assert urgency(kind, None if hours is None else NOW + timedelta(hours=hours), NOW) is presses


@pytest.mark.parametrize(
    ("hours", "zone", "now", "at"),
    [
        ((), "UTC", NOW, None),
        ((12,), "UTC", NOW, NOW),
        ((7, 12), "UTC", NOW - timedelta(minutes=1), None),
        ((7, 11), "UTC", NOW, NOW - timedelta(hours=1)),
        ((11,), "Africa/Dakar", NOW, NOW - timedelta(hours=1)),
        ((12,), "Europe/Madrid", NOW, NOW - timedelta(hours=1)),
        ((23,), "UTC", datetime(2026, 11, 25, 0, 30, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        ((7,), "UTC", NOW, None),
        ((12,), "Atlantis/Capital", NOW, NOW),
    ],
)
def test_the_slot_of_a_moment(hours, zone, now, at):
    assert slot(hours, zone, now) == at


def test_a_digest_that_could_not_leave_for_hours_is_left_out():
    assert slot((7,), "UTC", datetime(2026, 11, 25, 7, 0, tzinfo=UTC) + AT_THE_LATEST) is None


def test_every_hour_has_one_slot_over_a_change_of_clocks():
    """Madrid, 29 March 2026: 02:00 does not exist; 25 October 2026: 02:00 comes twice. One digest each day."""
    for day, month in ((29, 3), (25, 10)):
        first = datetime(2026, month, day, 0, 0, tzinfo=UTC)
        found = {slot((2,), "Europe/Madrid", first + timedelta(minutes=5 * n)) for n in range(-24, 60)} - {None}
        assert len(found) == 1, found


def test_each_officers_digest_has_its_own_moment_and_keeps_it():
    after = [offset(f"officer-{number}") for number in range(200)]
    assert after == [offset(f"officer-{number}") for number in range(200)]
    assert min(after) >= timedelta() and max(after) < SPREAD and len(set(after)) > 100
