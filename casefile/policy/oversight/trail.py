"""What the trail keeps of a network address."""

from enum import StrEnum
from ipaddress import ip_address, ip_network

from casefile.errors import BadInput


class AddressKept(StrEnum):
    """How much of an officer's network address a line of the trail keeps."""

    FULL = "full"
    NETWORK = "network"
    NONE = "none"


NETWORK_BITS = {4: 24, 6: 48}
"""What is left of an address as a network: an office's line in IPv4, a customer's line in IPv6 (RFC 6177)."""


def address_as(kept: AddressKept, address: str) -> str:
    """The address as the trail keeps it; empty where it keeps nothing, and for what is no address."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if kept is AddressKept.NONE:
        return ""
    if kept is AddressKept.NETWORK:
        return str(ip_network(f"{found}/{NETWORK_BITS[found.version]}", strict=False))
    return str(found)


# ---- what is kept of searches -----------------------------------------------------------------------------------

DAYS, LEAST_DAYS, MOST_DAYS = 365, 30, 1095
"""For how long a unit keeps what its officers searched for, unless it says otherwise; at least as long as one search is
compared with earlier ones (`budgets.SERIES_WINDOW`), at most as long as the search itself is kept."""
LEAST_PASSPHRASE, MOST_PASSPHRASE = 15, 200
"""Characters of the auditors' passphrase, as of a password."""


def check_days(days: int) -> None:
    """Raises BadInput."""
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise BadInput(
            "A unit keeps its searches for %(least)s to %(most)s days.", field="days", least=LEAST_DAYS, most=MOST_DAYS
        )


def check_passphrase(passphrase: str) -> None:
    """Raises BadInput."""
    if not LEAST_PASSPHRASE <= len(passphrase) <= MOST_PASSPHRASE:
        raise BadInput(
            "The passphrase has %(least)s to %(most)s characters. Several words are easy to keep.",
            field="passphrase", least=LEAST_PASSPHRASE, most=MOST_PASSPHRASE,
        )  # fmt: skip
