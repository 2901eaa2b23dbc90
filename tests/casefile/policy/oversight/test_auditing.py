"""Who opens a seal, what the searched unit sees, how samples are drawn."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.errors import BadInput
from casefile.policy.oversight import auditing
from casefile.policy.oversight.auditing import OPENING, OPENING_LIFE, Opening, OpeningMove
from casefile.policy.states import allows
from casefile.vocabulary import OpeningState

pytestmark = pytest.mark.unit
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def opening(state=OpeningState.ASKED, hours=1):
    return Opening(state, "first", "searcher", NOW - timedelta(hours=hours))


@pytest.mark.parametrize("state", OpeningState)
@pytest.mark.parametrize("officer", ["first", "second", "searcher"])
@pytest.mark.parametrize("hours", [1, 73])
def test_two_auditors_and_never_the_one_who_searched(state, officer, hours):
    one, in_time = opening(state, hours), hours <= OPENING_LIFE / timedelta(hours=1)
    seconds = state is OpeningState.ASKED and officer == "second" and in_time
    opens = state is OpeningState.CONFIRMED and officer == "first" and in_time
    assert auditing.may_second_opening(officer, one, NOW) is seconds
    assert auditing.may_open(officer, one, NOW) is opens
    assert auditing.lapsed(one, NOW) is (state in (OpeningState.ASKED, OpeningState.CONFIRMED) and not in_time)
    assert auditing.may_ask_opening(officer, "searcher") is (officer != "searcher")


def test_what_was_opened_or_refused_has_no_way_on():
    for state in (OpeningState.OPENED, OpeningState.REFUSED):
        assert not any(allows(OPENING, state, move) for move in OpeningMove)


@pytest.mark.parametrize(
    ("owner", "reader", "viewer", "shown"),
    [
        ("a", "b", "a", True),
        ("a", "b", "b", False),
        ("a", "a", "a", False),
        ("a", "", "a", False),
        ("a", "b", "c", False),
    ],
)  # fmt: skip
def test_a_reading_is_shown_to_the_owner_alone(owner, reader, viewer, shown):
    assert auditing.shown_to_owner(owner, reader, viewer) is shown


def test_a_draw_is_the_same_for_the_same_seed_and_in_order():
    numbers = range(1, 1000)
    drawn = auditing.draw("5eed", numbers)
    assert len(drawn) == auditing.SAMPLE_SIZE and drawn == sorted(set(drawn)) == auditing.draw(
        "5eed", reversed(numbers)
    )
    assert drawn != auditing.draw("other", numbers)
    assert auditing.draw("5eed", [3, 1, 2]) == [1, 2, 3]


def test_every_line_is_drawn_about_as_often():
    often = [0] * 100
    for seed in range(1000):
        for number in auditing.draw(str(seed), range(100), 10):
            often[number] += 1
    assert min(often) > 60 and max(often) < 145, "100 expected; four standard deviations are 38"


def test_a_month_is_drawn_from_once_it_is_over():
    assert auditing.check_month("2026-10", NOW) == (
        datetime(2026, 10, 1, tzinfo=UTC),
        datetime(2026, 11, 1, tzinfo=UTC),
    )
    assert auditing.check_month("2025-12", NOW)[1] == datetime(2026, 1, 1, tzinfo=UTC)
    for wrong in ("2026-11", "2026-13", "", "october"):
        with pytest.raises(BadInput):
            auditing.check_month(wrong, NOW)
