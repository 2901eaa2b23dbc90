"""What a wrong try costs: where it came from, and how long."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.policy.identity.waiting import (
    FORGOTTEN,
    LIMITS,
    Counted,
    failed_after,
    goes_into_trail,
    is_waiting,
    network_of,
    wait_s,
)

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


@pytest.mark.parametrize("counted", Counted)
def test_a_few_are_free_then_each_doubles_up_to_a_bound(counted):
    limit = LIMITS[counted]
    waits = [wait_s(counted, failed) for failed in range(limit.free + 40)]
    assert waits[: limit.free + 1] == [0] * (limit.free + 1)
    assert waits[limit.free + 1 : limit.free + 5] == [1, 2, 4, 8]
    assert max(waits) == waits[-1] == limit.longest_s <= 300


def test_an_hour_without_a_wrong_try_is_forgotten():
    assert failed_after(7, NOW - FORGOTTEN, NOW) == 8
    assert failed_after(7, NOW - FORGOTTEN - timedelta(seconds=1), NOW) == 1


@pytest.mark.parametrize(
    ("until", "waits"),
    [(None, False), (0, False), (-1, False), (1, True), (300, True), (301, False), (86_400, False)],
)
def test_a_wait_longer_than_any_was_begun_by_a_wrong_clock(until, waits):
    assert is_waiting(until if until is None else NOW + timedelta(seconds=until), NOW) is waits


def test_the_trail_has_a_line_for_each_power_of_ten():
    assert [n for n in range(1, 2001) if goes_into_trail(n - 1, n)] == [1, 10, 100, 1000]
    assert goes_into_trail(95, 105) and not goes_into_trail(105, 195)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("", "unknown"),
        ("griot", "unknown"),
    ],
)
def test_an_address_is_counted_with_its_network(address, network):
    assert network_of(address) == network
