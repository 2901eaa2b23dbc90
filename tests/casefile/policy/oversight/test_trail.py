"""What the trail keeps of an address, and what is kept of searches."""

import pytest

from casefile.errors import BadInput
from casefile.policy import budgets
from casefile.policy.oversight.trail import (
    DAYS,
    LEAST_DAYS,
    MOST_DAYS,
    AddressKept,
    address_as,
    check_days,
    check_passphrase,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("address", "full", "network"),
    [
        ("192.0.2.77", "192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1:2::9", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::1", "fe80::/48"),
        ("", "", ""),
        ("Mamadou Diallo", "", ""),
    ],
)
def test_an_address_is_kept_as_the_policy_says(address, full, network):
    assert address_as(AddressKept.FULL, address) == full
    assert address_as(AddressKept.NETWORK, address) == network
    assert address_as(AddressKept.NONE, address) == ""


def test_days_are_bounded_so_that_series_are_seen():
    assert budgets.SERIES_WINDOW.days <= LEAST_DAYS
    for days in (LEAST_DAYS, DAYS, MOST_DAYS):
        check_days(days)
    for days in (LEAST_DAYS - 1, MOST_DAYS + 1):
        with pytest.raises(BadInput):
            check_days(days)


def test_a_passphrase_is_long_enough_and_not_endless():
    check_passphrase("x" * 15)
    for wrong in ("x" * 14, "x" * 201):
        with pytest.raises(BadInput):
            check_passphrase(wrong)
