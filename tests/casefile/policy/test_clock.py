"""The clock of a desk, as a table: days it works count whole, closed days nothing, the end falls when it is open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casefile.errors import BadInput
from casefile.policy.contact.clock import LOOK_AHEAD_DAYS, Opening, due, week_of

WEEK = "Mo-Fr 08:00-18:00"


def moment(text, zone=UTC):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "holidays", "zone", "start", "given", "end"),
    [
        # always open: plain hours
        ("", [], "UTC", "2026-11-23 18:55", 48, "2026-11-25 18:55"),
        # the mock-up's desk, open until 19:00
        ("Mo-Fr 07:00-19:00", [], "Africa/Banjul", "2026-11-23 18:55", 48, "2026-11-25 18:55"),
        # a week-end counts nothing
        (WEEK, [], "Africa/Dakar", "2026-11-27 10:00", 48, "2026-12-01 10:00"),
        # given while it is closed: Saturday; Monday and Tuesday count whole, and Wednesday it opens at 8
        (WEEK, [], "Africa/Dakar", "2026-11-28 10:00", 48, "2026-12-02 08:00"),
        # the end falls at night: next opening; after noon: when the desk is back
        (WEEK, [], "Africa/Dakar", "2026-11-23 22:00", 24, "2026-11-25 08:00"),
        ("Mo-Fr 08:00-12:30,14:00-18:00", [], "Africa/Dakar", "2026-11-23 13:00", 24, "2026-11-24 14:00"),
        # exactly at closing time is still in time
        (WEEK, [], "Africa/Dakar", "2026-11-23 18:00", 24, "2026-11-24 18:00"),
        # holidays count nothing, neither in the middle nor at the end
        (WEEK, ["2026-11-24"], "Africa/Dakar", "2026-11-23 10:00", 24, "2026-11-25 10:00"),
        (WEEK, ["2026-11-24", "2026-11-25"], "Africa/Dakar", "2026-11-23 10:00", 48, "2026-11-27 10:00"),
        # the desk's own days, not UTC's: Nouakchott is UTC, Madrid an hour ahead
        (WEEK, [], "Europe/Madrid", "2026-11-27 22:30", 48, "2026-12-02 07:00"),
        # summer time begins on Sunday 29 March 2026 in Madrid: for a desk open on Sundays that day has 23 hours
        ("", [], "Europe/Madrid", "2026-03-28 12:00", 24, "2026-03-29 12:00"),
        ("Mo-Su 08:00-18:00", [], "Europe/Madrid", "2026-03-28 11:00", 24, "2026-03-29 11:00"),
        # and ends on 25 October: from midnight to midnight 25 hours; 24 of them end at 23:00, so the next day at 8
        ("Mo-Su 08:00-18:00", [], "Europe/Madrid", "2026-10-24 22:00", 24, "2026-10-26 07:00"),
        # until midnight, and across it
        ("Fr 20:00-24:00; Sa 00:00-06:00", [], "UTC", "2026-11-27 21:00", 3, "2026-11-28 00:00"),
        # a week that begins on Saturday
        ("Sa-We 08:00-15:00", [], "Africa/Tripoli", "2026-11-25 09:00", 24, "2026-11-28 09:00"),
    ],
)  # fmt: skip
def test_when_the_hours_are_over(hours, holidays, zone, start, given, end):
    opening = Opening.of(hours, holidays, zone)
    assert due(moment(start), given, opening) == moment(end)


def test_a_calendar_without_a_working_day_does_not_stop_the_clock():
    closed = Opening(holidays=frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(LOOK_AHEAD_DAYS + 400)))
    assert due(moment("2026-01-01 10:00"), 48, closed) == moment("2026-01-03 10:00")
    ends = Opening(holidays=frozenset(date(2026, 1, 2) + timedelta(days=n) for n in range(LOOK_AHEAD_DAYS + 400)))
    assert due(moment("2026-01-01 10:00"), 14, ends) == moment("2026-01-02 00:00")


def test_more_hours_never_end_earlier_and_a_later_start_neither():
    opening = Opening.of("Mo-Fr 08:00-12:00,14:00-18:00", ["2026-12-25"], "Europe/Madrid")
    start = moment("2026-12-20 00:00")
    ends = [due(start, hours, opening) for hours in range(1, 200)]
    assert ends == sorted(ends) and all(end >= start + timedelta(hours=n) for n, end in enumerate(ends, 1))
    starts = [due(start + timedelta(minutes=37 * n), 48, opening) for n in range(300)]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("hours", "day", "minute", "is_open"),
    [("", 5, "03:00", True), (WEEK, 0, "08:00", True), (WEEK, 0, "18:00", False), (WEEK, 5, "10:00", False),
     ("Mo-We 09:00-10:00; Sa 09:00-10:00", 5, "09:30", True), ("Sa-Mo 09:00-10:00", 6, "09:59", True)],
)  # fmt: skip
def test_whether_somebody_answers_now(hours, day, minute, is_open):
    at = moment(f"2026-11-{23 + day} {minute}")
    assert Opening.of(hours, [], "UTC").is_open(at) is is_open


def test_a_holiday_is_closed():
    assert not Opening.of("", ["2026-11-23"], "UTC").is_open(moment("2026-11-23 10:00"))


@pytest.mark.parametrize(
    "hours",
    ["always", "Mo", "Mo-Fr", "Mo-Fr 8:00-18:00", "Mo-Fr 18:00-08:00", "Mo-Fr 08:00-25:00", "Xx-Fr 08:00-18:00",
     "Mo-Xx 08:00-18:00", "Mo 08:60-09:00", "Mo 08:00-08:99", ";", "Mo-Fr 08:00-18:00,"],
)  # fmt: skip
def test_what_are_no_hours_is_refused_where_it_is_set_and_counts_as_always_where_it_stands(hours):
    with pytest.raises(BadInput) as refused:
        week_of(hours)
    assert refused.value.field == "hours"
    assert Opening.of(hours, [], "UTC") == Opening(zone="UTC")


def test_an_unknown_zone_or_holiday_does_not_lose_the_clock():
    assert due(moment("2026-11-23 10:00"), 24, Opening.of("", [], "Nowhere/Land")) == moment("2026-11-24 10:00")
    assert Opening.of("", ["soon"], "UTC") == Opening()
