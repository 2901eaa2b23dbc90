"""Which errand gives the reason of a look, and what may be offered for the next one."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.policy.oversight import errand

BEGUN = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
UNTIL = errand.ends_at(BEGUN, 120)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moment", "ended", "stands"),
    [
        (BEGUN, None, True),
        (UNTIL - MINUTE, None, True),
        (UNTIL, None, False),
        (UNTIL + timedelta(days=1), None, False),
        (BEGUN + MINUTE, BEGUN, False),
        (BEGUN - MINUTE, None, True),
        (BEGUN - errand.AHEAD - MINUTE, None, False),
    ],
)
def test_an_errand_stands_for_its_time_and_not_after_its_end(moment, ended, stands):
    assert errand.stands(BEGUN, UNTIL, ended, moment) is stands


def test_one_of_last_week_is_offered_and_an_older_one_is_not():
    assert errand.may_be_offered(BEGUN, BEGUN + timedelta(days=6))
    assert not errand.may_be_offered(BEGUN, BEGUN + timedelta(days=7))


@pytest.mark.parametrize(
    ("reference", "title", "reason"),
    [
        ("DKR-2026-0900", "Pirogue de Kayar", "Pirogue de Kayar"),
        ("DKR-2026-0900", "", "DKR-2026-0900"),
        ("DKR-2026-0900", "xxxxx", "DKR-2026-0900"),
        ("12/2026", "  ", ""),
        ("7", "Vol", ""),
    ],
)
def test_a_case_gives_its_title_as_the_reason_or_its_reference_or_none(reference, title, reason):
    assert errand.reason_of_case(reference, title) == reason


def test_each_offer_has_a_key_of_its_own():
    assert errand.RECENT_SHOWN + errand.CASES_SHOWN == 9
