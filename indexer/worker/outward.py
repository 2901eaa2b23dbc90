"""One POST to a receiver outside: to an address that was checked, under the receiver's own name, and never further.

The name is looked up once, every address it has is checked (`policy.network.webhooks.may_go`), and the connection goes
to the address that was checked: a name that stands for another address a moment later leads nowhere else. No redirect
is followed, no proxy of the environment asked, no answer read beyond its head; all of it within `TIMEOUT_S`.
"""

import http.client
import socket
import ssl
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from casefile.policy.network.webhooks import may_go

TIMEOUT_S = 10.0
NO_NAME, NO_ADDRESS, NO_ANSWER, LATE, NO_TLS = "name", "address", "no answer", "late", "certificate"
"""Why there was no answer: the name has no address; one that may not be called; nobody answered, or too late; whose
certificate is not good."""
_PORTS = {"https": 443, "http": 80}


def taken(status: str) -> bool:
    """Whether the receiver has it. A redirect is none: where calls go is said by the command alone."""
    return status.startswith("2")


def post(url: str, content: bytes, headers: Mapping[str, str], listed: Collection[str]) -> str:
    """The status of the answer, or the word for why there is none. Never raises for what a receiver does."""
    until, parts = monotonic() + TIMEOUT_S, urlsplit(url)
    host, port = (parts.hostname or "").lower(), parts.port or _PORTS.get(parts.scheme, 0)
    try:
        addresses = resolved(host, port)
    except (OSError, UnicodeError):
        return NO_NAME
    if not may_go(parts.scheme, host, addresses, listed):
        return NO_ADDRESS
    try:
        return str(_asked(_connected(addresses, port, until), parts, content, headers, until))
    except ssl.SSLCertVerificationError:
        return NO_TLS
    except (OSError, ValueError, http.client.HTTPException):
        return LATE if monotonic() >= until else NO_ANSWER


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, each once. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _connected(addresses: Sequence[str], port: int, until: float) -> socket.socket:
    """To the first that takes it. Raises OSError."""
    for number, address in enumerate(addresses, 1):
        try:
            return socket.create_connection((address, port), timeout=max(0.1, until - monotonic()))
        except OSError:
            if number == len(addresses) or monotonic() >= until:
                raise
    raise OSError


def _asked(held: socket.socket, parts: SplitResult, content: bytes, headers: Mapping[str, str], until: float) -> int:
    """The status of the answer. Whatever a receiver does between two bytes, at `until` the connection is cut."""
    with held:
        if parts.scheme == "https":
            checked = ssl.create_default_context()
            held = checked.wrap_socket(held, server_hostname=parts.hostname, do_handshake_on_connect=False)
        cut = Timer(max(0.0, until - monotonic()), _cut, (held,))
        cut.daemon = True
        cut.start()
        try:
            if isinstance(held, ssl.SSLSocket):
                held.do_handshake()
            way = http.client.HTTPConnection(parts.hostname or "", timeout=TIMEOUT_S)
            way.sock = held
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            way.request("POST", path, content, {**headers, "Host": parts.netloc, "User-Agent": "Griot",
                                                "Connection": "close"})  # fmt: skip
            status = way.getresponse().status
            if monotonic() >= until:  # cut off within its head, which then looks like a whole one
                raise TimeoutError
            return status
        finally:
            cut.cancel()
            held.close()


def _cut(held: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(held, socket.SHUT_RDWR)
