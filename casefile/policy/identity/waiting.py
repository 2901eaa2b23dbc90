"""How long who typed something wrong must wait, and what is counted for it.

Counted from where it was typed, never for the officer alone: whoever can make a colleague wait by wrong passwords has
a way to shut the colleague out. A browser from which the officer signed in before (*known device*) has a count of its
own, so that nothing a stranger does is in its way. Source: docs/sources/assurance.md, 6.3.1 (no lockout abuse).
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Counted(StrEnum):
    """Wrong tries at one thing, from one place."""

    ACCOUNT = "account"
    """Passwords of one login, from one network."""
    NETWORK = "network"
    """Passwords of any login, from one network."""
    DEVICE = "device"
    """Passwords of one login, from one of its officer's known devices."""
    FACTOR = "factor"
    """Second factors of one officer, from one place: only who has the password comes so far."""
    CODE = "code"
    """One-time codes, from one network."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` wrong tries cost nothing; each further one doubles the wait, from one second up to `longest_s`."""

    free: int
    longest_s: int


LIMITS: Mapping[Counted, Limit] = {
    Counted.ACCOUNT: Limit(3, 300),
    Counted.NETWORK: Limit(30, 60),  # an office behind one address mistypes more often than one person
    Counted.DEVICE: Limit(5, 300),
    Counted.FACTOR: Limit(5, 300),  # 17 tries an hour at six digits, three of which are good: 0.1 % in a day
    Counted.CODE: Limit(5, 300),
}
LONGEST = timedelta(seconds=max(limit.longest_s for limit in LIMITS.values()))
FORGOTTEN = timedelta(hours=1)
"""A place from which nothing wrong came for so long begins again."""
_MOST_DOUBLINGS = 12
_NETWORK_BITS = {4: 24, 6: 56}
"""What a subscriber holds: changing the last digits makes no other place of it."""


def failed_after(failed: int, last_at: datetime, moment: datetime) -> int:
    """The count with one more wrong try."""
    return failed + 1 if moment - last_at <= FORGOTTEN else 1


def wait_s(counted: Counted, failed: int) -> int:
    """Seconds until the next try is looked at, after so many wrong ones."""
    limit = LIMITS[counted]
    over = failed - limit.free
    return min(limit.longest_s, 2 ** min(over - 1, _MOST_DOUBLINGS)) if over > 0 else 0


def is_waiting(until: datetime | None, moment: datetime) -> bool:
    """Whether a wait is not over. One longer than any that is given was begun by a wrong clock: it keeps nobody out."""
    return until is not None and timedelta() < until - moment <= LONGEST


def goes_into_trail(before: int, after: int) -> bool:
    """Whether a network's count has come to a line of the trail: at 1, 10, 100, 1,000 …"""
    return len(str(after)) > len(str(before)) or before == 0


def network_of(address: str) -> str:
    """The network an address belongs to, such as `203.0.113.0/24`; *unknown* for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, _NETWORK_BITS[found.version]), strict=False))
