"""How long what is held is held, at the edges: a second before, on the day, a second after."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.errors import BadInput
from casefile.policy.retention import (
    AFTER_HOLD,
    ASKED_AHEAD,
    EXPIRED_KEPT,
    EXTENSION,
    HOLD_LIFE,
    WITHDRAWN_KEPT,
    Outlook,
    check_extension,
    check_hold,
    destroyed_at,
    kept_after_hold,
    may_second,
    outlook,
    review_of,
)
from casefile.vocabulary import RecordState

NOW = datetime(2026, 11, 26, tzinfo=UTC)
S, DAY = timedelta(seconds=1), timedelta(days=1)
DUE = NOW + 400 * DAY


@pytest.mark.parametrize(
    ("check", "first", "last"),
    [(lambda until: check_extension(until, NOW, DUE), DUE, NOW + EXTENSION),
     (lambda until: check_hold(until, NOW), NOW, NOW + HOLD_LIFE)],
    ids=["extension", "hold"],
)  # fmt: skip
def test_a_new_date_lies_after_the_present_one_and_not_too_far(check, first, last):
    check(first + S)
    check(last)
    for wrong in (first, first - DAY, last + S):
        with pytest.raises(BadInput) as refused:
            check(wrong)
        assert refused.value.field == "until"


def test_the_owner_is_asked_six_months_before_or_now():
    assert review_of(DUE, NOW) == DUE - ASKED_AHEAD
    assert review_of(NOW + DAY, NOW) == NOW


def test_after_a_hold_there_is_time_to_look():
    assert kept_after_hold(DUE, NOW) == DUE
    assert kept_after_hold(NOW - DAY, NOW) == NOW + AFTER_HOLD


@pytest.mark.parametrize(("officer", "asked", "may"), [("a", "b", True), ("a", "a", False)])
def test_a_hold_takes_two_persons(officer, asked, may):
    assert may_second(officer, asked) is may


@pytest.mark.parametrize(
    ("state", "hold", "said"),
    [
        (RecordState.ACTIVE, None, Outlook(NOW, DUE, DUE + EXPIRED_KEPT)),
        (RecordState.REVIEW_DUE, None, Outlook(None, DUE, DUE + EXPIRED_KEPT)),
        (RecordState.EXTENDED, None, Outlook(NOW, DUE, DUE + EXPIRED_KEPT)),
        (RecordState.HOLD, DUE + DAY,
         Outlook(DUE + DAY, DUE + DAY + AFTER_HOLD, DUE + DAY + AFTER_HOLD + EXPIRED_KEPT)),
        (RecordState.RESTRICTED, None, Outlook(NOW, None, DUE + EXPIRED_KEPT)),
        (RecordState.EXPIRED, None, Outlook(None, None, NOW + EXPIRED_KEPT)),
        (RecordState.WITHDRAWN, None, Outlook(None, None, NOW + WITHDRAWN_KEPT)),
        (RecordState.TOMBSTONED, None, Outlook(None, None, None)),
    ],
)  # fmt: skip
def test_what_happens_by_itself(state, hold, said):
    assert outlook(state, NOW, DUE, NOW, hold) == said


def test_a_withdrawal_never_lengthens_a_life():
    assert destroyed_at(RecordState.WITHDRAWN, NOW, NOW + DAY) == NOW + DAY + EXPIRED_KEPT
    assert destroyed_at(RecordState.WITHDRAWN, NOW, NOW - 90 * DAY) == NOW + EXPIRED_KEPT
