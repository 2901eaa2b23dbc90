"""Webhooks: where a call may go, what it says, how it is signed and when it is tried again. Pure.

A call says that there is something to read, and nothing else: the same size and the same words for every pointer.
Sources: Standard Webhooks 1.0 (headers, signature, times of the tries); CloudEvents 1.0, JSON; what a public address
is, by IANA's registries of special-purpose addresses (RFC 6890) as `ipaddress` has them, and closed where those leave
a way inwards.
"""

import base64
import hmac
import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from casefile.policy.viewer import Viewer

NOTIFIED, TEST = "pointer.notified", "webhook.selftest"
"""What a call says: that the unit was notified of a pointer. A test is as long."""
CONTENT_TYPE = "application/cloudevents+json"

SECRET_PREFIX = "whsec_"  # noqa: S105  (of Standard Webhooks: how a secret begins)
SECRET_BYTES = 32
"""Standard Webhooks: 24 to 64."""
FORMER_GOOD = timedelta(hours=24)
"""So long after a rotation a call also bears a signature by the former secret."""

WAITS = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
"""After each try that failed; after the last of them the call is given up: three days of a receiver that is away."""
HELD = timedelta(minutes=2)
"""A call that a worker has in hand is nobody else's for so long: some times the 10 s that one may take."""

_UNICAST = ip_network("2000::/3")
_CLOSED = tuple(
    ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")  # Teredo, 6to4: IPv4 inside
)


def keeps(viewer: Viewer, unit_id: str) -> bool:
    """Whether a webhook of this unit is the viewer's to keep: the home's command line keeps all, an administrator those
    of the own unit. Who saw when the systems of two units are called would see which two have met."""
    return not viewer.officer_id or viewer.unit_id == unit_id


def wait(tries: int) -> timedelta | None:
    """After so many failed tries; None: the call is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None


def secret_text(secret: bytes) -> str:
    """How a secret is shown to who enters it at the receiver."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def body(call_id: str, event: str, subject: str, moment: datetime, source: str) -> bytes:
    """The whole of what is sent: a CloudEvent without data."""
    told = {
        "specversion": "1.0", "id": call_id, "source": source, "type": f"griot.{event}.v1",
        "time": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "subject": subject,
    }  # fmt: skip
    return json.dumps(told, separators=(",", ":")).encode()


def headers(secrets: Sequence[bytes], call_id: str, moment: datetime, content: bytes) -> dict[str, str]:
    """What Standard Webhooks asks for: one signature for each secret."""
    at = str(int(moment.timestamp()))
    signed = f"{call_id}.{at}.".encode() + content
    signatures = (base64.b64encode(hmac.digest(secret, signed, sha256)).decode() for secret in secrets)
    return {
        "Content-Type": CONTENT_TYPE, "webhook-id": call_id, "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }  # fmt: skip


def is_public(address: str) -> bool:
    """Whether an address is everybody's: not private, loopback, link-local, multicast, reserved, nor one of those in
    the clothes of another."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found not in _UNICAST:
            return False
    if any(found.version == closed.version and found in closed for closed in _CLOSED):
        return False
    special = (found.is_multicast, found.is_reserved, found.is_loopback, found.is_link_local, found.is_unspecified)
    return found.is_global and not any(special)


def may_go(scheme: str, host: str, addresses: Collection[str], listed: Collection[str]) -> bool:
    """Whether a call may go to this host, which has these addresses: each of them public or listed; without TLS only to
    what is listed. `listed`: names of hosts, and networks (`GRIOT_WEBHOOK_PRIVATE`)."""
    if not addresses or scheme not in ("https", "http"):
        return False
    if host in listed:
        return True
    inside = [_in(address, listed) for address in addresses]
    if scheme == "http":
        return all(inside)
    return all(held or is_public(address) for held, address in zip(inside, addresses, strict=True))


def _in(address: str, listed: Collection[str]) -> bool:
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    for text in listed:
        try:
            network = ip_network(text)
        except ValueError:  # a name
            continue
        if network.version == found.version and found in network:
            return True
    return False
